"""Coverage-guided fuzzing: `make fuzz`. Not part of the suite.

Two targets: `readers` takes a file's bytes, `text` takes a text to its tables. Seeds are the sample documents; what
libFuzzer found interesting stays in `build/fuzz/`, so that the next run goes on from there. A finding belongs into
`tests/regressions/`, as small as it can be made, once it is mended.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import mkdtemp

import atheris

with atheris.instrument_imports(include=["pipeline"], enable_loader_override=False):
    from promises import broken
    from reading import of_bytes, of_text

    from pipeline.ingest.detect import detect
    from pipeline.model import Failure

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "corpus" / "documents"
FOLDER = Path(mkdtemp(prefix="fuzz-"))
SUFFIXES = ("txt", "md", "html", "docx", "pdf")
LONGEST = {"readers": 60_000, "text": 3_000}


def readers(data: bytes) -> None:
    """Read bytes under a name that the first of them chooses."""
    if len(data) < 2:
        return
    result = of_bytes(data[1:], FOLDER / f"a.{SUFFIXES[data[0] % len(SUFFIXES)]}")
    assert isinstance(result, Failure) or not (faults := broken(result)), faults


def text(data: bytes) -> None:
    """Make the tables of a text; lone surrogates never get past the readers."""
    faults = broken(of_text(data.decode("utf-8", "ignore")))
    assert not faults, faults


def seeds(target: str, folder: Path) -> None:
    """Samples as the target takes them: files with their choice of name before them, and paragraphs of texts."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(SAMPLES.iterdir()):
        data = path.read_bytes()
        kind = path.suffix[1:].replace("htm", "html").replace("htmll", "html")
        if target == "readers" and kind in SUFFIXES and len(data) < LONGEST[target]:
            (folder / path.name).write_bytes(bytes([SUFFIXES.index(kind)]) + data)
        if target == "text" and detect(data, path.name).startswith("text/") and kind in ("txt", "md"):
            for number, part in enumerate(data.decode("utf-8", "ignore").split("\n\n")):
                (folder / f"{path.stem}-{number}").write_text(part[: LONGEST[target]], encoding="utf-8")


def main() -> None:
    """`fuzz.py TARGET SECONDS`; exit status 77 and a file in build/fuzz/ when something was found."""
    target, seconds = sys.argv[1], sys.argv[2]
    corpus = ROOT / "build" / "fuzz" / target
    seeds(target, corpus)
    of_text("Adur saved £2m.")  # loads rules and models, which is no hang
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST[target]}",
        "-timeout=20",
        "-rss_limit_mb=4000",
        f"-artifact_prefix={corpus.parent}/{target}-",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], {"readers": readers, "text": text}[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
