"""Every fact the program keeps. One journal, three readers: the history, the state of a case, and what travels.

`EVENTS` names each kind; `SIDES` says which side of the sync may write it. A field called `person` is the erasable part;
all others are facts and hold nothing personal and no free words.

TO ADD AN EVENT: a frozen dataclass here (of the people of the house: `events_people.py`) with `@event(kind, sides)`, its
effect in the fold of its subject, and an example of its bytes in `tests/old_stores/events/`. A changed shape is a new `v`,
with an `upcast` beside the kind that reads the old.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.domain.completeness import Passed
from app.domain.events_erasure import PeopleErased as PeopleErased
from app.domain.events_overrides import OverrideConfirmed as OverrideConfirmed
from app.domain.events_overrides import OverrideId as OverrideId
from app.domain.events_overrides import OverrideRequested as OverrideRequested
from app.domain.events_people import (
    AccountClosed as AccountClosed,
)
from app.domain.events_people import (
    AccountOpened as AccountOpened,
)
from app.domain.events_people import (
    AccountRoleSet as AccountRoleSet,
)
from app.domain.events_people import (
    BadgeIssued as BadgeIssued,
)
from app.domain.events_people import (
    BadgeRevoked as BadgeRevoked,
)
from app.domain.events_people import (
    Counted as Counted,
)
from app.domain.events_people import (
    HandKeyIssued as HandKeyIssued,
)
from app.domain.events_people import (
    HandKeyRevoked as HandKeyRevoked,
)
from app.domain.events_people import (
    PasswordSet as PasswordSet,
)
from app.domain.events_people import (
    SignatureBound as SignatureBound,
)
from app.domain.events_people import (
    Unlocked as Unlocked,
)
from app.domain.events_signatures import SignatureKept as SignatureKept
from app.domain.facts import (
    STILL,
    Collector,
    Course,
    Gap,
    Holder,
    Line,
    Remark,
    StepOutcome,
    Taken,
    What,
)
from app.domain.kinds import BOTH, event
from app.domain.kinds import EVENTS as EVENTS
from app.domain.kinds import KIND as KIND
from app.domain.kinds import SIDES as SIDES
from app.domain.kinds import Side as Side
from app.domain.moment import Moment
from app.domain.pack import ChannelId, ServiceId, Source, StepId
from app.domain.people import People
from app.domain.rungs import RungId

ReprintReason = Literal["not-printed", "spoilt", "lost", "asked", "wrong-language"]
SpoiltReason = Literal["jam", "misprint", "torn", "wrong-paper"]


# ---- a case: at the counter


@event("application.accepted", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationAccepted:
    number: str
    what: What
    documents: tuple[Taken, ...]
    course: Course
    begun_at: Moment | None = None
    promised_by: Moment | None = None  # the day the receipt tells the person to come
    promised_source: Source = "reconstructed"
    filing_ends_on: date | None = None
    previous: str | None = None
    person: People


@event("application.refused", "centre")
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRefused:
    """The documents were not taken: a case of its own with one event and a refusal number, never sent on."""

    number: str
    what: What
    gaps: tuple[Gap, ...]
    documents: tuple[Taken, ...]
    person: People


@event("slip.given", "centre")
@dataclass(frozen=True, slots=True, kw_only=True)
class SlipGiven:
    """The service is not offered at this channel today: which channels are."""

    number: str
    service: ServiceId
    reason: str  # channel-not-offered, no-act-in-force, act-text-not-held
    pack: str | None = None
    channels: tuple[ChannelId, ...] = ()


@event("no-data.recorded", "centre")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoDataRecorded:
    """The state register answered that it has nothing: a reasoned refusal (electronic flow, process 4)."""

    number: str
    what: What
    register: str
    clause: str
    passed: tuple[Passed, ...]
    person: People


@event("application.certified", "centre")
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationCertified:
    """The operator marked and scanned the papers and certified the form (electronic flow, process 5)."""

    number: str
    what: What
    documents: tuple[Taken, ...]
    gaps: tuple[Gap, ...]  # warned of, never a stop in this flow
    passed: tuple[Passed, ...]
    certificate: str  # of the operator's ЭЦП, or how the form was certified
    course: Course
    previous: str | None = None
    person: People


@event("application.sent", "centre")
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationSent:
    course: Course


@event("application.registered", "licensor")
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRegistered:
    """The register's own number, beside ours."""

    number: str
    course: Course


# ---- a case: where its papers are


@event("case.entered-in-registry", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredInRegistry:
    registry: str
    course: Course = STILL


@event("case.removed-from-registry", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedFromRegistry:
    registry: str


@event("custody.moved", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyMoved:
    """The papers have another holder, because that holder took them."""

    from_holder: Holder
    to_holder: Holder
    handover: str | None = None
    course: Course = STILL


@event("result.marked", "centre")
@dataclass(frozen=True, slots=True, kw_only=True)
class ResultMarked:
    """The sector marked what came back, line by line, with the scanner."""

    state: Literal["whole", "short", "extra", "damaged"]
    cell: str | None = None
    course: Course = STILL
    person: Remark | None = None  # what is wrong with it


@event("case.shelved", "centre")
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseShelved:
    cell: str
    found: bool = True  # False: a stock-take did not find it there


# ---- a case: at the licensor


@event("step.done", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone:
    """A step of the act without a content of its own: visa, data entered, body asked, mark of registration …"""

    step: StepId
    outcome: StepOutcome = "done"
    reference: str | None = None  # journal number, body's letter, number of the protocol
    gaps: tuple[Gap, ...] = ()
    votes: tuple[int, int, int] | None = None  # the commission's: for, against, abstained
    members: int | None = None
    course: Course


@event("result.prepared", "licensor")
@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPrepared:
    result: str  # id in the pack: licence, reasoned-refusal, compliance-extract …
    negative: bool
    number: str
    grounds: tuple[str, ...] = ()  # ids of the pack's refusal grounds
    subtypes: tuple[str, ...] = ()  # of the licensed activity, by the register's classifier
    course: Course


@event("result.signed", "licensor")
@dataclass(frozen=True, slots=True, kw_only=True)
class ResultSigned:
    by: str  # "seal-and-signature"; the certificate, where it is signed with an ЭЦП
    course: Course


@event("result.told", "centre")
@dataclass(frozen=True, slots=True, kw_only=True)
class ResultTold:
    """Its owner was told that the result lies here."""

    by: Literal["telephone", "message", "letter"]


@event("result.asked-back", "centre")
@dataclass(frozen=True, slots=True, kw_only=True)
class ResultAskedBack:
    """Its owner has come for a result that went back to the licensor uncollected: it is asked for."""


@event("result.released", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class ResultReleased:
    collector: Literal["applicant", "representative"]
    document_shown: str  # kind of paper the collector was known by
    course: Course
    person: Collector


@event("survey.answered", "centre")
@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAnswered:
    """mangystau-2013-3, annexes 4 and 3: two questions, three answers each."""

    quality: Literal[1, 2, 3]
    information: Literal[1, 2, 3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprinted:
    """A copy of a paper, by its number and why: the ledger of reprints."""

    paper: str
    copy: int
    reason: ReprintReason | None = None


@event("paper.reprinted", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class PaperReprinted(Reprinted):
    """Of a case."""


@event("registry.reprinted", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryReprinted(Reprinted):
    pass


@event("hand-over.reprinted", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverReprinted(Reprinted):
    pass


@event("holder.called", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class HolderCalled:
    """A clock reached a rung of the ladder, or a person reminded: once for each, whoever looked first."""

    step: StepId
    rung: RungId
    due_by: Moment | None = None


@event("sheet.recorded", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRecorded:
    """A sheet that is counted: a numbered blank form that a paper was printed on, or any sheet that was spoilt."""

    paper: str
    state: Literal["used", "spoilt"]
    blank: str | None = None  # series and number, as printed on the blank form
    reason: SpoiltReason | None = None


# ---- a registry and a hand-over: files of their own


@event("registry.opened", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryOpened:
    number: str
    direction: Literal["out", "back"]
    sender: str  # office code
    receiver: str
    own: bool = False  # the act knows no registry: the program's own


@event("registry.closed", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryClosed:
    """Closed for good. An amendment is this event again with the next edition and a reason."""

    edition: int
    lines: tuple[Line, ...]
    person: Remark | None = None  # why there is another edition


@event("hand-over.given", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverGiven:
    """The holder lets go, naming who is to take. The holder has not changed yet."""

    number: str
    registries: tuple[str, ...]
    cases: tuple[str, ...]
    from_holder: Holder
    to_holder: Holder
    receiver: str | None = None  # login, where the taker is known by one
    list_hash: str
    key: str = ""  # the giver's public key, in hex
    statement: str = ""  # what they signed, as the act's square says it


@event("hand-over.taken", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverTaken:
    given: str  # id of the event that gave
    list_hash: str
    missing: tuple[str, ...] = ()  # cases that were not in the bag: they stay with who gave it
    damaged: tuple[str, ...] = ()
    key: str = ""
    statement: str = ""


@event("hand-over.ended", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverEnded:
    """Refused by the taker, lost on the way, or returned: states, never forced to "arrived"."""

    state: Literal["refused", "lost", "returned"]
    person: Remark | None = None


# ---- the law that this side works by


@event("law.adopted", "centre")
@dataclass(frozen=True, slots=True, kw_only=True)
class LawAdopted:
    """A version of an act, whole: the licensor's node must read the cases that are bound to it."""

    act: str
    first: date
    last: date
    on: date  # the legal day of adopting it
    text: str  # of the pack's file
