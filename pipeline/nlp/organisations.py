"""The component `sharedfacts_organisations`: bodies beside the councils, into `doc.spans["organisations"]`.

`kb_id_` is the name in one spelling, `label_` its type, `id_` the rule of `patterns/organisations.csv`. Councils are
not organisations here. Types: nhs (trusts, boards, commissioning groups), police, fire, government_department,
regulator, association (of councils, officers or staff), university, housing_association, joint_body (a statutory
authority of several councils), company (owned by public bodies), brand (a shared service without a body of its own),
contractor (a private firm), other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language

from pipeline.gazetteer import table
from pipeline.nlp.spans import Match, place
from pipeline.nlp.tokens import text_of
from pipeline.paths import PATTERNS

if TYPE_CHECKING:
    from spacy.tokens import Doc

GROUP = "organisations"
TYPES = frozenset(
    {"association", "brand", "company", "contractor", "fire", "government_department", "housing_association"}
    | {"joint_body", "nhs", "other", "police", "regulator", "university"}
)
SPACE = r"(?:[ \t\xa0]{1,3}|[ \t]{0,2}\n[ \t]{0,2})"
LINKING = rf"(?:and|&|of|upon|on|under|by|le){SPACE}(?:the{SPACE})?(?=[A-Z]|\Z)"
HEAD = re.compile(rf"(?<![\w’'])(?:[A-Z](?:[\w&.-]|['’](?!s\b))*{SPACE}(?:{LINKING})?){{1,7}}\Z")
"""The capitalised words before a tail: "Wye Valley" of "Wye Valley NHS Trust"."""
BODY = r"Councils?|CC|DC|BC|MBC|Trusts?|Service|Ltd|Limited|Police|Constabulary|Authority|PCT|Group|Hospitals?"
OPENER = "The|In|At|And|But|With|For|Our|A|An|From|By|To|Both|While|When|As|On|Of|Cllr|Mr|Ms"
OTHER_BODY = re.compile(
    rf"\b(?:{BODY}){SPACE}(?:and|&|with|of){SPACE}(?:the{SPACE})?|(?:University of|NHS) [A-Z]\w+ and "
    rf"|\A(?:{OPENER}){SPACE}"
)
"""What ends another name within those words, or begins the sentence."""
LOOK_BACK = 90


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: a `name` in its spellings, a `head` that begins one, a `tail` that ends one after capitalised words."""

    rule_id: str
    organisation_type: str
    kind: str
    words: tuple[str, ...]
    pattern: re.Pattern[str]
    organisation: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules by the first word of what they match, and the expression that finds such words."""

    by_word: dict[str, tuple[Rule, ...]]
    first_word: re.Pattern[str]


@cache
def load_organisations(folder: Path = PATTERNS) -> Rules:
    """The rules of a folder; ValueError with file and line for a type, kind or pattern that cannot work."""
    by_word: defaultdict[str, list[Rule]] = defaultdict(list)
    for number, row in enumerate(table(folder / "organisations.csv"), 2):
        rule = read(row, f"organisations.csv:{number}")
        for word in rule.words:
            by_word[word].append(rule)
    odd = "|".join(sorted((re.escape(word) for word in by_word if not word[0].isupper()), key=lambda w: (-len(w), w)))
    first_word = re.compile(rf"(?<![\w&])(?:[A-Z][A-Za-z0-9]*|(?:{odd})(?!\w))")
    return Rules({word: tuple(rules) for word, rules in by_word.items()}, first_word)


def read(row: dict[str, str], where: str) -> Rule:
    """A row as a rule; `where` is its file and line."""
    if row["organisation_type"] not in TYPES or row["kind"] not in {"name", "head", "tail"}:
        raise ValueError(f"{where}: kind is name, head or tail; organisation_type one of {', '.join(sorted(TYPES))}")
    source, words = row["pattern"], tuple(filter(None, row["words"].split(";")))
    if row["kind"] == "name":
        forms = sorted(source.split("|"), key=lambda form: (-len(form), form))
        words = tuple(dict.fromkeys(first(form) for form in forms))
        source = rf"(?:{'|'.join(re.escape(form) for form in forms)})(?![\w])"
    try:
        pattern = re.compile(re.sub(r"\\? (?![?{\]*+])", lambda _: SPACE, source))
    except re.error as error:
        raise ValueError(f"{where}: {error}") from error
    return Rule(row["id"], row["organisation_type"], row["kind"], words, pattern, row["organisation"])


def first(form: str) -> str:
    """The first word of a spelling, as `first_word` finds it."""
    found = re.match(r"[A-Za-z0-9]+", form)
    return found.group() if found else form


def find_organisations(text: str, rules: Rules) -> list[Match]:
    """The organisations of a text in order; where two overlap, the one that begins first, then the longer, stands.

    Of two rules on the same characters the one found first does: a name before the tail within it.
    """
    found = sorted(candidates(text, rules), key=lambda m: (m.char_start, -m.char_end))
    kept: list[Match] = []
    for m in found:
        if not kept or m.char_start >= kept[-1].char_end:
            kept.append(m)
    return kept


def candidates(text: str, rules: Rules) -> Iterator[Match]:
    """Every match of every rule."""
    for word in rules.first_word.finditer(text):
        for rule in rules.by_word.get(word.group(), ()):
            if found := rule.pattern.match(text, word.start()):
                start = head(text, word.start()) if rule.kind == "tail" else word.start()
                if start is not None:
                    name = rule.organisation or spelling(text[start : found.end()])
                    yield Match(start, found.end(), rule.rule_id, kb_id=name, label=rule.organisation_type)


def head(text: str, end: int) -> int | None:
    """Where the capitalised words before a tail begin; None when there are none of this name."""
    found = HEAD.search(text, max(0, end - LOOK_BACK), end)
    if not found:
        return None
    start = found.start()
    for other in OTHER_BODY.finditer(text[start:end]):
        start = found.start() + other.end()
    return start if text[start:end].strip() else None


def spelling(name: str) -> str:
    """A name in one spelling: single spaces, "and" for "&"."""
    return " ".join(name.replace("&", " and ").split())


@Language.factory("sharedfacts_organisations", assigns=["doc.spans"])
def make_organisations(nlp: Language, name: str) -> OrganisationFinder:
    """The component as spaCy makes it."""
    return OrganisationFinder()


class OrganisationFinder:
    """Holds nothing: two of them are alike, and it may be pickled to other processes."""

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its organisations."""
        return place(doc, GROUP, find_organisations(text_of(doc), load_organisations()))
