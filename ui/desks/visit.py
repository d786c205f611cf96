"""One visit at the counter while it lasts: what was chosen, typed and marked, as the draft that the program checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from app.domain.completeness import Draft, Passed, Presented
from app.domain.excuses import Fact
from app.domain.moment import Instant, Moment
from app.domain.numbers import PERSONS, NumberKind, read_number, trouble_with
from app.domain.pack import ChannelId, Document, Step
from app.domain.people import Applicant, Authority, Representative
from app.domain.personal import Personal
from app.queries.law import Checklist, Offered, OfferedVariant
from app.queries.queue import CaseRow
from ui.parts.paper_editor import KINDS

Asked = Literal["", "asking", "known", "unknown", "away", "met-before"]
BEARER: tuple[NumberKind, ...] = ("iin",)  # who acts for another is a natural person
OF_OLD_LICENCE = (
    "reissue",
    "duplicate",
)  # what is asked for of a licence that there is: on paper, unless it is said otherwise
SOLE = ("ИП ", "ЖК ")  # how a register names an individual entrepreneur


@dataclass(slots=True)
class Mark:
    """A line of the list as the inspector marked it. `kind` 0: not given; None: not looked at yet."""

    kind: int | None = None
    sheets: int | None = None
    until: str = ""
    until_on: date | None = None
    remark: str = ""
    scan: str = ""  # SHA-256 of the attached file
    scan_pages: int = 0  # 0: of a draft taken up again, not counted yet
    # to be confirmed: a scan came before the kind was said (by a digit), or it was so before a refusal (Enter is enough)
    guessed: Literal["", "scan", "before"] = ""


@dataclass(slots=True)
class Someone:
    """The applicant, or who acts for them, as the fields hold them."""

    number: str = ""
    name: str = ""
    address: str = ""
    phone: str = ""
    kinds: tuple[NumberKind, ...] = PERSONS
    asked: Asked = ""
    register: str = ""
    asked_at: Instant | None = None
    away: str = ""  # why the register did not answer
    under_way: tuple[CaseRow, ...] = ()  # applications of this person that are not answered yet
    phone_met: bool = False  # it was not typed: it is that of an earlier visit of this number

    @property
    def problem(self) -> str:
        return trouble_with(self.number, self.kinds) or "" if self.number else ""


@dataclass(slots=True)
class Visit:
    """`op` is the visit's own id from its beginning on: pressing twice can never accept twice, nor can a draft that was
    taken up again."""

    id: str
    op: str
    channel: ChannelId = "counter"
    offered: Offered | None = None
    variant: OfferedVariant | None = None
    object: str = ""
    applicant: Someone = field(default_factory=Someone)
    representative: Someone | None = None
    power: str = ""
    until: str = ""
    marks: dict[str, Mark] = field(default_factory=dict)
    lang: Literal["kk", "ru", "both"] = "both"
    began: Moment | None = None
    passed: list[Passed] = field(default_factory=list)
    filing_ends: str = ""
    facts: set[Fact] = field(default_factory=set)  # what was said that takes papers off the list
    previous: str = ""  # number of the refusal that this complete set answers
    checklist: Checklist | None = None
    steps: tuple[Step, ...] = ()
    saved: bool = False
    over: bool = False  # it became a case: its draft is put away and stays so
    scans_under_way: int = 0  # files that are being kept just now: the set waits for them

    @property
    def electronic(self) -> bool:
        return self.offered is not None and self.offered.flow == "electronic"

    @property
    def lacks_filing_day(self) -> bool:
        """The commission's term runs from the last day of filing.   atyrau-2015-324 annex 2, cl. 15 (1)"""
        return self.offered is not None and self.offered.service == "gobmp-compliance" and not self.filing_ends

    @property
    def same_under_way(self) -> CaseRow | None:
        """This service, asked for by this person before and not answered yet: perhaps they came to ask how it stands."""
        service = self.offered.service if self.offered else ""
        return next((row for row in self.applicant.under_way if row.service == service), None)

    @property
    def lenient(self) -> bool:
        """Gaps warn and stop nobody: the operator's flow, and the licensor's own desk."""
        return self.electronic or self.channel != "counter"

    @property
    def kind(self) -> Literal["natural", "entrepreneur", "legal"]:
        """A БИН is a legal person's, with a 6 in its fifth place that of entrepreneurs who work jointly; an ИИН with «ИП» or
        «ЖК» before the name is an entrepreneur's."""
        read = read_number(self.applicant.number)
        if read.kind == "bin":
            return "entrepreneur" if read.legal_type == "entrepreneur" else "legal"
        return "entrepreneur" if self.applicant.name.startswith(SOLE) else "natural"

    @property
    def touched(self) -> bool:
        return bool(self.applicant.number or self.applicant.name or self.marks or self.representative or self.facts)

    def pass_step(self, step: Literal["log-in", "choose", "ask-register"], at: Moment) -> None:
        """The operator's steps before the case has its first event."""
        if not any(p.step == step for p in self.passed):
            self.passed.append(Passed(step=step, at=at))

    def draft(self) -> Draft | None:
        """None: no service is chosen yet."""
        if self.offered is None or self.variant is None:
            return None
        from ui.desks.texts import read_day

        return Draft(
            service=self.offered.service, variant=self.variant.id, object=self.object, channel=self.channel,  # type: ignore[arg-type]
            applicant=self._applicant(),
            representative=self._representative(), documents=self._documents(), lang=self.lang,
            paid_by_gateway="paid-by-gateway" in self.facts, child="child" in self.facts,
            paper_licence=self.variant.id in OF_OLD_LICENCE and "electronic-licence" not in self.facts, begun_at=self.began,
            passed=tuple(self.passed) if self.electronic else (), filing_ends_on=read_day(self.filing_ends),
            previous=self.previous or None,
        )  # fmt: skip

    def _applicant(self) -> Applicant | None:
        a = self.applicant
        if not a.number:
            return None
        source: Any = a.register if a.asked == "known" else a.asked if a.asked == "met-before" else "typed"
        return Applicant(
            kind=self.kind, number=Personal(a.number), name=Personal(a.name), source=source, asked_at=a.asked_at,
            address=Personal(a.address) if a.address else None, phone=Personal(a.phone) if a.phone else None,
        )  # fmt: skip

    def _representative(self) -> Representative | None:
        r = self.representative
        if r is None:
            return None
        from ui.desks.texts import read_day

        authority = Authority(number=Personal(self.power) if self.power else None, valid_until=read_day(self.until))
        return Representative(
            number=Personal(r.number), name=Personal(r.name), authority=authority,
            phone=Personal(r.phone) if r.phone else None,
        )  # fmt: skip

    def _documents(self) -> tuple[Presented, ...]:
        listed = {d.id for d in self.checklist.documents} if self.checklist else set()
        return tuple(
            Presented(
                document=id, kind=KINDS[mark.kind], sheets=1 if mark.sheets is None else mark.sheets,  # type: ignore[arg-type]
                valid_until=mark.until_on, remark=Personal(mark.remark) if mark.remark else None,
                scan=mark.scan or None,
            )
            for id, mark in self.marks.items()
            if mark.kind and (id in listed or not listed)
        )  # fmt: skip

    def demanded(self) -> tuple[Document, ...]:
        """What is asked for over the counter; what a register holds is not."""
        return tuple(d for d in self.checklist.documents if not d.register) if self.checklist else ()

    def lines(self) -> tuple[tuple[Document, Fact | None], ...]:
        """The list as the counter sees it, in the act's order: also what is off it by what was said, and can be put back."""
        found: list[tuple[Document, Fact | None]] = [(document, None) for document in self.demanded()]
        for one in self.checklist.excused if self.checklist else ():
            found.insert(min(one.at, len(found)), (one.document, one.fact))
        return tuple(found)
