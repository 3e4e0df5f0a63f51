"""Who signs an article: bylines, standfirsts that name the author, and the lines at its foot that say who that is."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PART = r"[A-ZÀ-Þ][^\W\d_]{0,40}(?:[’'-][A-ZÀ-Þ]?[^\W\d_]{1,40}){0,3}"  # bounded: read from every capital of a text
_TITLES = r"(?:Lord|Lady|Baron(?:ess)?|Sir|Dame|Dr|Prof(?:essor)?|Cllr|Councillor)"
_HONORIFIC = rf"(?:(?:{_TITLES}|Mrs?|Ms|Miss|(?:The )?Rt\.? Hon|Rev(?:erend)?)\.? ){{0,3}}"
_GIVEN = rf"(?:{_PART}|[A-Z]\.)(?: [A-Z]\.?){{0,2}}"
_NAME = rf"{_HONORIFIC}{_GIVEN}(?: (?:de|du|da|di|la|le|van|von|der|den|ap|al)){{0,2}} {_PART}(?: {_PART})?"
_NAMES = rf"{_NAME}(?:(?:, | and | & |, and ){_NAME}){{0,4}}"
_ASIDE = r"(?:,? ?\(?(?:far |pictured |top |bottom )?(?:left|right|above|below|pictured)\)?,?)?"  # the portrait
_SAYS = (
    r"(?:says?|explains?|reports?|writes?|argues?|asks?|believes?|describes?|examines?|explores?|reflects?|considers?"
    r"|looks?|tells?|outlines?|discuss(?:es)?|sets? out|suggests?|warns?|reveals?|shares?|investigates?|finds?"
    r"|makes? the case|on (?:how|why|what|the))"
)

NAME = re.compile(_NAME)
TITLED = re.compile(rf"{_TITLES}\.? ({_PART})\b")  # Baron Bichard: no given name
BODY = re.compile(  # what makes capitalised words the name of a body rather than of a person
    r"\b(?:Council|County|Borough|District|City|Trust|NHS|Authority|Committee|Partnership|Group|Services?|Board|Ltd"
    r"|Limited|University|College|Department|Office|Ministry|Police|Foundation|Association|Commission|Agency|Network"
    r"|Government|Cabinet|Company|Centre|Institute|Society|Union|Joint|Shared|North|South|East|West|The|London)\b"
)
ROLE = re.compile(
    r"\b(?:chief|executive|director|leader|chair(?:man|woman|person)?|president|professor|lecturer|fellow|researcher"
    r"|editor|journalist|correspondent|reporter|writer|author|consultant|advis[eo]r|manager|officer|head|partner"
    r"|associate|secretary|minister|mayor|councillor|member|mp|msp|ms|peer|commissioner|inspector|auditor|treasurer"
    r"|solicitor|lawyer|accountant|analyst|economist|academic|founder|trustee|principal|dean|student|servant|regulator"
    r"|lead|specialist|conven[eo]r|clerk|deputy|spokes(?:man|woman|person))\b",
    re.IGNORECASE,
)
BYLINE = re.compile(
    rf"(?:[Bb]y|BY|Author|Words|(?:Written|Report|Article|Text) by)\b\W{{1,3}}(?P<names>{_NAMES})\W{{0,3}}"
    r"(?:(?:,|\||–|-|\(| is ).{0,160})?"
)
REPORTS = re.compile(rf"(?P<names>{_NAMES}){_ASIDE} {_SAYS}(?: \w+){{0,3}}\W?")
WITH_ROLE = re.compile(rf"(?P<names>{_NAMES}), (?P<role>.{{1,160}})")
STANDFIRST = re.compile(
    rf"\b{_SAYS} (?P<after>{_NAMES}){_ASIDE}(?: and (?P<second>{_NAME}))?|(?P<before>{_NAMES}){_ASIDE} {_SAYS}\b"
)
FOOT = re.compile(
    rf"\W{{0,3}}(?:{_NAME}|{_TITLES}\.? {_PART})(?: \([^)]{{0,60}}\))?"
    r"(?: (?:is|are|was|were|has been|chairs|leads|heads|edits|teaches|runs|works|writes|serves)\b"
    r"|, .{0,60}\b(?:is|was)\b)"
)
# "…, argues" ends a standfirst whose author stands on the next line.
ENDS_IN_VERB = re.compile(r"\b(?:says|(?:argue|explain|report|write|ask|suggest|warn)s?)$")


def people(text: str) -> list[str]:
    """The names in a text that can be people's, as they stand there.

    >>> people("Baroness Ann Hope and Breckland Council told Idris ap Rhys")
    ['Baroness Ann Hope', 'Idris ap Rhys']
    """
    return [name for name in NAME.findall(text) if not BODY.search(name)]


def by_line(text: str) -> list[str]:
    """The authors, when a text is nothing but a byline.

    >>> by_line("By Ann Hope and Idris Rhys"), by_line("Ann Hope reports"), by_line("Ann Hope, leader of Northmere")
    (['Ann Hope', 'Idris Rhys'], ['Ann Hope'], ['Ann Hope'])
    >>> by_line("Ann Hope left in May"), by_line("By Christmas the staff had moved")
    ([], [])
    """
    match = BYLINE.fullmatch(text) or REPORTS.fullmatch(text) or WITH_ROLE.fullmatch(text)
    if not match or (match.re is WITH_ROLE and not ROLE.search(match["role"])):
        return []
    return people(match["names"])


def in_standfirst(text: str) -> Iterator[str]:
    """The authors whom a standfirst names: "…, argues Ann Hope", "Ann Hope on why …"."""
    for match in STANDFIRST.finditer(text):
        for group in ("after", "second", "before"):
            yield from people(match[group] or "")


def in_foot(text: str) -> list[str]:
    """The people whom a line at the foot of an article introduces; none when it is no such line.

    >>> in_foot("Ann Hope is leader of Northmere council. Idris Rhys is its director of finance")
    ['Ann Hope', 'Idris Rhys']
    >>> in_foot("Ann Hope was late")
    []
    """
    if not FOOT.match(text) or not ROLE.search(text):
        return []
    return [*people(text), *TITLED.findall(text)]


def surnames(names: Iterator[str] | list[str] | tuple[str, ...]) -> set[str]:
    """The last word of each name, by which a foot and a standfirst are compared."""
    return {name.split()[-1] for name in names}
