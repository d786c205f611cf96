"""What the facts of events are made of: clocks, documents, gaps, what is asked for, who collected, what was remarked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.domain.completeness import Finding, FindingKind
from app.domain.moment import Moment
from app.domain.pack import ChannelId, PaperKind, ServiceId, Source, StepId, VariantId
from app.domain.personal import Personal

Holder = Literal["inspector", "sector", "courier", "chancellery", "applicant", "lost"]
StepOutcome = Literal["done", "complete", "incomplete", "positive", "negative", "compliant", "non-compliant"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A clock that this event set going. No `due_by`: the act sets no limit."""

    step: StepId
    due_by: Moment | None = None
    clause: str = ""
    source: Source = "act"
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What an event did to the course of its case: steps done, clocks started. Computed once, by the command."""

    done: tuple[StepId, ...] = ()
    started: tuple[Started, ...] = ()


STILL = Course()  # nothing done, nothing started


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A document as it was taken in."""

    document: str
    kind: PaperKind
    sheets: int
    valid_until: date | None = None
    scan: str | None = None
    returned: bool = False  # shown and given back


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    document: str
    kind: FindingKind
    clause: str
    source: Source

    @classmethod
    def of(cls, finding: Finding) -> Gap:
        return cls(document=finding.document, kind=finding.kind, clause=finding.clause, source=finding.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """What is asked for, under which pack."""

    pack: str  # atyrau-2015-324@2016-07-15, kept for ever
    service: ServiceId
    variant: VariantId
    object: str
    channel: ChannelId
    licensor: str  # code of the department that decides


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Free words of a person. They may name somebody, so they stand in the erasable part."""

    words: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class Collector:
    name: Personal
    number: Personal | None = None
    authority: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A case in a closed registry, as it stood then."""

    case: str
    number: str
    service: ServiceId
    variant: VariantId
    object: str
    documents: int
    sheets: int
    due_by: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffName:
    name: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffNumber:
    number: Personal
