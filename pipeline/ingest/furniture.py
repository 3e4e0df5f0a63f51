"""What stands on a page and is not the article: banners, menus, adverts, contents lists. Marked, never cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.ingest.blocks import Block

PROSE_WORDS = 30  # a paragraph this long that ends like a sentence is somebody's prose, whatever it mentions
SENTENCE_WORDS = 10  # a shorter paragraph may be a slogan
SHORT = 40  # furniture is short
LONGEST = 4000  # characters of a block that is looked at: beyond is no text that people wrote on a page
LEAD_IN = 8  # blocks of an advert (its name, a slogan, a date) before the first that gives it away
POSTER = 1500  # characters of a full-page advert; a page of prose has three times as many
ENTRY_WORDS = 28  # an entry of a contents list with its subtitle and author
GAP = 4  # entries in a row that may lack a page number
MARKABLE = frozenset(
    {"body", "list_item", "heading", "table_row"}
)  # kinds that a format's reader may have given to furniture


def _any_of(*patterns: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(patterns), flags)


CAPTION = _any_of(
    r"(?:Figure|Fig\.|Chart|Table|Graph|Map|Exhibit|Diagram|Box) ?\d{1,3}(?:\.\d{1,2})?(?:$|[.:–-]| (?-i:[A-Z]))",
    r"(?:Photo(?:graph)?s?|Images?|Pictured?|Illustration|(?:Photo|Image|Picture) credit)(?: by| courtesy of)?:",
    r"(?:Above|Below|Left|Right):",
    r"\[(?:image|photo|picture)\b",
)

# What websites put around an article. Each matches from the first word of a short block.
FURNITURE = _any_of(
    # consent and technical banners
    r"(?:by )?(?:using|continuing|browsing)\b[^.]{0,60}\bcookies?\b",
    r"(?:we|this (?:web)?site|our (?:web)?site)(?: \w+){0,3} uses? cookies?\b",
    r"cookies? (?:seem|are|on|policy|settings|notice|consent)\b|(?:accept|allow|reject)(?: all)? cookies?\b"
    r"|manage (?:cookies?|preferences)\b",
    r"(?:this|your) browser (?:is|does)\b|(?:please )?enable javascript\b|javascript (?:is|must be)\b",
    # navigation
    r"skip to (?:main |the )?(?:content|navigation)\b|back to top\b|(?:main )?menu$|navigation$"
    r"|search(?: this site)?$|home$|home (?:>|»|\|)",
    r"(?:previous|next) (?:article|post|story|page)\b|accessibility(?: statement)?$|sitemap$|contact us$"
    r"|print(?: this)?(?: page)?$",
    # sharing and comments
    r"share (?:this|on|via|article|page)\b|share:?$|tweet(?: this)?$|follow us\b|like us on\b|e-?mail (?:this"
    r"|to a friend)\b",
    r"linkedin banner\b|(?:facebook|twitter|linkedin|whatsapp)$",
    r"\W{0,3}\d{1,4} comments?\W{0,2}$|(?:leave|post|add|write) a (?:comment|reply)\b|no comments(?: yet)?\b"
    r"|comments? \(\d{1,4}\)",
    r"(?:have you |do you have |you )?got a story\b|do you have a story\b|(?:place|post) your ad(?:vert)?\b",
    r"have your say$|join the (?:online )?(?:debate|conversation)\b",
    # sign-up
    r"log ?in\b|sign ?in\b|sign ?up\b|register (?:now|today|here|for free)\b|subscribe\b|newsletter\b",
    r"get (?:the|our) (?:latest|daily|free)\b|for your free\b",
    # lists of other pages
    r"(?:most|recently) (?:read|popular|viewed|commented|shared)\b|popular (?:stories|articles|posts)\b"
    r"|trending\b|latest (?:news|stories)$",
    r"related (?:articles?|stories|content|links|topics?|news|posts)\b|you may also like\b|more (?:on this|from"
    r"|stories)\b|see also:?$",
    r"recommended for you\b|read more\b|find out more$|click here\b|tags?:|categor(?:y|ies):|filed under\b"
    r"|posted in\b|topics:",
    # small print
    r"(?:privacy|cookie) (?:policy|notice)\b|terms (?:and|&) conditions\b|all rights reserved\b",
    r"(?:copyright )?©|copyright (?:19|20)\d\d\b",
    r"\W{0,3}(?:upload|view|download)s?\s+\d{1,9}$",
)
PAGE_NUMBER = _any_of(
    r"(?:page )?\d{1,4}(?: of \d{1,4})?",
    r"[-–] ?\d{1,4} ?[-–]",
    r"page \d{1,4}:[^\n]{0,120}",
    # the stamps of a live blog
    r"(?:updated |posted )?(?:at )?\d{1,2}(?::\d\d ?(?:[ap]\.?m\.?|gmt|bst)?|[:.]\d\d ?[ap]\.?m\.?)",
)

# What adverts say, by kind of saying; two kinds within a run of short blocks make the run an advert, a label does so
# alone.
# Every saying begins a word, or with a pound or plus sign: elsewhere nothing needs to be tried.
ADVERT = _any_of(
    r"(?<!\w)(?:(?P<label>^advert(?:isement|orial)?(?: feature)?$|^(?:sponsored|promoted) (?:content|feature)$",
    r"^(?:(?:latest|current|featured|top|more|public sector|local government) )?(?:jobs|vacancies)"
    r"(?: of the (?:week|month|day))?$|^situations vacant$)",
    r"(?P<book>\b(?:book|reserve|secure) (?:now|online|today|your (?:place|ticket|seat))|\bbooking (?:information"
    r"|form|details))",
    r"(?P<register>\bregister\s(?:now|today|at|online|free|your)\b|\b(?:sign up|join) (?:now|today|for free"
    r"|thousands|us)\b",
    r"\bbecome a member\b|\bmembership (?:starts|costs|from)\b)",
    r"(?P<event>\bspeakers? includ|\bkeynote\b|\bsold out\b|\b(?:full|half|one)[- ]day (?:conference|event"
    r"|seminar)|\bconference$",
    r"\bexhibition$|\bmaster ?class(?:es)?\b|\ban interactive day\b)",
    r"(?P<sponsor>^(?:sponsored|supported|brought to you) by\b|^in association with\b|^headline sponsor)",
    r"(?P<contact>\b(?:call|ring|telephone|tel:?|phone)(?: us)?(?: on| at| now)? ?\+?\(?0\d{2,4}\)?[ \d]{5,12}"
    r"|^\+?0\d{2,4}[ \d]{6,10}$",
    r"\bto find out more\b|\bfor (?:more|further) (?:information|details)\b)",
    r"(?P<price>£\d{1,4}(?:\.\d\d)? ?(?:\+|plus|inc(?:luding|l\.?)?|ex(?:cluding|c\.?)?) ?vat\b"
    r"|\btickets?:? (?:from )?£)",
    r"(?P<free>\bfree (?:weekly|daily|monthly|copy|trial)\b|\bexclusive (?:discounts?|offers?)\b"
    r"|\bspecial offer\b|\bearly bird\b)",
    r"(?P<job>\bapply (?:now|online|by)\b|\bclosing date\b|\brec(?:ru|ur)iter:|\bvacanc(?:y|ies)\b|\bwe(?:['’]re"
    r"| are) looking for\b",
    r"\b(?:exciting|excellent) opportunity\b)",
    r"(?P<salary>£\d{2}[,.]?\d{3}\s?(?:-|–|to)\s?£?\d{2}[,.]?\d{3}|£\d{2}[,.]?\d{3}[^.\n]{0,12}\b(?:per annum"
    r"|p\.?a\b|pro rata)",
    r"\b(?:per annum|pro rata)\b))",
    flags=re.IGNORECASE | re.MULTILINE,
)
# One of these stands in all that ADVERT finds: texts without any need not be searched.
ADVERT_MARKS = (
    *("£", " 0", "(0", "+0", ":0", "\n0", "advert", "jobs", "situations", "sponsor", "promoted", "book", "reserve"),
    *("secure", "register", "sign up", "join ", "member"),
    *("speakers", "keynote", "sold out", "conference", "event", "seminar", "exhibition", "master", "interactive day"),
    *("supported by", "brought to you", "in association", "find out more", "information", "details", "free "),
    *("exclusive", "special offer", "early bird", "apply ", "closing date", "iter:", "vacanc", "looking for"),
    *("opportunity", "per annum", "pro rata"),
)
# Tried apart: every word may begin an address, so only texts that hold one of its endings are looked at.
WEB = _any_of(
    r"\bwww\.[\w.-]{1,80}|\b[\w-]{1,60}\.(?:co|org|gov|com|ac|net)(?:\.uk)?(?:/[\w./-]{0,80})?$",
    flags=re.IGNORECASE | re.MULTILINE,
)
WEB_MARKS = ("www.", ".co", ".org", ".gov", ".ac", ".net")
TOO_COMMON = frozenset({"web", "contact"})  # an article's foot says these two

CONTENTS = _any_of(
    r"\W{0,4}(?:(?:table of )?contents(?: page)?|in this (?:issue|edition|pamphlet|report)"
    r"|inside(?: this issue)?)\W{0,4}"
)
LEADER = re.compile(r"(?<![._…])(?<!\. )(?:\.{4,60}|(?:\. ){4,60}|…{2,60}|_{4,60})[._… ]*\d{1,4}\s*$", re.MULTILINE)
LEADERS = ("....", ". . .", "……", "____")
ENTRY = _any_of(
    r"\W{0,6}\d{1,3}(?:[-–]\d{1,3})?\b[^%£]*",  # a page number first
    r"[^\n]*\D\s\W{0,4}\d{1,3}\W{0,4}",  # or last
    r"pages? \d{1,3}.*",
    r".*\|\s*\d{1,3}\s*\|.*",  # or in a table
    flags=re.IGNORECASE | re.DOTALL,
)
FOOT = re.compile(r"\b(?:is|was|are) (?:the |a |an |now |currently )?[\w-]+ ", re.IGNORECASE)
SENTENCE_END = (".", "?", ".”", ".’", '."', ".'")


def mark_furniture(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks, of kind `furniture`, `advert`, `contents` or `caption` where they are no part of the article."""
    kinds = [block.kind for block in blocks]
    lengths = [len(block.text.split(None, 2 * SHORT)) for block in blocks]
    for mark in (_mark_contents, _mark_adverts, _mark_single):
        mark(blocks, lengths, kinds)
    return tuple(
        block if block.kind == kind else replace(block, kind=kind) for block, kind in zip(blocks, kinds, strict=True)
    )


def is_prose(block: Block, words: int) -> bool:
    """Whether a block is a paragraph of sentences."""
    return (
        words >= PROSE_WORDS
        and block.kind in {"body", "list_item"}
        and block.text.rstrip("\"'”’)*] ").endswith((".", "?", "!", ":"))
    )


def _mark_single(blocks: Sequence[Block], lengths: list[int], kinds: list[str]) -> None:
    """Blocks that say by themselves what they are."""
    for index, block in enumerate(blocks):
        if lengths[index] > SHORT or len(block.text) > LONGEST or kinds[index] not in MARKABLE:
            continue
        text = block.text.lstrip(" \t•*-#>")
        if any(mark in text for mark in LEADERS) and LEADER.search(text):
            kinds[index] = "contents"
        elif FURNITURE.match(text) or PAGE_NUMBER.fullmatch(block.text.strip()):
            kinds[index] = "furniture"
        elif CAPTION.match(text):
            kinds[index] = "caption"


def _mark_contents(blocks: Sequence[Block], lengths: list[int], kinds: list[str]) -> None:
    """A heading `Contents` and its entries, to the last with a page number; to the page's end where there are pages."""
    for index, block in enumerate(blocks):
        if kinds[index] == "contents" or lengths[index] > 5 or not CONTENTS.fullmatch(block.text):
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
        short = len(block.text) < LONGEST and (lengths[i] <= ENTRY_WORDS or table)
        if short and ENTRY.fullmatch(block.text.strip()):
            entries, last = entries + 1 + table, i
        elif i - last > GAP:
            break
    if entries < 2:
        return start - 1
    numbered = last
    while last + 1 < len(blocks) and _belongs(blocks[last + 1], lengths[last + 1], blocks[start].page):
        last += 1
    if last + 1 < len(blocks) and blocks[last + 1].page == blocks[start].page:
        while last > numbered and blocks[last].kind == "heading":  # of the text that follows on the same page
            last -= 1
    return last


def _belongs(block: Block, words: int, page: int | None) -> bool:
    """Whether a block under the last numbered entry is of the contents: an author, or anything short on its page."""
    return block.text.lower().startswith("by ") or (page is not None and block.page == page and words < PROSE_WORDS)


def _mark_adverts(blocks: Sequence[Block], lengths: list[int], kinds: list[str]) -> None:
    """Runs of short blocks between prose, on one page, that say two things only adverts say."""

    def key(index: int) -> tuple[int | None, bool]:
        return blocks[index].page, kinds[index] in MARKABLE and not _is_sentence(blocks[index], lengths[index])

    for (_, may_be), run in groupby(range(len(blocks)), key):
        if may_be:
            _mark_run(blocks, list(run), kinds)


def _is_sentence(block: Block, words: int) -> bool:
    """Whether a block is prose, were it only a sentence; one that says what adverts say may be part of one."""
    if is_prose(block, words):
        return not (words < 2 * SHORT and {"job", "salary"} <= _cues(block.text))
    return words >= SENTENCE_WORDS and block.text.endswith(SENTENCE_END) and not _cues(block.text)


def _mark_run(blocks: Sequence[Block], run: list[int], kinds: list[str]) -> None:
    """From the first block of the run that is no foot of an article to the last with a cue; all of a page it fills."""
    cues = {i: found for i in run if (found := _cues(blocks[i].text))}
    said = {cue for found in cues.values() for cue in found}
    if "label" not in said and (len(said) < 2 or said <= TOO_COMMON):
        return
    first = min(cues)
    for i in range(first - 1, max(run[0], first - LEAD_IN) - 1, -1):
        if not _leads_in(blocks[i]):
            break
        first = i
    for i in run if _fills_page(blocks, run) else range(first, max(cues) + 1):
        kinds[i] = "advert"


def _leads_in(block: Block) -> bool:
    """Whether a block above an advert's first cue can be its name or slogan: no sentence, list or article's foot."""
    text = block.text
    return (
        len(text) < 120
        and not FOOT.search(text)
        and not text.rstrip().endswith(SENTENCE_END)
        and block.kind != "list_item"
    )


def _fills_page(blocks: Sequence[Block], run: list[int]) -> bool:
    """Whether a run is all that a page holds, and no more than a poster says."""
    first, last = run[0], run[-1]
    page = blocks[first].page
    alone = (first == 0 or blocks[first - 1].page != page) and (
        last + 1 == len(blocks) or blocks[last + 1].page != page
    )
    return page is not None and alone and sum(len(blocks[i].text) for i in run) < POSTER


def _cues(text: str) -> set[str]:
    """The kinds of saying, by the names of ADVERT's groups, in the first 600 characters of a text."""
    text = text[:600]
    low = f"\n{text.lower()}"
    if any(map(low.__contains__, ADVERT_MARKS)):
        found = {match.lastgroup for match in ADVERT.finditer(text) if match.lastgroup}
    else:
        found = set()
    if any(mark in low for mark in WEB_MARKS) and WEB.search(text):
        found.add("web")
    return found
