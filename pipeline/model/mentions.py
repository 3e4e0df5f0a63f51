"""What a text names: councils, other bodies, amounts, dates, factors, lessons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.model.document import DateSpan, Evidence


@dataclass(frozen=True, slots=True)
class Council:
    """A UK local authority during one period of its life.

    `gss_code` is its most recent ONS code; the 30 bodies that ONS never gave one keep the key of the reference table
    (`95A`, `X-…`). `start` and `end` are its first and last day; None is open. `successors` are keys of the bodies
    that took over.
    """

    gss_code: str
    name: str
    official_name: str
    council_type: str
    nation: str
    region: str
    start: date | None
    end: date | None
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CouncilMention:
    """A local authority that the text names."""

    mention_id: str
    evidence: Evidence
    council: Council


@dataclass(frozen=True, slots=True)
class OrganisationMention:
    """Another public body, or a company or brand, in or around an arrangement. `organisation` is the name in one
    spelling.
    """

    mention_id: str
    evidence: Evidence
    organisation: str
    organisation_type: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity as written: `low` and `high` in `unit`, equal unless a range or a bound, None where the text sets no
    bound.

    `unit` is GBP or another ISO 4217 code, percent, or posts; `qualifier` is exact, about, more_than, up_to,
    less_than or between.
    """

    low: Decimal | None
    high: Decimal | None
    unit: str
    qualifier: str


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount and what the words around it say of it (vocabularies: the column dictionary).

    `years` is the length of an over_period, None otherwise; `by` is a deadline, EDTF, or None. The annual figures are
    pounds a year, None where the text does not allow them.
    """

    figure_id: str
    evidence: Evidence
    amount: Amount
    kind: str
    period: str
    years: Decimal | None
    by: str | None
    status: str
    annual_low_gbp: Decimal | None
    annual_high_gbp: Decimal | None
    sentence: str
    report_id: str | None = None


@dataclass(frozen=True, slots=True)
class DateMention:
    """A calendar expression; `relative` when it had to be resolved against the document's date.

    `span` is None when it is relative and the document has no date. `event` is what happened then in the life of the
    arrangement of `report_id`.
    """

    date_id: str
    evidence: Evidence
    span: DateSpan | None
    relative: bool
    event: str | None = None
    report_id: str | None = None


POLARITIES = ("success", "barrier")


@dataclass(frozen=True, slots=True)
class Factor:
    """Something that, as the text says, makes sharing succeed or fail; `polarity` is success or barrier.

    `sentence` is the sentence around the quote, white space folded.
    """

    factor_id: str
    evidence: Evidence
    theme: str
    polarity: str
    sentence: str
    report_id: str | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence that states something learned or advised.

    `probability` is that it is a lesson; `second_theme` and its probability (among themes) are None unless it is close
    to the first. `sentence` is the quote with white space folded; `model_id` names the classifier.
    """

    lesson_id: str
    evidence: Evidence
    theme: str
    probability: float
    second_theme: str | None
    second_probability: float | None
    sentence: str
    model_id: str
    report_id: str | None = None
