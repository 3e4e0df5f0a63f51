"""Which councils take part: the signs around each mention, weighed by a classifier trained on labelled passages.

Rules (patterns/roles.jsonl) know the set phrases of declining, watching and joining; there are more ways to stand
beside an arrangement than rules can list. So a rule's word is one sign among others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from pipeline.claims.arrangements.lines import CouncilList, Line
from pipeline.linear import Judge, Signs, cached
from pipeline.version import model_path

NAME = "arrangements-parts"
STEM = 6  # letters: most inflections of English words begin alike
REACH = 12  # words on either side that say something of a council
NEAR, FAR = 4, 8  # words: the place itself counts, then only near or far
OUTSIDE = "outside"
DOUBT = 1.5  # what a rule's "outside" adds to the log odds, beyond what the examples taught of it
LEAST = -0.7  # log odds from which a council takes part; this and DOUBT chosen on annotated passages


def judged(lines: Sequence[Line]) -> list[Line]:
    """The lines with `outside` as the role of every council that the classifier leaves out of its article."""
    odds: defaultdict[tuple[int, str], list[float]] = defaultdict(list)
    for line, one, signs in examples(lines):
        odds_of = judge().odds(signs)
        score = odds_of["in"] - odds_of["out"] - DOUBT * (one.role == OUTSIDE)
        for code in one.codes:
            odds[line.section, code].append(score)
    out = {key for key, scores in odds.items() if sum(scores) / len(scores) < LEAST}
    return [
        replace(line, lists=tuple(_role(line, one, out) for one in line.lists)) if line.lists else line
        for line in lines
    ]


def _role(line: Line, one: CouncilList, out: set[tuple[int, str]]) -> CouncilList:
    left_out = all((line.section, code) in out for code in one.codes)
    if left_out:
        return replace(one, role=OUTSIDE)
    return replace(one, role=None) if one.role == OUTSIDE else one


def examples(lines: Sequence[Line]) -> Iterator[tuple[Line, CouncilList, Signs]]:
    """Every list of councils with its signs."""
    count = Counter(code for line in lines for one in line.lists for code in one.codes)
    listed = Counter(code for line in lines for one in line.lists if len(one.codes) > 1 for code in one.codes)
    for i, line in enumerate(lines):
        for nth, one in enumerate(line.lists):
            signs = set(_words(line.short, one.place))
            signs |= {*_line(lines, i), f"list={min(len(one.codes), 3)}", f"nth={min(nth, 3)}", f"role={one.role}"}
            signs |= {f"rule={rule}" for rule in one.rules}
            code = max(one.codes, key=lambda c: count[c])
            signs |= {f"count={min(count[code], 3)}", f"listed={min(listed[code], 2)}", f"all={min(len(count), 6)}"}
            yield line, one, signs


def _words(words: Sequence[str], at: int) -> Iterator[str]:
    stems = [w if w.isupper() else w[:STEM] for w in words]
    for i in range(1, REACH + 1):
        if at - i >= 0:
            yield f"b{min(i, NEAR)}:{stems[at - i]}"
            yield f"b+{stems[at - i]} {stems[at - i + 1]}"
        if at + i < len(stems):
            yield f"a{i if i < NEAR else NEAR + (i >= FAR)}:{stems[at + i]}"
            yield f"a+{stems[at + i - 1]} {stems[at + i]}"
    for stem in stems:
        yield f"S:{stem}"


def _line(lines: Sequence[Line], i: int) -> Iterator[str]:
    line = lines[i]
    yield from (f"lists={min(len(line.lists), 3)}", f"speaks={line.speaks}", f"phrased={line.phrased}")
    yield from (f"stage={line.stage}", f"services={bool(line.services)}", f"region={line.region}")
    yield from (f"third={3 * i // len(lines)}", f"first={i < 2}")
    if i:
        yield f"after={lines[i - 1].speaks}"
        yield from (f"P:{word[:STEM]}" for word in lines[i - 1].words if word.isalpha())


@cache
def judge() -> Judge:
    """The classifier of the shipped labels; trained when first needed, then read from the cache."""
    from pipeline.claims.arrangements.training import fit_parts

    return Judge(cached(model_path(NAME), fit_parts))
