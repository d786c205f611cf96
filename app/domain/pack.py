"""A pack: one regional act of one period as dated data. Services, channels, documents, steps, papers – each with its clause.

The files lie in `resources/packs/<act>@<from>.toml`; `app.catalogue` reads them strictly into these classes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

ServiceId = Literal[
    "medical-licence", "gobmp-compliance", "pharmaceutical-licence", "narcotics-licence", "phc-attachment"
]
ChannelId = Literal["counter", "chancellery", "portal", "telephone"]
VariantId = Literal["issue", "reissue", "duplicate", "campaign", "participation", "attach"]
ObjectId = Literal["licence", "annex", "licence-and-annex"]
ApplicantKind = Literal["natural", "entrepreneur", "legal"]
Flow = Literal[
    "paper", "electronic", "desk"
]  # how the channel works: counter by paper, operator's e-form, licensor's own desk

StepId = Literal[
    # the counter's paper flow
    "visit", "accept", "register", "to-sector", "dispatch", "courier-to-licensor", "licensor", "licensor-to-courier",
    "courier-to-centre", "mark-received", "sector-to-inspector", "release", "release-queue",
    # the operator's electronic flow
    "log-in", "choose", "ask-register", "no-data", "fill-and-sign", "send", "registered", "refused",
    # the licensor, its commission, the provider's desk
    "take-in-queue", "take-in", "assign", "completeness", "enter-data", "ask-body", "body-answers", "prepare", "sign",
    "give-out", "confirm-registration", "journal", "verify-documents", "commission", "ticket",
    # the portal's statuses
    "p-log-in", "p-form", "p-payment", "p-sign", "p-registered", "p-result",
]  # fmt: skip
Unit = Literal["s", "min", "h", "working-day", "calendar-day", "same-day"]
Start = Literal["step", "handing-in", "receipt", "registration", "end-of-filing"]  # what the limit counts from
Actor = Literal[
    "inspector", "operator", "sector", "courier", "chancellery", "head", "specialist", "secretary", "commission",
    "provider", "state-body", "portal", "licensor",
]  # fmt: skip
PaperKind = Literal["original", "copy", "notarised-copy", "form", "electronic"]
Register = Literal["gbd-fl", "gbd-ul", "e-licensing", "enis", "pshep", "licensor"]  # who holds it, so nobody demands it
Source = Literal["act", "reconstructed", "confirmed"]
Field = Literal[
    "variant", "object", "applicant", "representative", "channel", "paid-by-gateway", "paper-licence", "age"
]


@dataclass(frozen=True, slots=True)
class Text:
    """Words of the act, or ours, in both languages of the papers."""

    ru: str
    kk: str

    def in_(self, lang: str) -> str:
        return self.kk if lang == "kk" else self.ru


@dataclass(frozen=True, slots=True)
class Condition:
    """`field` of the case equals `value`. Several in one `when` all hold; an OR is a second entry."""

    field: Field
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    id: ChannelId
    clause: str
    flow: Flow = "desk"
    where: Text
    source: Source = "act"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    id: VariantId
    name: Text
    clause: str
    objects: tuple[ObjectId, ...] = ("licence",)  # empty: the service knows no objects
    source: Source = "act"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One line of the list that the Standard sets. Two entries of one id are an OR: the first whose `when` holds counts."""

    id: str
    name: Text
    clause: str
    kinds: tuple[PaperKind, ...]  # what is accepted for it
    when: tuple[Condition, ...] = ()
    returned: bool = False  # shown, compared, given back
    expires: bool = False  # carries a "valid until" that is checked on the day of handing in
    register: Register | None = None  # held by a state register: never demanded
    optional: bool = False  # may be added, its absence is no gap
    remedy: Text
    source: Source = "reconstructed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Who does what within which limit. No limit at all: `limit` left out – the act has the step and sets no time."""

    id: StepId
    actor: Actor
    text: Text
    clause: str
    limit: int | None = None  # in `unit`; a range counts by its upper end; `same-day` takes limit 1
    unit: Unit | None = None
    start: Start = "step"
    after: tuple[StepId, ...] = ()
    unless: tuple[StepId, ...] = ()
    variants: tuple[VariantId, ...] = ()  # empty: all
    objects: tuple[ObjectId, ...] = ()
    channels: tuple[ChannelId, ...] = ("counter",)
    optional: bool = False  # "if needed"
    own: bool = False  # the program's, not the act's
    source: Source = "act"

    def meets(self, *, variant: str, object: str, channel: str) -> bool:
        return (
            channel in self.channels
            and (not self.variants or variant in self.variants)
            and (not self.objects or object in self.objects)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A paper that the act (or its Standard) names: which form of ours prints it, and under which annex."""

    form: str  # a name in app.print.forms.FORMS
    title: Text
    clause: str
    annex: Text | None = None  # "приложение 8 к Стандарту"
    variants: tuple[VariantId, ...] = ()
    channels: tuple[ChannelId, ...] = ("counter",)
    results: tuple[str, ...] = ()  # shows these alone; empty: whatever no other paper of the form is for
    desk: Literal["provider", "statistics"] = "provider"  # who gives out a ticket, as its paper names them
    free_form: bool = False  # «в произвольной форме»
    source: Source = "act"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    id: str
    text: Text
    clause: str
    by: Actor
    variants: tuple[VariantId, ...] = ()  # empty: all
    channels: tuple[ChannelId, ...] = ()  # empty: all
    source: Source = "reconstructed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the licensor gives, and how it is signed."""

    id: str  # licence, reissued-licence, duplicate, reasoned-refusal, end-of-consideration, compliance-extract, ticket …
    name: Text
    clause: str
    variants: tuple[VariantId, ...] = ()
    objects: tuple[ObjectId, ...] = ()
    # on these an electronic document that bears the ЭЦП; elsewhere seal and signature
    electronic: tuple[ChannelId, ...] = ()
    negative: bool = False  # a refusal; the extract of non-compliance is a result all the same
    source: Source = "act"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """Licence fee in monthly calculation indices (МРП) of the day of payment, or a share of the issue's fee."""

    variant: VariantId
    indices: int
    percent: int = 100
    cap_indices: int | None = None
    clause: str
    source: Source = "reconstructed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotExecutable:
    """A clause that sets nothing a program could do, and why."""

    clause: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    id: ServiceId
    regulation: str  # key of `Pack.regulations`
    name: Text
    licensor: Text
    standard: Text  # the Standard by its order, as papers name it
    channels: tuple[Channel, ...]
    variants: tuple[Variant, ...]
    applicants: tuple[ApplicantKind, ...] = ("natural", "entrepreneur", "legal")
    applicants_clause: str
    applicants_source: Source = "reconstructed"
    representative: bool = True  # False: the act names none (we take them all the same, and say so)
    representative_clause: str
    documents: tuple[Document, ...] = ()
    steps: tuple[Step, ...] = ()
    papers: tuple[Printed, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    results: tuple[Result, ...] = ()
    fees: tuple[Fee, ...] = ()
    not_executable: tuple[NotExecutable, ...] = ()

    def channel(self, id: str) -> Channel | None:
        return next((c for c in self.channels if c.id == id), None)

    def variant(self, id: str) -> Variant | None:
        return next((v for v in self.variants if v.id == id), None)

    def step(self, id: str, *, variant: str, object: str, channel: str) -> Step | None:
        """The step as this variant meets it, or None: the act does not have it."""
        return next(
            (s for s in self.steps if s.id == id and s.meets(variant=variant, object=object, channel=channel)), None
        )

    def steps_for(self, *, variant: str, object: str, channel: str) -> tuple[Step, ...]:
        return tuple(s for s in self.steps if s.meets(variant=variant, object=object, channel=channel))

    def paper(self, form: str, *, variant: str, channel: str, result: str = "") -> Printed | None:
        """The paper of this form; of several the one that is for this result alone."""
        fitting = [
            p for p in self.papers
            if p.form == form and channel in p.channels and (not p.variants or variant in p.variants)
        ]  # fmt: skip
        own = next((p for p in fitting if result in p.results), None)
        return own or next((p for p in fitting if not p.results), None)

    def grounds(self, *, variant: str, channel: str) -> tuple[Refusal, ...]:
        """On what this variant can be refused on this channel."""
        return tuple(
            r for r in self.refusals
            if (not r.variants or variant in r.variants) and (not r.channels or channel in r.channels)
        )  # fmt: skip

    def results_for(self, *, variant: str, object: str) -> tuple[Result, ...]:
        return tuple(
            r for r in self.results
            if (not r.variants or variant in r.variants) and (not r.objects or object in r.objects)
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulation:
    """One regulation inside an act: its key in clause names (`annex-1/10(2)`), and how papers call it."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    act: str
    from_: date = field(metadata={"key": "from"})  # first day in force
    to: date  # last day in force
    title: Text
    period: Text  # why these days: which publication was taken, and that it is reconstructed
    regulations: tuple[Regulation, ...]
    services: tuple[Service, ...]

    @property
    def ref(self) -> str:
        """`atyrau-2015-324@2016-07-15`, which a case keeps for ever."""
        return f"{self.act}@{self.from_.isoformat()}"

    def service(self, id: str) -> Service | None:
        return next((s for s in self.services if s.id == id), None)
