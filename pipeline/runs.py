"""A run: files in, tables out. What was read before and has not changed is not read again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import filelock

from pipeline import __version__, version
from pipeline.engine import Progress, Tell
from pipeline.forms import FILES, USUAL, Form, ready, write_forms
from pipeline.inputs import Asked, Decided, Found, Inputs, UsageError, collect, decisions_for
from pipeline.ledger import Decision, DecisionError, Ledger
from pipeline.limits import Limits
from pipeline.model import Failure
from pipeline.readers import PdfReader, made_by
from pipeline.report import FILE as REPORT
from pipeline.report import write as write_report
from pipeline.standing import Standing, hashes, made_of, note, standing
from pipeline.tables.publish import OutputError, recover, replacing
from pipeline.tables.spec import TABLES
from pipeline.tables.write import TEXTS, Rendered, write_run, write_tables
from pipeline.worker import Job

OWNED = frozenset({*(f"{t.name}.csv" for t in TABLES), "datapackage.json", "run.json", TEXTS, *FILES, REPORT})


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: rows per table, how many files were new, what could not be read, what was odd."""

    counts: Counter[str]
    new: int
    failures: tuple[Failure, ...]
    warnings: tuple[str, ...]


Review = Callable[[Path], None]
USUAL_LIMITS = Limits()


class Engine(Protocol):
    """Where documents are read and what they say is kept: `Local`, or `Cluster`. The verbs are called in this order."""

    def held(self) -> AbstractContextManager[None]:
        """Keep what is stored from being pruned by others meanwhile."""

    def look(self, found: Sequence[Found]) -> Iterable[Job | Failure]:
        """Files with their hashes, or why they cannot be opened, in their order."""

    def read(self, jobs: Sequence[Job], limits: Limits, progress: Progress, tell: Tell) -> int:
        """Read what has not been read; returns how many files that were."""

    def ledger(self, jobs: Sequence[Job], decisions: Sequence[Decision]) -> Ledger:
        """What all documents say together. Raises DecisionError."""

    def rendered(self, jobs: Sequence[Job], ledger: Ledger) -> Iterable[Rendered | Failure]:
        """What each document puts into the tables, in the order of the jobs."""

    def prune(self) -> None:
        """Remove what nobody needs any more."""


def run(
    paths: Asked,
    out: Path,
    engine: Engine,
    progress: Progress,
    tell: Tell,
    decisions: Path | None = None,
    forms: Collection[Form] = USUAL,
    review: Review | None = None,
    limits: Limits = USUAL_LIMITS,
    pdf_reader: PdfReader = PdfReader.PDFMINER,
) -> Summary:
    """Read the files below `paths` and put their tables into `out`; raises UsageError, OutputError, FormError, or
    OSError where a folder cannot be written, else always gives tables.

    `decisions` is a file of decisions about arrangements; None looks for `arrangements.csv` beside the documents.
    `forms` are those to write beside the CSVs. `review` is shown the folder of the new tables when they are whole,
    while the old ones are still in `out`; without it, tables that stand there and would come out the same are left.
    `limits` are for reading one document. `pdf_reader` is the library that reads PDFs. Whatever is raised before the
    new tables are in place leaves the old ones. Every engine gives the same tables.
    """
    ready(forms)
    with _alone(out), engine.held():
        inputs = collect(paths, out, pdf_reader, engine.look)
        if not inputs.jobs and not inputs.failures:
            raise UsageError(
                f"no files in {', '.join(map(str, paths))}; put PDF, HTML, DOCX, text or Markdown files there"
            )
        decided = decisions_for(paths, decisions)
        jobs, duplicates = _distinct(inputs.jobs)
        left_out = [*inputs.failures, *duplicates]
        of = made_of(inputs, jobs, left_out, decided, forms, limits, pdf_reader)
        if review is None and (stands := standing(out, of, OWNED, limits)):
            return Summary(Counter(stands.counts), 0, stands.failures, (*inputs.warnings, *stands.notes))
        new = engine.read(jobs, limits, progress, tell)
        ledger = _ledger(engine, jobs, decided)
        with replacing(out, OWNED) as folder:
            record = _Record()
            results = _failures_last(engine.rendered(jobs, ledger), left_out)
            counts = write_tables(folder, record.watch(results), ledger)
            write_run(folder, record.made(inputs, counts, decided, folder, pdf_reader))
            notes = write_forms(folder, forms)
            write_report(folder)
            engine.prune()  # while an error or a Ctrl-C still leaves all as it was
            if review:
                review(folder)
            made = hashes(folder, OWNED)
        note(out, Standing(of, made, counts, tuple(record.failures), notes))
        return Summary(counts, new, tuple(record.failures), (*inputs.warnings, *notes))


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Hold the output folder for this run, as a killed one should have left it; a dead process does not hold it."""
    real = out.resolve()
    lock = filelock.FileLock(real.with_name(f".{real.name}.lock"), timeout=0)
    try:
        real.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except filelock.Timeout:
        raise UsageError(f"another run is writing {out}; wait for it, or choose another folder with --out") from None
    except OSError as error:
        raise OutputError(f"cannot write beside {out}: {error.strerror}; choose another folder with --out") from error
    try:
        recover(out, OWNED)
        yield
    finally:
        lock.release()


def _distinct(jobs: tuple[Job, ...]) -> tuple[list[Job], list[Failure]]:
    """Jobs in the order of their documents' ids, and a failure for each file that is another's copy under the same
    name.
    """
    from pipeline.ingest import document_id

    first: dict[str, Job] = {}
    copies = []
    for job in sorted(jobs, key=lambda j: j.source):
        original = first.setdefault(document_id(job.source, job.sha256), job)
        if original is not job:
            message = f"the same content and name as {original.source}"
            copies.append(
                Failure(job.source, job.sha256, "find", "duplicate", message, "Nothing is lost; remove one of the two.")
            )
    return [first[doc_id] for doc_id in sorted(first)], copies


def _ledger(engine: Engine, jobs: Sequence[Job], decided: Sequence[Decided]) -> Ledger:
    try:
        return engine.ledger(jobs, [row for file in decided for row in file.rows])
    except DecisionError as error:
        raise UsageError(str(error)) from error


def _failures_last(results: Iterable[Rendered | Failure], failures: Sequence[Failure]) -> Iterator[Rendered | Failure]:
    """Documents as they come, then all failures in the order of their sources."""
    met = list(failures)
    for result in results:
        if isinstance(result, Failure):
            met.append(result)
        else:
            yield result
    yield from sorted(met, key=lambda f: f.source)


class _Record:
    """What run.json says, gathered while the tables are written."""

    def __init__(self) -> None:
        self.failures: list[Failure] = []
        self.documents: dict[str, Mapping[str, object]] = {}

    def watch(self, results: Iterator[Rendered | Failure]) -> Iterator[Rendered | Failure]:
        for result in results:
            if isinstance(result, Failure):
                self.failures.append(result)
            else:
                self.documents[result.doc_id] = result.record
            yield result

    def made(
        self,
        inputs: Inputs,
        counts: Counter[str],
        decided: Sequence[Decided],
        folder: Path,
        pdf_reader: PdfReader,
    ) -> dict[str, object]:
        return {
            "sharedfacts": __version__,
            "code_sha256": version.code_hash(),
            "patterns_sha256": version.patterns_hash(),
            "labels_sha256": version.labels_hash(),
            "libraries": version.libraries(),
            "pdf_reader": made_by(pdf_reader),
            "rows": dict(counts),
            "table_hashes": {t.name: _sha256(folder / f"{t.name}.csv") for t in TABLES},
            "catalogue_warnings": list(inputs.warnings),
            "decisions": {file.name: file.sha256 for file in decided},
            "documents": self.documents,
        }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
