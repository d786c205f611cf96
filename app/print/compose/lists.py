"""Lists that travel with a bag: registries out and in, the act of hand-over, the courier's sheet, what nobody collected."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.domain.case import Case
from app.domain.facts import Line
from app.domain.handover import Handover
from app.domain.moment import Moment
from app.domain.registry import Registry
from app.domain.unclaimed import Lying
from app.print.compose.common import asked_in_short, both, day, each, frame, local, person, said
from app.print.facts import Both, Signer
from app.print.forms import courier_sheet, hand_over_act, registry_in, registry_out, unclaimed_list
from app.print.lists import Checkpoint, Place
from app.proof import checkpoint, cose, handed, listed

if TYPE_CHECKING:
    from app.command import Unit

MARKS: dict[str, registry_in.Mark] = {"whole": "here", "short": "missing", "damaged": "damaged", "extra": "extra"}


def _place(unit: Unit, code: str, desk: str) -> Place:
    office = unit.offices.get(code)
    name = both(office.branch if office.side == "centre" else office.name) if office else Both(ru=code, kk=code)
    return Place(name=name, desk=said(f"desk.{desk}"))


def _name(case: Case) -> str:
    return case.people.applicant.name.open() if case.people else ""


def _moment(unit: Unit, at: Moment | None) -> str:
    return local(unit, at) if at else ""


def out(unit: Unit, registry: Registry, *, cases: list[Case]) -> registry_out.Facts:
    by_id = {c.id: c for c in cases}
    before = {line.case for line in registry.before}
    groups: dict[str, list[registry_out.Entry]] = {}
    names: dict[str, Both] = {}
    for line in registry.lines:
        case = by_id[line.case]
        assert case.what is not None
        _, service = unit.law_of(case.what)
        names[line.service] = both(service.name)
        groups.setdefault(line.service, []).append(
            registry_out.Entry(
                number=line.number, applicant=_name(case), asked=asked_in_short(case.what), documents=line.documents,
                sheets=line.sheets, due_on=_due_on(unit, line), changed=registry.edition > 1 and line.case not in before,
            )
        )  # fmt: skip
    own, other = ("sector", "chancellery") if registry.direction == "out" else ("chancellery", "sector")
    me = person(unit, unit.account.login, unit.account.role)
    items = listed.root(line.number for line in registry.lines)
    made = unit.anchor(list=registry.number, items=items) if unit.anchor else None
    return registry_out.Facts(
        **frame(unit, number=registry.number, prefix="R"),
        closed_at=_moment(unit, registry.closed_at),
        version=registry.edition,
        source=_place(unit, registry.sender, own),
        target=_place(unit, registry.receiver, other),
        groups=tuple(registry_out.Group(name=names[s], entries=tuple(rows)) for s, rows in groups.items()),
        replaced=_replaced(unit, registry),
        made_by=me,
        given_by=me,
        taken_by=Signer(name="", role=said("role.courier")),
        proof=cose.text(made[1]) if made else None,
        checkpoint=_checkpoint(made[0]) if made else None,
    )


def _checkpoint(point: checkpoint.Checkpoint) -> Checkpoint:
    return Checkpoint(device=point.device, events=point.count, head=point.head.hex(), items=point.items.hex())


def _replaced(unit: Unit, registry: Registry) -> registry_out.Replaced | None:
    if registry.edition < 2:
        return None
    now = {line.case for line in registry.lines}
    before = {line.case for line in registry.before}
    added = tuple(n for n, line in enumerate(registry.lines, 1) if line.case not in before)
    removed = tuple(line.number for line in registry.before if line.case not in now)
    return registry_out.Replaced(
        version=registry.edition - 1, closed_at=_moment(unit, registry.closed_at), added=added, removed=removed
    )


def _due_on(unit: Unit, line: Line) -> str:
    return day(line.due_by.local(unit.zone)) if line.due_by else ""


def back(unit: Unit, handover: Handover, *, cases: list[Case]) -> registry_in.Facts:
    """What came back in one hand-over, as the scanner marked it.   atyrau-2015-324 annex 2, cl. 18 (7)"""
    entries = tuple(
        registry_in.Entry(
            number=c.number, applicant=_name(c), mark=MARKS.get(c.mark or "", "missing"), result=_result(unit, c),
            cell=c.cell or "", reason=_reason(c),
        )
        for c in cases
    )  # fmt: skip
    sender = next((c.what.licensor for c in cases if c.what), unit.office.code)
    return registry_in.Facts(
        **frame(unit, number=handover.number, prefix="H"),
        marked_at=local(unit, unit.now),
        source=_place(unit, sender, "chancellery"),
        target=_place(unit, unit.office.code, "sector"),
        entries=entries,
        gave=person(unit, handover.giver, "courier"),
        took=person(unit, unit.account.login, unit.account.role),
    )


def _reason(case: Case) -> Both | None:
    words = case.remark.open() if case.remark else ""
    return Both(ru=words, kk=words) if case.mark not in (None, "whole") and words else None


def _result(unit: Unit, case: Case) -> Both:
    if case.what is None or case.result is None:
        return Both(ru="—", kk="—")
    _, service = unit.law_of(case.what)
    return next((both(r.name) for r in service.results if r.id == case.result), Both(ru=case.result, kk=case.result))


def _handed(cases: list[Case], registries: list[Registry]) -> tuple[hand_over_act.Handed, ...]:
    rows = []
    listed = {line.case for r in registries for line in r.lines}
    for registry in registries:
        rows.append(
            hand_over_act.Handed(
                number=f"R-{registry.number}", version=registry.edition, cases=len(registry.lines),
                documents=sum(line.documents for line in registry.lines),
                sheets=sum(line.sheets for line in registry.lines),
            )
        )  # fmt: skip
    for case in cases:
        if case.id not in listed:
            rows.append(_alone(case))
    return tuple(rows)


def _alone(case: Case) -> hand_over_act.Handed:
    """On its way back the result travels; what was handed in stays at the licensor, and nobody counts its sheets again."""
    if not case.signed:
        documents = sum(not d.returned for d in case.documents)
        return hand_over_act.Handed(number=f"C-{case.number}", cases=1, documents=documents, sheets=case.sheets)
    both_ = case.what is not None and case.what.object == "licence-and-annex" and not case.negative
    return hand_over_act.Handed(number=f"C-{case.number}", cases=1, documents=2 if both_ else 1, sheets=None)


def _chain(unit: Unit, handover: Handover) -> tuple[tuple[hand_over_act.Holder, ...], int]:
    """The three holders of this way: out from the sector, back from the chancellery."""
    way = ["sector", "courier", "chancellery"]
    if (handover.from_holder, handover.to_holder) in (("chancellery", "courier"), ("courier", "sector")):
        way.reverse()
    people = {handover.from_holder: handover.giver, handover.to_holder: handover.taker or handover.receiver or ""}
    chain = []
    for holder in way:
        login = people.get(holder, "")  # type: ignore[call-overload]
        account = unit.account_of(login) if login else None
        chain.append(hand_over_act.Holder(place=said(f"desk.{holder}"), name=account.name if account else login))
    return tuple(chain), way.index(handover.from_holder)


def _side(unit: Unit, login: str, role: str, at: Moment | None, key: str) -> hand_over_act.Side:
    account = unit.account_of(login) if login else None
    office = unit.offices.get(account.office) if account else None
    return hand_over_act.Side(
        name=account.name if account else login, role=said(f"role.{account.role if account else role}"),
        organisation=both(office.name) if office else Both(ru="", kk=""), at=_moment(unit, at),
        key=handed.fingerprint(bytes.fromhex(key)) if key else "",
    )  # fmt: skip


def act(unit: Unit, handover: Handover, *, cases: list[Case], registries: list[Registry]) -> hand_over_act.Facts:
    """Both hands of one hand-over, and who answers from when."""
    chain, giver = _chain(unit, handover)
    taken = chain[giver + 1]
    given = handed.read_given(cose.from_text(handover.gave))[1] if handover.gave else None
    numbers = {case.id: f"C-{case.number}" for case in cases}
    return hand_over_act.Facts(
        **frame(unit, number=handover.number, prefix="H"),
        drawn_on=day(handover.given_at.local(unit.zone)),
        chain=chain,
        giver=giver,
        handed=_handed(cases, registries),
        items=handover.list_hash,
        gave=_side(unit, handover.giver, handover.from_holder, handover.given_at, handover.giver_key),
        took=_side(
            unit, handover.taker or handover.receiver or "", handover.to_holder, handover.taken_at, handover.taker_key
        ),
        seals_asked=False,
        counted=len(handover.cases) - len(handover.missing) if handover.status == "taken" else 0,
        differences=(
            *(said("papers.handover.missing", number=numbers[id]) for id in handover.missing),
            *(said("papers.handover.damaged", number=numbers[id]) for id in handover.damaged),
        ),
        nonce=given.nonce.hex() if given else "",
        valid_until=_moment(unit, handover.given_at + timedelta(seconds=given.until - given.at)) if given else "",
        proof=unit.hands.vouched(unit, handover),
        answers=each(lambda lang: f"{taken.place.in_(lang)}, {taken.name}" if taken.name else taken.place.in_(lang)),
    )


def sheet(unit: Unit, handover: Handover, *, cases: list[Case], registries: list[Registry]) -> courier_sheet.Facts:
    """What the courier takes along, where to, and by when each act wants it there."""
    chain, giver = _chain(unit, handover)
    deliver_by = min(
        (s.due_by.utc for c in cases for s in c.running if s.due_by and s.step in ("dispatch", "courier-to-centre")),
        default=None,
    )
    role = unit.account_of(handover.receiver) if handover.receiver else None
    stops = tuple(
        courier_sheet.Stop(
            number=row.number, source=chain[giver].place, target=chain[-1].place, cases=row.cases, sheets=row.sheets,
            documents=row.documents,
            deliver_by=local(unit, Moment(deliver_by)) if deliver_by else "",
        )
        for row in _handed(cases, registries)
    )  # fmt: skip
    return courier_sheet.Facts(
        **frame(unit, number=handover.number, prefix="H"),
        day=day(unit.today),
        courier=Signer(name=role.name if role else "", role=said("role.courier")),
        dispatched_by=person(unit, unit.account.login, unit.account.role),
        stops=stops,
    )


def unclaimed(unit: Unit, case: Case, *, lying: list[tuple[Case, Lying]]) -> unclaimed_list.Facts:
    """A month on the shelf, then back to the licensor (reconstructed, FACTS 1.1)."""
    entries = tuple(
        unclaimed_list.Entry(
            cell=waiting.cell or "—", number=waiting.number, applicant=_name(waiting), came_on=day(it.came_on),
            return_by=day(it.until), days=it.days(unit.today), calls=tuple(day(on) for on in it.told),
            next=it.next(unit.today),
        )
        for waiting, it in lying
    )  # fmt: skip
    return unclaimed_list.Facts(
        **frame(unit, number=case.number, prefix="C"),
        as_of=local(unit, unit.now),
        centre=unit.office.code,
        desk=said("desk.release"),
        entries=entries,
        checked_by=person(unit, unit.account.login, unit.account.role),
    )
