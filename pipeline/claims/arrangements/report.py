"""A candidate as the report that goes into the tables."""

from __future__ import annotations

import re
from collections.abc import Mapping

from spacy.tokens import Doc, Span

from pipeline.claims.arrangements.gather import Candidate
from pipeline.claims.arrangements.gather.candidate import NEVER_BEGUN
from pipeline.claims.arrangements.kinds import model_of, services_of
from pipeline.claims.arrangements.life import Step, life, note, steps
from pipeline.claims.arrangements.lines import Line
from pipeline.claims.arrangements.phrases import PHRASE
from pipeline.claims.evidence import Locator
from pipeline.gazetteer import load
from pipeline.model import ArrangementReport, DateSpan, Event, Member

BEFORE, AFTER, LONG = 3, 8, 20  # lines: before and after the one that introduces it, and those of a long telling
DEED = re.compile(
    r"(?:(?:police|force|fire|strategic|full|shared|joint)\s)?(?:(?:control|service|room|force)s?\s)?"
    r"\b(?:merger|alliance|collaboration|partnership|tie-up|integration|shared services? cent(?:re|er)s?"
    r"|(?:to )?merg(?:e|ing))\b",
    re.IGNORECASE,
)
"""What police, fire and health bodies do together, where it has no name."""
MERGING = re.compile(r"\b(?:to )?merg(?:e|ing)\b", re.IGNORECASE)
MIGHT_HAVE = re.compile(
    r"\b(?:might|would|could) have (?:been|saved|brought|cut|made|given)\b|\bwas to have\b", re.IGNORECASE
)
MOST_WORDS = 5  # after the first, of a phrase that is a name
WANDERS = frozenset("of that which who to in is was were are and when as by with from this".split())  # noqa: SIM905
DEED_DONE = re.compile(
    r"(?:shar(?:e|es|ed|ing)|merg(?:e|es|ed|ing)|join(?:s|ed|ing)?|combin(?:e|es|ed|ing)|pool(?:s|ed|ing)?)\s"
    r"(?:a|an|all|both|each|his|her|its|one|our|same|some|that|the|their|these|this|two|what)\b",
    re.IGNORECASE,
)
"""What councils did, which is no name: `shared its managers`."""
ONES = frozenset("executive chief team management workforce staff service boss director structure".split())  # noqa: SIM905
YET_TO_DECIDE = re.compile(
    r"\bif (?:this|it|the plans?|they|these) (?:is|are|were|was) (?:given|approved|agreed|accepted|backed)\b"
    r"|\b(?:working|seeking|looking|aiming|hoping) (?:to|towards) (?:combin|merg|shar|pool|integrat)\w*"
    r"|\b(?:specific )?proposals include\b"
    r"|\bfinal decisions? (?:will|is to|are to)\b",
    re.IGNORECASE,
)
"""Words that tell that what is described still waits for a decision."""
DATED = {"joined": "partner_joined", "left": "partner_left"}


def report(doc: Doc, own: Candidate, number: int, locate: Locator) -> ArrangementReport:
    """What the document says of one arrangement; `number` counts from 1 in the document."""
    spans = sentences(own)
    services = services_of(doc, told_services(own, spans))
    told = life(doc, spans)
    first = spans[0]
    status = status_of(own, told.status, spans)
    return ArrangementReport(
        report_id=f"{locate.document.doc_id}.a{number}",
        evidence=locate(*trimmed(first), own.rule),
        name=name_of(own),
        members=(*councils(doc, own), *(Member(body, None) for body in bodies(own))),
        services=services,
        model=model_of(doc, spans, services),
        status=status,
        start=start_of(doc, own, status, told.start),
        end=told.end,
        savings_note=note(doc, spans),
    )


def sentences(own: Candidate) -> list[Span]:
    """The sentences that tell of it, the one that introduces it first."""
    lines = sorted(own.lines, key=lambda line: line.index)
    lead = max(lines, key=lambda line: (introduces(line, own), -line.index))
    rest = [line for line in lines if line is not lead and line.index >= lead.index - BEFORE]
    if is_long(own):
        rest = [line for line in rest if line.index <= lead.index + AFTER or line.opens > 0 or names(line, own)]
    return [lead.span, *(line.span for line in rest)]


def is_long(own: Candidate) -> bool:
    """Whether its telling is a long one."""
    return max(line.index for line in own.lines) - min(line.index for line in own.lines) > LONG


def told_services(own: Candidate, spans: list[Span]) -> list[Span]:
    """The sentences, the one that lists most services first where the one that introduces it names none."""
    lead = next(line for line in own.lines if line.span.start == spans[0].start)
    if lead.services or not is_long(own):
        return spans
    richest = max(own.lines, key=lambda line: (len(line.services), -line.index))
    return [richest.span, *(span for span in spans if span.start != richest.span.start)] if richest.services else spans


def status_of(own: Candidate, said: str, spans: list[Span]) -> str:
    """The status that the sentences say, seen beside who they say it of.

    What waits for a decision is proposed; who is yet to join has agreed, if nothing else is said; one partner's no
    leaves the plan of several standing; what might have been and was left was never live.
    """
    if said in ("live", "agreed") and waiting(own):
        return "proposed"
    if own.joining and said not in NEVER_BEGUN:
        return "agreed"
    left = {code for line in own.lines for one in line.lists if one.role == "left" for code in one.codes}
    if said == "abandoned" and len(left) == 1 and len(own.members) > 2:
        return "proposed"
    if left and said in ("live", "ended") and any(MIGHT_HAVE.search(span.text) for span in spans):
        return "abandoned"
    return said


def waiting(own: Candidate) -> list[Span]:
    """The sentences that tell that a decision is still to come."""
    return [line.span for line in own.lines if YET_TO_DECIDE.search(line.text)]


def start_of(doc: Doc, own: Candidate, status: str, said: DateSpan | None) -> DateSpan | None:
    """When it began, or will: what is only proposed begins when the sentence says that waits for the decision."""
    if status == "proposed" and (planned := life(doc, waiting(own)).start):
        return planned
    return said


def names(line: Line, own: Candidate) -> bool:
    """Whether a line names two of its councils, or its brand."""
    return len(set(line.insiders) & set(own.members)) > 1 or bool(set(line.brands) & set(own.brands))


def introduces(line: Line, own: Candidate) -> int:
    """How well a line introduces an arrangement: it names the members or the brand, and speaks of sharing."""
    named = min(len(set(line.insiders) & set(own.members)), 2)
    branded = 2 * bool(set(line.brands) & set(own.brands)) if len(own.members) < 2 else 0
    return 2 * max(named, branded) + line.speaks


def trimmed(span: Span) -> tuple[int, int]:
    """A sentence's characters without the white space after it."""
    text = span.text
    return span.start_char + len(text) - len(text.lstrip()), span.start_char + len(text.rstrip())


def name_of(own: Candidate) -> str | None:
    """Its brand, else what its first sentence of sharing calls it."""
    if own.brands:
        return next(iter(own.brands))
    texts = [" ".join(line.text.split()) for line in sorted(own.lines, key=lambda line: line.index)]
    patterns = (PHRASE,) if own.members else (DEED, PHRASE)
    found = (m.group() for pattern in patterns for m in map(pattern.search, texts) if m)
    called = next((phrase for phrase in found if is_name(phrase)), None)
    if called and own.rule == "arrangement.centre":
        called = f"{next(iter(own.partners))} {called}"
    return None if called is None else MERGING.sub("merger", called)


def is_name(phrase: str) -> bool:
    """Whether a phrase of sharing can be what an arrangement is called: short, and of one piece."""
    if DEED_DONE.match(phrase):
        return False
    first, *rest = phrase.lower().split()
    whole = "," not in phrase and len(rest) <= MOST_WORDS and not WANDERS & set(rest)
    return whole and not (first == "one" and rest[-1] not in ONES)


def councils(doc: Doc, own: Candidate) -> list[Member]:
    """The councils with their part, in the order in which the text names them."""
    known = load().entries
    roles: dict[str, tuple[str, DateSpan | None]] = {}
    for line in own.lines:
        dates = dated(steps(doc, [line.span])) if line.roles & set(DATED) else {}
        for one in line.lists:
            for code in one.codes if one.role in (*DATED, "lead") else ():
                roles[code] = (str(one.role), dates.get(DATED.get(str(one.role), "")))
    found = []
    for code in own.members:
        role, when = roles.get(code, ("member", None))
        council = known[code].council
        found.append(
            Member(
                council.name,
                council,
                {"left": "former", "joined": "member"}.get(role, role),
                when if role == "joined" else None,
                when if role == "left" else None,
            )
        )
    return found


def bodies(own: Candidate) -> list[str]:
    """The other bodies: by name where any has one, else by kind."""
    return [body for body in own.partners if not body.islower()] or list(own.partners)


def dated(told: tuple[Step, ...]) -> Mapping[str, DateSpan | None]:
    """The first date of each event."""
    return {step.event: step.date._.value.span for step in reversed(told) if step.date is not None}


def events(doc: Doc, own: Candidate, report_id: str, locate: Locator) -> list[Event]:
    """The dated steps that the report's sentences tell of."""
    found = []
    for step in steps(doc, sorted(sentences(own), key=lambda span: span.start)):
        value = step.date._.value.span if step.date is not None else None
        if value is None:
            continue
        evidence = locate(step.span.start_char, step.span.end_char, step.span.id_)
        event_id = f"{report_id.replace('.a', '.e')}-{step.span.start_char}"
        found.append(Event(event_id, report_id, evidence, step.event, value))
    return found
