"""The measures of each table."""

from __future__ import annotations

from pipeline.evaluate.measure import Annotation, Find, Measure, Rows, close, common, number, pair, sets

NEAR = 0.5  # share of words that a found quote or its sentence must have in common with the annotated one
SAME_SENTENCE = 0.6  # likewise between a lesson and the annotated one: sentences share more than quotes do
FACTOR_SENTENCE = 0.7  # likewise between the sentence of a factor and of the annotated one


def councils(find: Find, document: str, annotation: Annotation, rows: Rows) -> None:
    """Which authorities a document names."""
    names = {c["gss"]: c["name"] for c in annotation["councils"] if c.get("gss")} | {
        r["gss_code"]: r["council"] for r in rows
    }
    wanted = {c["gss"] for c in annotation["councils"] if c.get("gss")}
    sets(find("councils"), document, [names[c] for c in {r["gss_code"] for r in rows}], [names[c] for c in wanted])


def dates(find: Find, document: str, annotation: Annotation, rows: Rows) -> None:
    """The intervals it names."""
    found = [(r["date_start"], r["date_end"]) for r in rows]
    sets(find("dates"), document, found, [(d["start"], d["end"]) for d in annotation["dates"]])


def lessons(find: Find, document: str, annotation: Annotation, rows: Rows) -> None:
    """Its lessons, and with their themes."""
    wanted = annotation["lessons"]
    pairs = pair(rows, wanted, lambda r, w: max(0.0, common(r["sentence"], w["sentence"]) - SAME_SENTENCE))
    found, themed = find("lessons"), find("lessons: theme")
    for m in (found, themed):
        m.predicted += len(rows)
        m.gold += len(wanted)
    found.hits += len(pairs)
    found.misses += [f"{document}: {x['sentence']}" for j, x in enumerate(wanted) if j not in {j for _, j in pairs}]
    found.extras += [f"{document}: {r['sentence']}" for i, r in enumerate(rows) if i not in {i for i, _ in pairs}]
    for i, j in pairs:
        right = rows[i]["theme"] in (wanted[j]["theme"], wanted[j].get("second"))
        themed.hits += right
        if not right:
            themed.misses.append(f"{document}: {wanted[j]['theme']}, got {rows[i]['theme']}: {wanted[j]['sentence']}")


def figures(find: Find, document: str, annotation: Annotation, rows: Rows) -> None:
    """Its amounts: found, what they are, and savings by themselves."""
    wanted = annotation["figures"]
    pairs = pair(rows, wanted, figure_match)
    found, kinds, full = find("figures"), find("figures: kind"), find("figures: kind, period, status")
    for m in (found, kinds, full):
        m.predicted += len(rows)
        m.gold += len(wanted)
    savings = [find("savings"), find("savings: period, status")]
    for m in savings:
        m.predicted += sum(r["kind"] == "saving" and r["unit"] == "GBP" for r in rows)
        m.gold += sum(x["kind"] == "saving" and x["unit"] == "GBP" for x in wanted)
    found.hits += len(pairs)
    found.misses += [f"{document}: {x['quote']}" for j, x in enumerate(wanted) if j not in {j for _, j in pairs}]
    found.extras += [
        f"{document}: {r['text']} ({r['sentence'][:100]})" for i, r in enumerate(rows) if i not in {i for i, _ in pairs}
    ]
    for i, j in pairs:
        _figure_hit(rows[i], wanted[j], document, (kinds, full, *savings))


def _figure_hit(row: dict[str, str], gold: Annotation, document: str, measures: tuple[Measure, ...]) -> None:
    kinds, full, savings, savings_full = measures
    where = f"{document}: {gold['quote']}"
    if row["kind"] != gold["kind"]:
        kinds.misses.append(f"{where}: {gold['kind']}, got {row['kind']}")
        return
    rest = row["period"] == gold["period"] and row["status"] == gold["status"]
    kinds.hits += 1
    full.hits += rest
    if not rest:
        full.misses.append(f"{where}: {gold['period']}/{gold['status']}, got {row['period']}/{row['status']}")
    if gold["kind"] == "saving" and gold["unit"] == "GBP":
        savings.hits += 1
        savings_full.hits += rest


def figure_match(row: dict[str, str], gold: Annotation) -> float:
    """How well a row fits an annotated figure: 0 unless the amounts agree and the quotes or sentences are the same
    place.
    """
    low, high = number(row["low"]), number(row["high"])
    same = close(low, gold["low"]) and close(high, gold["high"])
    if row["unit"] != gold["unit"] or not (same or close(low or high, gold["low"] or gold["high"])):
        return 0.0
    near = max(common(row["text"], gold["quote"]), common(row["sentence"], gold.get("sentence") or gold["quote"]))
    return near + 0.1 * same + 0.05 * (row["kind"] == gold["kind"]) if near >= NEAR else 0.0


def factors(find: Find, document: str, annotation: Annotation, rows: Rows) -> None:
    """Its success factors and barriers: theme and polarity in the right sentence; then which it raises at all."""
    wanted = annotation["factors"]
    pairs = pair(rows, wanted, _factor_match)
    mention = find("factors")
    mention.hits += len(pairs)
    mention.predicted += len(rows)
    mention.gold += len(wanted)
    mention.misses += [
        f"{document}: {_factor(x, x['quote'])}" for j, x in enumerate(wanted) if j not in {j for _, j in pairs}
    ]
    mention.extras += [
        f"{document}: {_factor(r, r['text'])}" for i, r in enumerate(rows) if i not in {i for i, _ in pairs}
    ]
    raised = [sorted({(x["theme"], x["polarity"]) for x in facts}) for facts in (rows, wanted)]
    sets(find("factors: themes of documents"), document, *raised)


def _factor_match(row: dict[str, str], gold: Annotation) -> float:
    same = (row["theme"], row["polarity"]) == (gold["theme"], gold["polarity"])
    near = same and common(row["sentence"], gold["sentence"]) >= FACTOR_SENTENCE
    return 1 + common(row["text"], gold["quote"]) if near else 0.0


def _factor(fact: Annotation, quote: str) -> str:
    return f"{quote} ({fact['theme']}, {fact['polarity']}): {fact['sentence'][:100]}"
