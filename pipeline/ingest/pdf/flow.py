"""Paragraphs rejoined over columns and pages, and words over line ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from pipeline.ingest.blocks import Block
from pipeline.ingest.pdf.pages import Page
from pipeline.ingest.pdf.paragraphs import END, LABEL, Paragraph
from pipeline.ingest.pdf.stretches import Line

WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
LONGEST_WORD = 60
LAST_WORD = re.compile(r"[^\W_]{1,60}(?:[-‐][^\W_]{1,60}){0,9}[-‐]$")
RUNS_ON = frozenset({"body", "list_item"})
_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty)"
HYPHENATED = re.compile(  # compounds that British usage writes with a hyphen and no hyphenator makes
    r"co-o\w+|(?:re|pre)-e\w+|(?:non|self|well|vice|half|cross)-\w{2,}|(?:long|short|medium|near|mid)-term"
    r"|(?:part|full|real|first)-time|\w{3,}-(?:off|wide|based)"
    rf"|{_NUMBER}-(?:year|month|week|day|hour|tier|third|quarter|fifth|point|page|member|storey|way|stage|party)s?"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty-(?:one|two|three|four|five|six|seven|eight|nine)"
)
TIGHT = re.compile(r"(?<=\S)[–—/]$")  # a dash or slash set without spaces, at a line end


def vocabulary(pages: Iterable[Page]) -> Counter[str]:
    """How often each word stands whole, within a line."""
    words: Counter[str] = Counter()
    for page in pages:
        for line in page.lines:
            inner = line.text.split()[1:-1] if line.text.count(" ") > 1 else []
            words.update(WORD.findall(" ".join(inner).lower()))
    return words


def mend(left: str, right: str, words: Counter[str]) -> str:
    """Two lines as one text.

    A hyphen at the line end goes unless the document writes the word with it elsewhere, the word has one already or is
    one of the usual compounds, or a capital or a figure follows.

    >>> mend("the two coun-", "cils agree", Counter())
    'the two councils agree'
    >>> mend("a long-", "term plan", Counter({"long-term": 1}))
    'a long-term plan'
    >>> mend("in 2011-", "12 it", Counter())
    'in 2011-12 it'
    """
    if left.endswith("\xad"):
        return left[:-1] + right
    if TIGHT.search(left):
        return left + right
    broken = LAST_WORD.search(left[-LONGEST_WORD:]) if left.endswith(("-", "‐")) else None
    following = WORD.match(right)
    if not broken:
        return f"{left} {right}"
    if not following or not right[0].islower():
        return left + right
    joined = (broken[0][:-1] + following[0]).lower()
    hyphenated = (broken[0] + following[0]).lower()
    if words[joined] or words[hyphenated]:
        keeps = words[hyphenated] > words[joined]
    else:
        keeps = bool(re.search(r"[-‐\d]", broken[0][:-1]) or HYPHENATED.fullmatch(hyphenated.replace("‐", "-")))
    return left + right if keeps else left[:-1] + right


def rejoin(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """Paragraphs in order, each that runs over a column or page with its continuation.

    What stands between (captions, notes, pull quotes) goes before it when on its first page, after it when on the next.
    """
    out: list[Paragraph] = []
    open_at: int | None = None
    for paragraph in paragraphs:
        if paragraph.kind not in RUNS_ON:
            out.append(paragraph)
            continue
        if open_at is not None and _continues(out[open_at], paragraph, out[open_at + 1 :]):
            last_page = out[open_at].pieces[-1][0]
            before = [p for p in out[open_at + 1 :] if p.pieces[0][0] <= last_page]
            after = [p for p in out[open_at + 1 :] if p.pieces[0][0] > last_page]
            out[open_at:] = [*before, _joined(out[open_at], paragraph), *after]
            open_at += len(before)
        else:
            open_at = len(out)
            out.append(paragraph)
    return out


def _continues(tail: Paragraph, head: Paragraph, between: list[Paragraph]) -> bool:
    if head.kind != "body" or head.pieces[0][0] - tail.pieces[-1][0] > 1 or END.search(tail.last):
        return False
    if head.first[0].islower() and not LABEL.match(head.first):
        return True
    if not head.opens or not tail.full or any(p.kind == "heading" for p in between):
        return False
    return tail.last.endswith(("-", "–", ",")) or len(tail.last) > 20


def _joined(tail: Paragraph, head: Paragraph) -> Paragraph:
    return Paragraph((*tail.pieces, *head.pieces), tail.kind, tail.level, tail.opens, head.full)


def to_block(paragraph: Paragraph, words: Counter[str]) -> Block:
    """A paragraph's text with the words at its line ends mended, and where in it pages begin."""
    text = ""
    breaks: list[int] = []
    page = paragraph.pieces[0][0]
    for number, lines in paragraph.pieces:
        before = len(text)
        text = _append(text, lines, words)
        if number != page:
            breaks.append(_page_break(text, before))
            page = number
    return Block(text, paragraph.kind, paragraph.pieces[0][0], tuple(breaks), paragraph.level)


def _append(text: str, lines: Iterable[Line], words: Counter[str]) -> str:
    """Linear in the text: only its last word and the next line are looked at when they meet."""
    parts = [text] if text else []
    for line in lines:
        if not parts:
            parts.append(line.text)
            continue
        met = mend(parts.pop(), line.text, words)
        cut = len(met) - len(line.text)
        parts += [met[:cut], met[cut:]]
    return "".join(parts)


def _page_break(text: str, before: int) -> int:
    """The next page begins at the first whole word after the old end; a mended word belongs to the page it began on."""
    space = text.find(" ", max(0, before - 1))
    return space + 1 if space >= 0 else before
