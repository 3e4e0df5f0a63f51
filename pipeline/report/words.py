"""How the page names the words of closed vocabularies, and what they mean.

The words themselves stand in `pipeline/tables/vocabulary.py`, themes with their descriptions in
`patterns/themes.toml`; a test holds MEANINGS to the former.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.lessons.themes import themes
from pipeline.report.cells import parts
from pipeline.tables import vocabulary
from pipeline.tables.read import Row

LABELS: Mapping[str, str] = {
    "ict": "ICT",
    "hr_payroll": "HR and payroll",
    "revenues_benefits": "Revenues and benefits",
    "audit_fraud": "Audit and fraud",
    "planning_building_control": "Planning and building control",
    "waste_environment": "Waste and environment",
    "highways_transport": "Highways and transport",
    "libraries_culture_leisure": "Libraries, culture and leisure",
    "childrens_services": "Children’s services",
    "trust_relationships": "Trust and relationships",
    "governance_accountability": "Governance and accountability",
    "business_case_savings": "Business case and savings",
    "funding_context": "Funding and context",
    "capacity_resilience": "Capacity and resilience",
    "people_culture": "People and culture",
    "communication_engagement": "Communication and engagement",
    "technology_process": "Technology and process",
    "planning_pace": "Planning and pace",
    "ni": "Northern Ireland district",
    "scottish": "Scottish council",
    "welsh": "Welsh council",
    "per_year": "a year",
    "over_period": "over a period",
    "to_date": "to date",
    "one_off": "once",
    "achieved": "Delivered",
    "expected": "Promised",
    "missed": "Promised, not kept",
}

MEANINGS: Mapping[str, Mapping[str, str]] = {
    "status": {
        "proposed": "put forward, not decided",
        "agreed": "decided, not yet begun",
        "live": "in operation",
        "ended": "over, a partner gone, or notice given",
        "abandoned": "given up before it began",
    },
    "model": {
        "shared_management": "one chief executive or management team for several councils",
        "shared_service": "one service run together",
        "lead_authority": "one council runs it for the others",
        "joint_committee": "a committee of the councils runs it",
        "company": "a company that the councils own",
        "contract": "a private partner runs it",
        "consortium": "buying or working together in a wider group",
        "peer_support": "one council helps another",
        "unspecified": "the text does not say",
    },
    "saving": {
        "expected": "hoped for, forecast or agreed",
        "achieved": "reported as made",
        "missed": "promised, and the text says that it was not made",
        "unspecified": "the text does not say which",
    },
    "period": {
        "per_year": "each year",
        "over_period": "in all, over several years",
        "to_date": "in all, up to when it was written",
        "one_off": "once",
        "unspecified": "the text does not say what time",
    },
    "qualifier": {
        "exact": "the sum itself",
        "about": "an approximation",
        "more_than": "at least the sum, open above",
        "up_to": "at most the sum, open below",
        "less_than": "below the sum, open below",
        "between": "a range",
    },
    "saving not given": {
        "not_the_aim": "saving was not the aim",
        "not_measured": "it was not measured",
        "too_early": "it is too early to say",
        "disputed": "it is disputed",
        "not_stated": "no text says why",
    },
}
OF: Mapping[str, tuple[str, ...]] = {
    "status": vocabulary.ARRANGEMENT_STATUSES,
    "model": vocabulary.MODELS,
    "saving": vocabulary.STATUSES,
    "period": vocabulary.PERIODS,
    "qualifier": vocabulary.QUALIFIERS,
    "saving not given": vocabulary.SAVINGS_NOTES,
}


def label(word: str) -> str:
    """A word of a vocabulary as people write it.

    >>> label("shared_management"), label("ict")
    ('Shared management', 'ICT')
    """
    return LABELS.get(word) or word.replace("_", " ").capitalize()


def definitions() -> dict[str, dict[str, str]]:
    """What the words of each vocabulary mean, words as people write them."""
    found = {name: {label(word): meaning for word, meaning in known.items()} for name, known in MEANINGS.items()}
    return {**found, "theme": {label(theme.name): theme.description for theme in themes()}}


def title(row: Row) -> str:
    """What the page calls an arrangement: its name, else who shares what.

    >>> title({"name": None, "councils": "Bath;Wells;Frome", "other_members": None, "services": "ict;legal"})
    'Bath, Wells and Frome: ICT, legal'
    """
    if row["name"]:
        name = str(row["name"])
        return name[:1].upper() + name[1:] if name == name.lower() else name
    first, *more = [label(word) for word in parts(row["services"])] or [""]
    shared = ", ".join([first, *(word if word.isupper() else word[:1].lower() + word[1:] for word in more[:2])])
    return f"{_listed([*parts(row['councils']), *parts(row['other_members'])])}: {shared}{' …' * (len(more) > 2)}"


def _listed(names: list[str], most: int = 4) -> str:
    """Names as a sentence has them, the last ones counted where there are many."""
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
