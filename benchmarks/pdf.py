"""PDFs into blocks: pdfminer.six's own layout analysis beside our default reader and the fast one, which go through
the same code above the glyphs; how far the texts of the two agree, and what that does to the facts.
"""

from __future__ import annotations

import shutil
import tempfile
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path

from pdfminer.high_level import extract_pages

from benchmarks.rounds import DOCUMENTS, ROOT, asked, medians, table
from pipeline.evaluate import evaluate
from pipeline.ingest import read
from pipeline.ingest.pdf import miner, pdfium
from pipeline.local import Local
from pipeline.readers import PdfReader
from pipeline.runs import run

ROUNDS = 9
GOLD = ROOT / "corpus" / "gold"
PDFS = sorted(DOCUMENTS.glob("*.pdf"))


def measure(paths: list[Path]) -> dict[str, float]:
    """Median seconds of each reader over all of those files, from bytes to text with its sections and furniture."""
    data = [path.read_bytes() for path in paths]
    return medians(
        {
            "pdfminer.six `extract_pages`": lambda: [list(extract_pages(BytesIO(d))) for d in data],
            "pdfminer": lambda: [read(path) for path in paths],
            "pdfium": lambda: [read(path, pdf_reader=PdfReader.PDFIUM) for path in paths],
            "pdfminer, the glyphs alone": lambda: [list(miner.sheets(d)[1]) for d in data],
            "pdfium, the glyphs alone": lambda: [list(pdfium.sheets(d)[1]) for d in data],
        },
        ROUNDS,
    )


def agreement(path: Path) -> float:
    """The share of words, in their order, on which the two readers agree, 0 to 1 (difflib's ratio)."""
    one, other = (read(path, pdf_reader=reader).text.split() for reader in PdfReader)
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def scores(reader: PdfReader, folder: Path) -> dict[str, float]:
    """F1 of each measure over the annotated PDFs of the sample."""
    annotated = [path for path in PDFS if (GOLD / f"{path.stem}.json").is_file()]
    gold = folder / "gold"
    gold.mkdir(exist_ok=True)
    for path in annotated:
        shutil.copy(GOLD / f"{path.stem}.json", gold)
    out = folder / f"out-{reader}"
    run(annotated, out, Local(folder / "store", 1), lambda *_: None, lambda _: None, forms=(), pdf_reader=reader)
    return {measure.name: measure.f1 for measure in evaluate(gold, out)}


def main() -> list[str]:
    """The section of the results."""
    seconds = measure(PDFS)
    slow, fast = seconds["pdfminer"], seconds["pdfium"]
    glyphs = seconds["pdfminer, the glyphs alone"] / seconds["pdfium, the glyphs alone"]
    alone = seconds["pdfminer.six `extract_pages`"]
    with tempfile.TemporaryDirectory() as folder:
        one, other = (scores(reader, Path(folder)) for reader in PdfReader)
    worst = max(one, key=lambda name: abs(one[name] - other[name]))
    return [
        "## PDF",
        "",
        f"The {len(PDFS)} PDFs of the sample corpus, from the file to text, sections and furniture.",
        *table(
            ("reader", "ms", "times `extract_pages`"),
            [(name, f"{1e3 * spent:.0f}", f"{spent / alone:.2f}") for name, spent in seconds.items()],
        ),
        f"- Default reader to `extract_pages`: {asked(slow / alone, 1.2, least=False)}",
        f"- Fast reader, times as quick as the default: {asked(slow / fast, 8, least=True)}",
        f"- The glyphs alone, times as quick: {glyphs:.2f}",
        f"- Largest difference of any F1 between the readers ({worst}): {abs(one[worst] - other[worst]):.3f}",
        *table(("file", "words on which the readers agree"), [(p.name, f"{agreement(p):.4f}") for p in PDFS]),
    ]
