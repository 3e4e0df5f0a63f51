"""The words by which one sentence takes up another, and by which councils come, go and are counted."""

from __future__ import annotations

import re

NUMBER = "two|three|four|five|six|seven|eight|nine|ten|eleven"
BODY = "councils|boroughs|districts|authorities|partners"
ANAPHOR = re.compile(
    r"\b(?:the|this|these|those|all|both|each of the|between the|our|their)\s{1,2}"
    r"(?:(?:other|same|new|neighbouring|district|borough)\s)?"
    rf"(?:{NUMBER}|{BODY}|pair|trio|neighbours|partnership|company|alliance|service|team|consortium|venture|scheme|deal"
    r"|joint|shared|arrangements?|owners|members|tie-up|agreement|project|programme|plan|plans|merger|contract)\b"
    r"|^\W{0,3}(?:it|they|both|together|between them|each|this|that)\b"
    r"(?!\s(?:is|was) (?:worth|important|clear|likely|vital))",
    re.IGNORECASE,
)
"""What stands for an arrangement, or for its councils, that was told of before."""
ELSEWHERE = re.compile(rf"\b(?:{BODY})\sof\s[A-Z]")
"""Councils that are told by where they are: `the district councils of Worcestershire`."""
WITH = re.compile(
    r"\b(?:jointly|joint|shared?|sharing|together|work\w*|partnership|merged?)\b(?:\s[\w-]+){0,6}\swith(?:\sthe)?\s*\Z"
)
"""How the councils begin with which the one that speaks shares."""
JOINS = re.compile(
    r"\b(?:join\w*|sign\w* up|signed|host\w*|came|comes?|coming|member|partner|also|hand\w*|move\w*|sell\w*|serv\w+"
    r"|agreed|follow\w*|back\w*|leav\w+|left|quit\w*|pull\w*|withdr\w+|notice|transfer\w*|share\w*|saving|saves?|with)\b",
    re.IGNORECASE,
)
"""What one council does in an arrangement told of before."""
ALREADY = re.compile(
    r"\b(?:already|ha(?:ve|s) (?:long )?(?:shared|had)|separate(?:ly)?|of their own|since)\b", re.IGNORECASE
)
WHO = re.compile(
    r"^\W{0,3}(?:(?:councils?|districts?|boroughs?|authorities|dcs?|bcs?)\W{1,2})?(?:who|which|whose|have|already)\b",
    re.IGNORECASE,
)
"""How a clause begins that tells of the councils just named."""
TALKS = re.compile(
    r"\b(?:talks?|merger|plans?|deal|discussions?|negotiations?|tie-up|bid|attempt|courtship)\s"
    r"(?:\w+\s){0,4}?(?:with|between|to)\b",
    re.IGNORECASE,
)
FOUNDED = re.compile(
    r"\b(?:set (?:it )?up|began|begun|start(?:s|ed)|found(?:ed|ers)|formed|launched|owned|own|run|have shared"
    r"|created)\b",
    re.IGNORECASE,
)
COUNTS = {word: n for n, word in enumerate(NUMBER.split("|"), start=2)}
HOW_MANY = re.compile(
    rf"\b(?:the|all|these|those|covering|between|across|of) ({NUMBER})\s(?:\w+\s){{0,2}}?(?:{BODY})\b", re.IGNORECASE
)
"""So many councils that a line speaks of, before it names them or after."""
CALLED = re.compile(r"\b(?:called|named|known as|branded|christened|trading as)\b", re.IGNORECASE)
COUNTED = re.compile(rf"\b(?:{NUMBER}|both|the other)\s(?:\w+\s)?(?:{BODY})\b", re.IGNORECASE)
JOINED = re.compile(r"\b(?:join(?:s|ed|ing)?|with|including|plus)\b", re.IGNORECASE)
TWO_OF = re.compile(r"\b(?:the other two|two of \w+)\b", re.IGNORECASE)
MEMBERS = re.compile(rf"\b(?:members|partners|others?|the (?:{NUMBER}) are|also|remain|they are)\b", re.IGNORECASE)
"""Words that name further members of what was told of, and no other arrangement."""
IT_WITH = re.compile(
    r"\b(?:it|they)\b(?:\s[\w-]+){1,6}\swith\b|\bwith\s(?:[\w-]+\s){1,5}(?:it|they)\s(?:has|had|have)\b"
    r"|\b(?:it|they)\b.{1,120}\b(?:was|were|is|are)\s(?:sharing|working|merging)\swith\b",
    re.IGNORECASE,
)
"""What the council told of just before has done with another."""
COUNCIL = re.compile(
    r"\b(?:the|a|our|its) (?:county |borough |city |district )?(?:council|authority)\b|\b(?:we|our)\b", re.IGNORECASE
)
"""The council that speaks, or of which alone the article tells."""
OWN_VERB = re.compile(
    r"\W{0,2}(?:(?:county|district|borough|city) )?(?:(?:councils?|authorit(?:y|ies)|dcs?|bcs?|cc) )?"
    r"(?:has|have) (?:a |an |set |joined |shared |merged |pooled |formed |created |combined )",
    re.IGNORECASE,
)
"""What councils of a list have or have done, by themselves."""
PREDICATE = re.compile(
    r"\W{0,2}(?:(?:councils?|districts?|boroughs?|authorities|dcs?|bcs?) )?"
    r"(?:have|has|are|were|share|shared|run|began)\b",
    re.IGNORECASE,
)
"""How a clause goes on whose subject a list of councils is."""
CENTRE = re.compile(r"\bshared[ -]services? cent(?:re|er)\b", re.IGNORECASE)
AND = re.compile(r"\s(?:and|&|with)\s")
FORCES = re.compile(
    r"\b(?:police|forces|constabular(?:y|ies)|fire|brigades?|firefighters|ambulance|NHS|hospitals?"
    r"|health (?:boards?|trusts?|authorit(?:y|ies))|department for \w+|research councils|ministry|coastguard"
    r"|prisons?)\b",
    re.IGNORECASE,
)
"""Bodies that are no councils, and share among themselves."""
