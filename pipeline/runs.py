"""A run: files in, tables out. What was read before and has not changed is not read again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import filelock

from pipeline import __version__, version
from pipeline.engine import do
from pipeline.forms import FILES, USUAL, Form, ready, write_forms
from pipeline.inputs import Inputs, UsageError, collect, decisions_for
from pipeline.ledger import Decision, DecisionError, Ledger, merge, told
from pipeline.limits import Limits, may_differ
from pipeline.model import DocumentFacts, Failure
from pipeline.readers import PdfReader, made_by
from pipeline.report import FILE as REPORT
from pipeline.report import write as write_report
from pipeline.store import Store
from pipeline.tables.publish import OutputError, recover, replacing
from pipeline.tables.spec import TABLES
from pipeline.tables.write import TEXTS, write_run, write_tables
from pipeline.worker import Job

OWNED = frozenset({*(f"{t.name}.csv" for t in TABLES), "datapackage.json", "run.json", TEXTS, *FILES, REPORT})


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: rows per table, how many files were new, what could not be read, what was odd."""

    counts: Counter[str]
    new: int
    failures: tuple[Failure, ...]
    warnings: tuple[str, ...]


Progress = Callable[[int, int], None]  # done so far, of how many
Review = Callable[[Path], None]
LEARNING = "Learning from the labelled passages first: once, less than a minute."


def run(
    paths: list[Path],
    out: Path,
    store_folder: Path,
    processes: int,
    progress: Progress,
    tell: Callable[[str], None],
    decisions: Path | None = None,
    forms: Collection[Form] = USUAL,
    review: Review = lambda folder: None,
    limits: Limits | None = None,
    pdf_reader: PdfReader = PdfReader.PDFMINER,
) -> Summary:
    """Read the files below `paths` and put their tables into `out`; raises UsageError, OutputError, FormError, or
    OSError where a folder cannot be written, else always gives tables.

    `decisions` is a file of decisions about arrangements; None looks for `arrangements.csv` beside the documents.
    `forms` are those to write beside the CSVs. `review` is shown the folder of the new tables when they are whole,
    while the old ones are still in `out`. `limits` are for reading one document; None is the usual ones. `pdf_reader`
    is the library that reads PDFs. Whatever is raised before the new tables are in place leaves the old ones.
    """
    ready(forms)
    store = Store(store_folder, version.facts_version())
    with _alone(out), store.held():
        inputs = collect(paths, out, pdf_reader)
        if not inputs.jobs and not inputs.failures:
            raise UsageError(
                f"no files in {', '.join(map(str, paths))}; put PDF, HTML, DOCX, text or Markdown files there"
            )
        decided = decisions_for(paths, decisions)
        jobs, duplicates = _distinct(inputs.jobs)
        new = read_new(jobs, store, processes, progress, tell, limits)
        failures = [*inputs.failures, *duplicates]
        ledger = _ledger(jobs, store, [d for rows in decided.values() for d in rows])
        with replacing(out, OWNED) as folder:
            record = _Record()
            counts = write_tables(folder, record.watch(_results(jobs, store, failures)), ledger)
            write_run(folder, record.made(inputs, counts, decided, folder, pdf_reader))
            notes = write_forms(folder, forms)
            write_report(folder)
            store.prune()  # while an error or a Ctrl-C still leaves all as it was
            review(folder)
        return Summary(counts, new, tuple(record.failures), (*inputs.warnings, *notes))


def read_new(
    jobs: Sequence[Job],
    store: Store,
    processes: int,
    progress: Progress,
    tell: Callable[[str], None],
    limits: Limits | None = None,
) -> int:
    """Read those files into the store of which it holds nothing yet, or that took more than other limits; returns how
    many they were.
    """
    limits = limits or Limits()
    new = [job for job in jobs if _to_read(store.get(job.key), limits)]
    if new and not version.model_path("figures-kind").is_file():
        tell(LEARNING)
    finished = 0
    progress(0, len(new))

    def done(_: Job) -> None:
        nonlocal finished
        finished += 1
        progress(finished, len(new))

    do(new, store, processes, done, limits)
    return len(new)


def _to_read(kept: DocumentFacts | Failure | None, limits: Limits) -> bool:
    return kept is None or (isinstance(kept, Failure) and may_differ(kept, limits))


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


def _ledger(jobs: list[Job], store: Store, decisions: list[Decision]) -> Ledger:
    """What all documents say together; of each, no more is held than that needs."""
    documents = (told(facts) for job in jobs if isinstance(facts := store.get(job.key), DocumentFacts))
    try:
        return merge(documents, decisions)
    except DecisionError as error:
        raise UsageError(str(error)) from error


def _results(jobs: list[Job], store: Store, failures: list[Failure]) -> Iterator[DocumentFacts | Failure]:
    """Documents' facts in the order of their ids, then all failures in the order of their sources."""
    for job in jobs:
        result = store.get(job.key)
        if isinstance(result, DocumentFacts):
            yield result
        else:
            failures.append(
                result or Failure(job.source, job.sha256, "read", "lost", "its stored facts vanished", "Run again.")
            )
    yield from sorted(failures, key=lambda f: f.source)


class _Record:
    """What run.json says, gathered while the tables are written."""

    def __init__(self) -> None:
        self.failures: list[Failure] = []
        self.documents: dict[str, dict[str, object]] = {}

    def watch(self, results: Iterator[DocumentFacts | Failure]) -> Iterator[DocumentFacts | Failure]:
        for result in results:
            if isinstance(result, Failure):
                self.failures.append(result)
            else:
                d = result.document
                fields = ("title", "author", "publisher", "published", "url", "licence")
                origins = {name: getattr(d.metadata, name).origin for name in fields if getattr(d.metadata, name)}
                self.documents[d.doc_id] = {"source": d.source, "sha256": d.sha256, "metadata_from": origins}
            yield result

    def made(
        self,
        inputs: Inputs,
        counts: Counter[str],
        decided: Mapping[Path, object],
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
            "decisions": {p.name: _sha256(p) for p in decided},
            "documents": self.documents,
        }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
