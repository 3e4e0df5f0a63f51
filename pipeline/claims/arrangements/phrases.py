"""What a text calls an arrangement: `joint legal practice`, `one chief executive`, `Mid Kent Audit Partnership`."""

from __future__ import annotations

import re

SHARED = (
    r"(?:employee-led|(?:jointly|wholly)[ -]owned|shared|joint|single(?![ -](?:borough|council|authority))|one"
    r"|combined|common|merged|integrated|unified"
    r"|pooled|federated|unitary|regional"
    r"|(?:two|three|four|five|tri|bi|cross)-(?:borough|council|county|way|authority|district|border))"
)
HEADS = (
    r"(?:services?|teams?|units?|offices?|centres?|center|hubs?|committees?|departments?|director(?:s|ates?)?"
    r"|contracts?|compan(?:y|ies)|agenc(?:y|ies)|systems?|helpdesks?|help desk|depots?|workforces?|staff|management"
    r"|chief execs?|chief executives?|chiefs?|boss(?:es)?|heads?|officers?|bod(?:y|ies)|boards?|payrolls?|corps"
    r"|structures?|partnerships?|ventures?|programmes?|arrangements?|practices?|lab(?:orator(?:y|ies))?|fleets?"
    r"|desks?|consorti(?:um|a)|organisations?"
    r"|mutuals?(?! (?:trust|respect|benefit|support|understanding|aid|interest|agreement|consent))"
    r"|functions?|managers?|posts?|lawyers?|crews?|library|libraries"
    r"|procurement|operations?|control rooms?|ICT|IT|HR|audit|engineer|call centre)"
)
PHRASE = re.compile(
    rf"(?<![\w-]){SHARED}[\s-]{{1,3}}(?:[\w&/’',-]{{1,20}}\s{{1,3}}){{0,6}}?{HEADS}(?![\w])", re.IGNORECASE
)
"""An arrangement by what is shared."""
NAMED = re.compile(
    r"(?<![\w-])(?!(?:The|A|An|In|So|Our|Its|This|That)\s)(?:[A-Z][\w&’'-]{0,20}\s(?:(?:and|of|for|&)\s)?){1,5}"
    r"(?:Partnership|Alliance|Consortium|Shared Services?|Joint Committee|Joint Service|Ltd|Limited|LLP|CIC|Federation"
    r"|Collaborative|Joint Venture|Shared Services? Centre|Regulatory Services|Legal Services|Audit Service)(?![\w])"
)
"""An arrangement by a name of its own."""
