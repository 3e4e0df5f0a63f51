"""Set the texts of `texts/` into the files of `corpus/documents/`."""

from __future__ import annotations

import argparse
from pathlib import Path

import markup
import newsletter
import pamphlet
import report
import word

HERE = Path(__file__).resolve().parent
SETTERS = {
    "pamphlet": (pamphlet.build, "pdf"),
    "newsletter": (newsletter.build, "pdf"),
    "report": (report.build, "pdf"),
    "word": (word.build, "docx"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="texts to set, without suffix; all when none is named")
    parser.add_argument("--out", type=Path, default=HERE.parent / "documents")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for source in sorted((HERE / "texts").glob("*.txt")):
        if args.names and source.stem not in args.names:
            continue
        text = markup.read(source)
        build, suffix = SETTERS[text.head["kind"]]
        build(text, args.out / f"{source.stem}.{suffix}")


if __name__ == "__main__":
    main()
