"""The law at hand: what may be taken in today, the list of documents of a draft, what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import get_args

from app.catalogue.copying import Copied
from app.catalogue.packs import PackProblem
from app.command import Asking, CodedPage, Page, query
from app.domain import codec, deciding
from app.domain.completeness import Draft, Finding, findings, required
from app.domain.differences import Difference
from app.domain.differences import differences as between
from app.domain.excuses import Excused, Fact, excusable, excused
from app.domain.pack import ChannelId, Document, Pack, Refusal, ServiceId, Text
from app.domain.roles import Right
from app.problems import Refused
from app.queries.case import case_by
from app.queries.law_read import ActShown, Explained, Pair, Pointed, Ref, explain, shown_act, words_of
from app.queries.law_try import Copy, Trial, Tried, Written, attempt, check, copy, followed, sound
from app.queries.queue import at_most, page_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A service today: with its variants where the counter may take it, else why not and where instead."""

    service: ServiceId
    name: Text | None
    flow: str  # paper, electronic, desk, or empty: not at this desk
    pack: str = ""
    variants: tuple[OfferedVariant, ...] = ()
    why_not: str = ""
    offered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedVariant:
    id: str
    name: Text
    objects: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    excusable: dict[str, Fact] = field(default_factory=dict)  # document → what would take it off the list
    excused: tuple[Excused, ...] = ()  # what is off the list by what the draft says


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk(Page):
    """Where people come to: a centre's counter, or the licensor's own chancellery."""

    channel: ChannelId = "counter"


@query(Right.OWN_WORK)
def services(asking: Asking, given: Desk) -> tuple[Offered, ...]:
    """Every service that is known here, offered or not."""
    found, known = [], get_args(ServiceId)
    if given.after and given.after not in known:
        raise codec.BadShape("after", "the service that was seen last is expected")
    first = known.index(given.after) + 1 if given.after in known else 0
    for id in known[first : first + at_most(given.limit)]:
        try:
            pack, service = asking.in_force(id, given.channel)
        except Refused as no:
            name = no.facts.get("name")
            channels = no.facts.get("channels") or ()
            found.append(
                Offered(
                    service=id, name=Text(**name) if isinstance(name, dict) else None, flow="", why_not=no.code,
                    offered=tuple(c["channel"] for c in channels),  # type: ignore[attr-defined]
                )
            )  # fmt: skip
            continue
        channel = service.channel(given.channel)
        variants = tuple(OfferedVariant(id=v.id, name=v.name, objects=v.objects) for v in service.variants)
        found.append(
            Offered(
                service=id, name=service.name, flow=channel.flow if channel else "", pack=pack.ref, variants=variants
            )
        )
    return tuple(found)


@query(Right.OWN_WORK)
def checklist(asking: Asking, given: Draft) -> Checklist:
    """The list of this case, computed, and its gaps as they stand now."""
    _, service = asking.in_force(given.service, given.channel)
    return Checklist(
        documents=required(service, given), findings=findings(service, given, on=asking.today),
        excusable=excusable(service, given), excused=excused(service, given),
    )  # fmt: skip


@query(Right.EXAMINE)
def grounds(asking: Asking, given: CodedPage) -> tuple[Refusal, ...]:
    """The grounds on which the licensor may refuse this case, by its act."""
    case = case_by(asking, given.code)
    if case.what is None:
        return ()
    _, service = asking.law_of(case.what)
    listed = deciding.grounds(service, variant=case.what.variant, channel=case.what.channel)
    return page_of(listed, given, named=lambda ground: ground.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    act: str
    clause: str  # annex-1/10(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseText:
    act: str
    clause: str
    section: int
    text: str


@query(Right.OWN_WORK)
def clause(asking: Asking, given: Cited) -> ClauseText:
    """The words of a clause, where the act's text is attached."""
    held = words_of(asking, given.act)
    if held is None:
        raise Refused("text-not-attached", act=given.act)
    found = held.get(given.clause.split("(")[0])
    if found is None:
        raise Refused("clause-unknown", clause=given.clause)
    return ClauseText(act=given.act, clause=given.clause, section=found.section, text=found.text)


@query(Right.OWN_WORK)
def acts(asking: Asking, given: Page) -> tuple[ActShown, ...]:
    """Every act with its versions, those that ended too; which of them hold here today."""
    chosen = page_of(asking.catalogue.acts, given, named=lambda act: act.id)
    return tuple(shown_act(asking, act) for act in chosen)


@query(Right.OWN_WORK)
def pack(asking: Asking, given: Ref) -> Pack:
    """A version as it stands, whole."""
    return asking.catalogue.pack(given.pack)


@query(Right.OWN_WORK)
def explained(asking: Asking, given: Pointed) -> Explained:
    """A clause of a version: what is set by it, by what right we say so, and its words where they are held."""
    return explain(asking, given)


@query(Right.OWN_WORK)
def differences(asking: Asking, given: Pair) -> tuple[Difference, ...]:
    """What the second version has otherwise than the first."""
    return between(asking.catalogue.pack(given.before), asking.catalogue.pack(given.after))


@query(Right.ADMINISTER)
def copied(asking: Asking, given: Copy) -> Copied:
    """The file of a new version, to be edited: a copy of an old one with another first day."""
    return copy(asking, given)


@query(Right.ADMINISTER)
def checked(asking: Asking, given: Written) -> tuple[PackProblem, ...]:
    """Every fault of a file, also against the versions that are here and the list of the act's clauses."""
    return check(asking.catalogue, given)


@query(Right.ADMINISTER)
def changed(asking: Asking, given: Written) -> tuple[Difference, ...]:
    """What a file has otherwise than the version that it is to follow."""
    new = sound(given)
    return between(followed(asking.catalogue, new), new)


@query(Right.ADMINISTER)
def tried(asking: Asking, given: Trial) -> Tried:
    """What would have changed for past cases of this office under a new version. Nothing is written."""
    return attempt(asking, given)
