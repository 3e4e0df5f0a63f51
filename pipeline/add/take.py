"""`add`: articles into the corpus, unless they are there already, and a run over it."""

from __future__ import annotations

import hashlib
import os
import shutil
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import combinations
from pathlib import Path
from typing import BinaryIO, TypeVar

from pipeline.add.alike import Likeness, Newcomers, Runs, likeness, runs
from pipeline.add.catalogue import extended
from pipeline.add.gains import Gains, gains
from pipeline.add.names import RESERVED, fault, safe
from pipeline.add.place import desk, placed
from pipeline.engine import Progress
from pipeline.ingest.metadata import read_catalogue
from pipeline.inputs import Inputs, UsageError, collect, reader_of
from pipeline.limits import Limits
from pipeline.local import Local
from pipeline.model import DocumentFacts, Failure, Metadata
from pipeline.readers import PdfReader
from pipeline.runs import run
from pipeline.store import Store
from pipeline.worker import Job

ROW = "What is known of a document is put right in its row of sources.csv; then: sharedfacts run."
NAME = "Give --name, and one file at a time; to replace a document, copy the new one over it: sharedfacts run."
BOTH = "With --keep-both it is added beside that one."
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be added, and to what. `known` is said of every file; `name` is one that a person chose, else None.
    With `keep_both` an article that is there in another form is added beside it.
    """

    files: tuple[Path, ...]
    to: Path
    out: Path
    store: Path
    known: Metadata
    name: str | None = None
    keep_both: bool = False
    decisions: Path | None = None
    processes: int = 1
    limits: Limits = field(default_factory=Limits)
    pdf_reader: PdfReader = PdfReader.PDFMINER


@dataclass(frozen=True, slots=True)
class Added:
    """A file that is now in the corpus; `alike` names documents that hold nearly all of it or stand in it."""

    file: Path
    facts: DocumentFacts
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not, why, and what to do."""

    file: Path
    reason: str
    hint: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it; `gains` is None when nothing was added or the old tables cannot be compared."""

    added: tuple[Added, ...]
    refused: tuple[Refused, ...]
    gains: Gains | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file copied beside the corpus under the name it would have there."""

    file: Path
    job: Job


def add(request: Request, progress: Progress, tell: Callable[[str], None]) -> Outcome:
    """Put files into the corpus with their rows in `sources.csv`, and make the tables anew.

    Each file is added whole or refused; whatever goes wrong later takes all of them back. Raises UsageError,
    OutputError and RulesError as a run does.
    """
    _check(request)
    try:
        with desk(request.to) as staging:
            return _add(request, staging, progress, tell)
    except OSError as error:
        raise UsageError(f"{error.filename or request.to}: {error.strerror}; nothing was added") from error


def _check(request: Request) -> None:
    """Raise UsageError for what no file can mend."""
    for file in request.files:
        if not file.exists():
            raise UsageError(f"{file} is not there; give files that exist")
        if not file.is_file():
            raise UsageError(f"{file} is no regular file; give the files themselves")
    to, out = request.to.resolve(), request.out.resolve()
    if to.exists() and not to.is_dir():
        raise UsageError(f"{request.to} is no folder; give the folder of the documents with --to")
    if to == out or out in to.parents:
        raise UsageError(f"the documents cannot be in {request.out}, which a run writes; give another --to or --out")
    if request.name is not None and (wrong := fault(request.name)):
        raise UsageError(wrong)


def _add(request: Request, staging: Path, progress: Progress, tell: Callable[[str], None]) -> Outcome:
    present = collect([request.to], request.out, request.pdf_reader)
    candidates, refused = _apart(_staged(request, staging, present))
    engine = Local(request.store, request.processes)
    with engine.held():
        engine.read([*present.jobs, *(c.job for c in candidates)], request.limits, progress, tell)
        found, more = _apart(_judged(request, candidates, present, engine.store))
        if not found:
            return Outcome((), (*refused, *more))
        new = {c.job.source: c for c in candidates if c.job.source in {a.facts.document.source for a in found}}
        doc_ids = frozenset(a.facts.document.doc_id for a in found)
        gained = _put(request, staging, new, doc_ids, progress, tell)
    return Outcome(tuple(found), (*refused, *more), gained)


def _put(
    request: Request,
    staging: Path,
    new: Mapping[str, Candidate],
    doc_ids: frozenset[str],
    progress: Progress,
    tell: Callable[[str], None],
) -> Gains | None:
    """Put new documents into the corpus and make the tables anew; returns what these gained."""
    rows = read_catalogue(request.to)
    missing = {name: c.job.metadata for name, c in new.items() if name not in rows}
    content = extended(request.to, missing, staging) if missing else None
    made: list[os.stat_result] = []
    told: list[Gains | None] = []

    def review(folder: Path) -> None:
        made.append(folder.stat())
        told.append(gains(request.out, folder, doc_ids))

    def settled() -> bool:
        """Whether the tables in place are those with the new documents: told from the folder, not from how far the
        run came, for a Ctrl-C may fall between the swap and the next line.
        """
        return bool(made) and request.out.exists() and os.path.samestat(made[0], request.out.stat())

    with placed(request.to, staging, {name: c.job.path for name, c in new.items()}, content, settled):
        run(
            [request.to],
            request.out,
            Local(request.store, request.processes),
            progress,
            tell,
            request.decisions,
            limits=request.limits,
            pdf_reader=request.pdf_reader,
            review=review,
        )
    return told[0]


def _apart(results: Iterator[T | Refused]) -> tuple[list[T], list[Refused]]:
    kept: list[T] = []
    refused: list[Refused] = []
    for result in results:
        if isinstance(result, Refused):
            refused.append(result)
        else:
            kept.append(result)
    return kept, refused


def _staged(request: Request, staging: Path, present: Inputs) -> Iterator[Candidate | Refused]:
    """Each file copied under the name that it will have, or why it cannot be in the corpus under that name."""
    rows = read_catalogue(request.to)
    held = {job.sha256: job.source for job in present.jobs}
    taken = {_folded(p.name) for p in request.to.iterdir()}
    for number, file in enumerate(request.files):
        name = request.name or safe(file.name)
        copy = staging / f"{number}-{name}"
        try:
            source = file.open("rb")
        except OSError as error:
            yield Refused(file, f"it cannot be read: {error.strerror}", "Make it readable for you, or copy it anew.")
            continue
        sha256 = _copied(source, copy)
        known = rows.get(name, request.known)
        if sha256 in held:
            yield Refused(file, f"it is {held[sha256]}: the same content, byte for byte (SHA-256)", ROW)
        elif _folded(name) in {*taken, *RESERVED}:
            yield Refused(file, f"{request.to} has something else named {name}", NAME)
        elif _says_otherwise(known, request.known):
            yield Refused(
                file, f"sources.csv says otherwise of {name}", "Put its row right, and leave the options out."
            )
        else:
            held[sha256] = name
            taken.add(_folded(name))
            yield Candidate(file, Job(copy, name, sha256, known, pdf_reader=reader_of(copy, request.pdf_reader)))


def _folded(name: str) -> str:
    """What two names share that are one on systems which do not tell capitals from small letters."""
    return unicodedata.normalize("NFC", name).casefold()


def _copied(source: BinaryIO, copy: Path) -> str:
    """Copy a file's content; returns its SHA-256. What is judged later is the copy, whatever becomes of the file."""
    with source, copy.open("xb") as target:
        shutil.copyfileobj(source, target)
    with copy.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _says_otherwise(row: Metadata, known: Metadata) -> bool:
    asked = [(getattr(known, f.name), getattr(row, f.name)) for f in fields(Metadata)]
    return any(mine and mine != theirs for mine, theirs in asked)


def _judged(
    request: Request, candidates: Sequence[Candidate], present: Inputs, store: Store
) -> Iterator[Added | Refused]:
    """What reading each candidate came to: a document that is new, or why it is none."""
    read = {c.job.source: store.get(c.job.key) for c in candidates}
    like = _like({name: x for name, x in read.items() if isinstance(x, DocumentFacts)}, present, store)
    refused: set[str] = set()
    for candidate in candidates:
        name, facts = candidate.job.source, read[candidate.job.source]
        near = [x for x in like.get(name, ()) if x.source not in refused]
        same = max((x for x in near if x.same), key=lambda x: x.mine, default=None)
        if not isinstance(facts, DocumentFacts):
            yield _unreadable(candidate.file, facts)
        elif same and not request.keep_both:
            refused.add(name)
            yield Refused(candidate.file, _said(same), BOTH)
        else:
            yield Added(candidate.file, facts, tuple(x.source for x in near))


def _unreadable(file: Path, failure: Failure | None) -> Refused:
    if failure is None:
        return Refused(file, "what was read from it cannot be kept", "Look whether the disk is full; try again.")
    return Refused(file, failure.message, failure.hint)


def _like(read: Mapping[str, DocumentFacts], present: Inputs, store: Store) -> dict[str, list[Likeness]]:
    """For each new document those that it is like: of the corpus, and of the new ones before it."""
    texts = {name: runs(facts.document) for name, facts in read.items()}
    newcomers = Newcomers(texts)
    like: dict[str, list[Likeness]] = {name: [] for name in texts}
    for source, other in _texts(present, store):
        for name, found in newcomers.like(source, other):
            like[name].append(found)
    for before, after in combinations(texts, 2):
        found = likeness(texts[after], texts[before], before)
        if found.same or found.within:
            like[after].append(found)
    return like


def _texts(present: Inputs, store: Store) -> Iterator[tuple[str, Runs]]:
    for job in present.jobs:
        facts = store.get(job.key)
        if isinstance(facts, DocumentFacts):
            yield job.source, runs(facts.document)


def _said(same: Likeness) -> str:
    share, of = (same.mine, "its text stands there") if same.mine >= same.other else (same.other, "that stands in it")
    return f"it is {same.source} in another form: {share:.0%} of {of}"
