"""The two signatures of a hand-over as the screen shows them: what is given, what was counted, what waits for its taker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.handover import Handover
from ui.desks import texts
from ui.desks.courier_news import Lot
from ui.desks.courier_way import ICONS
from ui.look_words import say
from ui.screens.courier_view import Parcel, SideState

if TYPE_CHECKING:
    from ui.desks.courier import CourierDesk


def _parcel(desk: CourierDesk, lot: Lot, *, seal: str = "", tone: str = "") -> Parcel:
    services = {c.service for c in lot.cases}
    office = desk.session.app.store.offices.get(lot.receiver)
    to = texts.text(office.name) if office else lot.cases[0].applicant if lot.cases else ""
    return Parcel(
        id=lot.id, number=lot.number, to=to, cases=len(lot.cases),
        sheets=None if lot.results else sum(c.sheets for c in lot.cases), seal=seal,
        seal_tone=tone, service=texts.service(next(iter(services)), short=True) if len(services) == 1 else "",
    )  # fmt: skip


def _counted(desk: CourierDesk, lot: Lot) -> Parcel:
    """A line as the taker has found it so far."""
    if found := desk.differs.get(lot.id):
        return _parcel(desk, lot, seal=say(f"desk.courier.{found}"), tone="late")
    read = lot.id in desk.read
    return _parcel(
        desk, lot, seal=say("desk.courier.read" if read else "desk.courier.unread"), tone="ok" if read else "wait"
    )


def giving_side(desk: CourierDesk) -> SideState:
    news, lots = desk.news, desk.chosen()
    spare = say("desk.courier.over") if news.holder == "sector" else texts.status("on-the-way")
    stays = {x.id: (say("desk.courier.left-out"), "wait") for x in news.lots if x.id in desk.left_out}
    stays |= {x.id: (spare, "info") for x in news.spare if x.id not in desk.added}
    marks = ((x, *stays.get(x.id, ("", ""))) for x in (*news.lots, *news.spare))
    here = len(news.lots) + len(desk.added)
    return SideState(
        phase="now", under=say("desk.courier.first"), count=str(len(lots)) if here else "",
        of=say("desk.courier.of", n=here) if here else "",
        icon=ICONS.get(news.holder, "person"), person=desk.session.me.name, how=texts.holder(news.holder),
        known=True, parcels=tuple(_parcel(desk, x, seal=seal, tone=tone) for x, seal, tone in marks),
        foot=_closes(lots) if lots else _next(desk),
    )  # fmt: skip


def _closes(lots: tuple[Lot, ...]) -> str:
    """Of results nobody has counted the sheets: what is in the application stays at the licensor."""
    cases = texts.cases(sum(len(x.cases) for x in lots))
    if any(lot.results for lot in lots):
        return say("desk.courier.closes-results", cases=cases)
    return say("desk.courier.closes", cases=cases, sheets=texts.sheets(sum(c.sheets for x in lots for c in x.cases)))


def onward(desk: CourierDesk) -> str:
    return "desk.courier.carried" if desk.session.app.store.side == "centre" else "desk.courier.carried-back"


def _next(desk: CourierDesk) -> str:
    """With nothing to sign here: what to do instead. In a demonstration the other side is one log-in away."""
    news = desk.news
    if news.lots:
        return say("desk.courier.none-chosen")
    if news.holder == "sector" and news.spare:
        return say("desk.courier.over.text")
    if not news.spare:
        return say(f"desk.courier.empty.{news.holder}") if news.holder else ""
    store, login = desk.session.app.store, desk.session.me.login
    there = f"{login}@licensor" if store.side == "centre" else login  # as the log-in list calls them
    training = f". {say('desk.courier.carried.training', login=there)}" if store.demo else ""
    return say(onward(desk)) + training


def done_side(desk: CourierDesk, handover: Handover) -> SideState:
    """At the giver's machine its lines are the taker's to count, too."""
    at = f"{desk.session.local(handover.given_at):%H:%M}"
    one = _parcel if desk.taking else _counted
    return SideState(
        phase="done", under=say("desk.courier.first"), badge=say("desk.courier.signed", at=at),
        icon=ICONS.get(handover.from_holder, "person"), person=desk.name(handover.giver),
        how=texts.holder(handover.from_holder), known=True,
        parcels=tuple(one(desk, x) for x in desk.news.lots_of(handover)), foot=f"H-{handover.number}",
    )  # fmt: skip


def taking_side(desk: CourierDesk, handover: Handover) -> SideState:
    lots = desk.news.lots_of(handover)
    return SideState(
        phase="now", under=say("desk.courier.second"), count=str(len(lots) - desk.uncounted()),
        of=say("desk.courier.of", n=len(lots)), icon=ICONS.get(handover.to_holder, "person"),
        person=desk.session.me.name, how=texts.holder(handover.to_holder), known=True,
        parcels=tuple(_counted(desk, x) for x in lots),
        foot=say("desk.courier.compare", cases=texts.cases(len(handover.cases))),
    )  # fmt: skip


def waiting_side(desk: CourierDesk, handover: Handover) -> SideState:
    return SideState(
        phase="now", under=say("desk.courier.second"), icon=ICONS.get(handover.to_holder, "person"),
        person=desk.name(handover.receiver), how=texts.holder(handover.to_holder),
        foot=say("desk.courier.waits", cases=texts.cases(len(handover.cases))),
    )  # fmt: skip
