"""What stands on a page and is not the article: banners, menus, adverts, contents lists, captions. Marked, never cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.ingest.blocks import Block

PROSE_WORDS = 30  # a paragraph this long that ends like a sentence is somebody's prose, whatever it mentions
SHORT = 40  # furniture is short
MARKABLE = frozenset({"body", "list_item", "heading", "table_row"})  # kinds that a reader may have given furniture

CAPTION = re.compile(
    r"(?:Figure|Fig\.|Chart|Table|Graph|Map|Exhibit|Diagram|Box) ?\d{1,3}(?:\.\d{1,2})?(?:$|[.:–-]| [A-Z])"
    r"|(?:Photo(?:graph)?s?|Images?|Pictured?|Illustration|Photo credit|Image credit|Above|Below|Left|Right)(?: by| courtesy of)?:"
    r"|\[(?:image|photo|picture)\b",
    re.IGNORECASE,
)

# What websites put around an article. Each must match from the first word of a short block.
FURNITURE = re.compile(
    r"(?:by )?(?:using|continuing|browsing)\b[^.]{0,60}\bcookies?\b"
    r"|(?:we|this (?:web)?site|our (?:web)?site)(?: \w+){0,3} uses? cookies?\b|cookies? (?:seem|are|on|policy|settings|notice|consent)\b"
    r"|accept (?:all )?cookies?\b|manage (?:cookies?|preferences)\b"
    r"|(?:this|your) browser (?:is|does)\b|(?:please )?enable javascript\b|javascript (?:is|must be)\b"
    r"|skip to (?:main |the )?(?:content|navigation)\b|back to top\b|(?:main )?menu$|navigation$|search(?: this site)?$|home$|print(?: this)?(?: page)?$"
    r"|share (?:this|on|via|article|page)\b|share:?$|tweet(?: this)?$|follow us\b|like us on\b|e-?mail (?:this|to a friend)\b|linkedin banner\b|facebook$|twitter$"
    r"|\W{0,3}\d{1,4} comments?\W{0,2}$|(?:leave|post|add|write) a (?:comment|reply)\b|no comments(?: yet)?\b|comments? \(\d{1,4}\)|have your say$|join the (?:online )?(?:debate|conversation)\b"
    r"|log ?in\b|sign ?in\b|sign ?up\b|register (?:now|today|here|for free)\b|subscribe\b|newsletter\b|get (?:the|our) (?:latest|daily|free)\b|for your free\b"
    r"|(?:most|recently) (?:read|popular|viewed|commented|shared)\b|popular (?:stories|articles|posts)\b|trending\b|latest (?:news|jobs|stories)$"
    r"|related (?:articles?|stories|content|links|topics?|news|posts)\b|you may also like\b|more (?:on this|from|stories)\b|see also:?$|recommended for you\b"
    r"|read more\b|find out more$|click here\b|(?:previous|next) (?:article|post|story|page)\b|tags?:|categor(?:y|ies):|filed under\b|posted in\b|topics:"
    r"|(?:privacy|cookie) (?:policy|notice)\b|terms (?:and|&) conditions\b|all rights reserved\b|(?:copyright )?©|accessibility(?: statement)?$|sitemap$|contact us$"
    r"|\W{0,3}(?:upload|view|download)s?\s+\d{1,9}$",
    re.IGNORECASE,
)
PAGE_NUMBER = re.compile(r"(?:page )?\d{1,4}(?: of \d{1,4})?|[-–] ?\d{1,4} ?[-–]|page \d{1,4}:[^\n]{0,120}", re.IGNORECASE)

# What adverts say; two different ones within a run of short blocks make the run an advert.
ADVERT = re.compile(
    r"(?P<book>\b(?:book|reserve|secure) (?:now|online|today|your (?:place|ticket|seat))|\bbooking (?:information|form|details))"
    r"|(?P<register>\bregister\s(?:now|today|at|online|free|your)\b|\b(?:sign up|join) (?:now|today|for free|thousands|us)\b|\bbecome a member\b|\bmembership (?:starts|costs|from)\b)"
    r"|(?P<event>\bspeakers? includ|\bkeynote\b|\bsold out\b|\b(?:full|half|one)[- ]day (?:conference|event|seminar)|\bconference$|\bexhibition$|\bmaster ?class(?:es)?\b|\ban interactive day\b)"
    r"|(?P<sponsor>^(?:sponsored|supported|brought to you) by\b|^in association with\b|^headline sponsor)"
    r"|(?P<contact>\b(?:call|ring|telephone|tel:?|phone)(?: us)?(?: on| at| now)? ?\+?\(?0\d{2,4}\)?[ \d]{5,12}|^\+?0\d{2,4}[ \d]{6,10}$|\bto find out more\b|\bfor (?:more|further) (?:information|details)\b)"
    r"|(?P<web>(?:\b(?:at|visit|on|to):?\s)?\bwww\.[\w.-]+|\b[\w-]+\.(?:co|org|gov|com|ac|net)(?:\.uk)?(?:/[\w./-]*)?$)"
    r"|(?P<free>\bfree (?:weekly|daily|monthly|copy|trial)\b|\bexclusive (?:discounts?|offers?)\b|\bspecial offer\b|\bearly bird\b)"
    r"|(?P<job>\bapply (?:now|online|by)\b|\bclosing date\b|\brecr?ui?ter:|\brecuriter:|\bvacanc(?:y|ies)\b|\bwe(?:'|’)re looking for\b|\bwe are looking for\b|\bexciting opportunity\b)"
    r"|(?P<salary>£\d{2}[,.]?\d{3}(?:\s?(?:-|–|to)\s?£?\d{2}[,.]?\d{3}|[^.\n]{0,12}\b(?:per annum|p\.?a\b|pro rata))|\b(?:per annum|pro rata)\b)",
    re.IGNORECASE | re.MULTILINE,
)
JOBS_HEADING = re.compile(r"(?:[\w&]+ ){0,3}(?:jobs|vacancies)|job of the week", re.IGNORECASE)

CONTENTS = re.compile(r"\W{0,4}(?:(?:table of )?contents(?: page)?|in this (?:issue|edition|pamphlet|report)|inside(?: this issue)?)\W{0,4}", re.IGNORECASE)
LEADER = re.compile(r"(?:\.{4,}|(?:\. ){4,}|…{2,}|_{4,})\s{0,4}\d{1,4}\s*$", re.MULTILINE)
ENTRY = re.compile(r"\W{0,6}\d{1,3}(?:[-–]\d{1,3})?\b[^%£]*|[^\n]*\D\s\W{0,4}\d{1,3}\W{0,4}|pages? \d{1,3}.*|.*\|\s*\d{1,3}\s*\|.*", re.IGNORECASE | re.DOTALL)
LINK_WORDS = 14  # an entry of a contents list, its author or subtitle
GAP = 4  # entries in a row that may lack a page number


def mark_furniture(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks, with the kind `furniture`, `advert`, `contents` or `caption` where they are no part of the article."""
    kinds = [block.kind for block in blocks]
    lengths = [len(block.text.split(None, 2 * SHORT)) for block in blocks]
    for mark in (_mark_contents, _mark_adverts, _mark_single):
        mark(blocks, lengths, kinds)
    return tuple(block if block.kind == kind else replace(block, kind=kind) for block, kind in zip(blocks, kinds, strict=True))


def is_prose(block: Block, words: int) -> bool:
    """Whether a block is a paragraph of sentences."""
    return words >= PROSE_WORDS and block.kind in {"body", "list_item"} and block.text.rstrip("\"'”’)*] ").endswith((".", "?", "!", ":"))


def _mark_single(blocks: Sequence[Block], lengths: list[int], kinds: list[str]) -> None:
    """Blocks that say by themselves what they are."""
    for index, block in enumerate(blocks):
        if lengths[index] > SHORT or kinds[index] not in MARKABLE:
            continue
        text = block.text.lstrip(" \t•*-#>")
        if LEADER.search(text):
            kinds[index] = "contents"
        elif FURNITURE.match(text) or PAGE_NUMBER.fullmatch(text):
            kinds[index] = "furniture"
        elif CAPTION.match(text):
            kinds[index] = "caption"


def _mark_contents(blocks: Sequence[Block], lengths: list[int], kinds: list[str]) -> None:
    """A heading `Contents` and the entries under it, to the last that has a page number; all of the page in formats with pages."""
    for index, block in enumerate(blocks):
        if lengths[index] > 5 or not CONTENTS.fullmatch(block.text):
            continue
        last = _last_entry(blocks, lengths, index)
        for i in range(index, last + 1):
            if kinds[i] in MARKABLE:
                kinds[i] = "contents"


def _last_entry(blocks: Sequence[Block], lengths: list[int], start: int) -> int:
    """The index of the last block of a contents list; one below `start` when fewer than two entries follow."""
    last, entries = start, 0
    for i in range(start + 1, len(blocks)):
        block = blocks[i]
        table = block.text.count("|") > 5
        if block.page != blocks[start].page or (is_prose(block, lengths[i]) and not table):
            break
        numbered = (lengths[i] <= 2 * LINK_WORDS or table) and ENTRY.fullmatch(block.text.strip()) is not None
        if numbered:
            entries, last = entries + 1 + table, i
        elif i - last > GAP:
            break
    follows = last + 1 < len(blocks) and blocks[last + 1].text.lower().startswith("by ")
    return last + follows if entries >= 2 else start - 1


def _mark_adverts(blocks: Sequence[Block], lengths: list[int], kinds: list[str]) -> None:
    """Runs of short blocks between prose that say two things only adverts say."""
    start = 0
    for end in range(len(blocks) + 1):
        if end < len(blocks) and not _ends_run(blocks, lengths, kinds, end):
            continue
        _mark_run(blocks, range(start, end), kinds)
        start = end if end < len(blocks) and kinds[end] in MARKABLE and not is_prose(blocks[end], lengths[end]) else end + 1


def _ends_run(blocks: Sequence[Block], lengths: list[int], kinds: list[str], index: int) -> bool:
    block = blocks[index]
    if kinds[index] not in MARKABLE:
        return True
    job = lengths[index] < 2 * SHORT and {"job", "salary"} <= _cues(block.text)
    if is_prose(block, lengths[index]) and not job:
        return True
    return index > 0 and block.page != blocks[index - 1].page


def _mark_run(blocks: Sequence[Block], run: range, kinds: list[str]) -> None:
    """From the first block of the run that is no foot of an article to the last with a cue; the whole page where the run fills it."""
    cues = {i: found for i in run if (found := _cues(blocks[i].text))}
    said = {cue for found in cues.values() for cue in found}
    if len(said) < 2 or said <= {"web", "contact"}:
        return
    first, last = min(cues), max(cues)
    jobs = {"job", "salary"} <= said
    while first > run.start and first > min(cues) - LEAD_IN and _leads_in(blocks[first - 1]):
        first -= 1
    alone = blocks[run.start].page is not None and _fills_page(blocks, run)
    for i in run if alone else range(first, last + 1):
        if not jobs or alone or i in cues or _leads_in(blocks[i]):
            kinds[i] = "advert"


LEAD_IN = 8  # blocks of an advert (its name, a slogan, a date) before the first that gives it away
SENTENCE: Callable[[str], re.Match[str] | None] = re.compile(r"[^.]{25,}[a-z]\.[\"'”’]?\s*$").search
FOOT = re.compile(r"\b(?:is|was|are) (?:the |a |an |now |currently )?[\w-]+ ", re.IGNORECASE)


def _leads_in(block: Block) -> bool:
    text = block.text
    return len(text) < 120 and not SENTENCE(text) and not FOOT.search(text) and not text.lstrip().startswith(("•", "- "))


def _fills_page(blocks: Sequence[Block], run: range) -> bool:
    before = run.start == 0 or blocks[run.start - 1].page != blocks[run.start].page
    after = run.stop == len(blocks) or blocks[run.stop].page != blocks[run.stop - 1].page
    return before and after and sum(len(blocks[i].text) for i in run) < 1500


def _cues(text: str) -> set[str]:
    return {match.lastgroup for match in ADVERT.finditer(text[:600]) if match.lastgroup}
