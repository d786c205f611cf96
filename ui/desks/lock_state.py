"""What the lock screen says: the time of the office, whether the store is open, who may go on."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from app.domain.roles import Role
from ui.desks import texts
from ui.desks.door import Door, Known
from ui.look_words import say
from ui.porch import opening
from ui.screens.lock import LockNotice, LockState
from ui.screens.lock_people import Colleague


def lock_state(
    door: Door, known: tuple[Known, ...], *, last: str, ready: bool, not_open: str, begun: bool = False,
    crashed: str = "",
) -> LockState:  # fmt: skip
    """`not_open`: why the store could not be opened, and what to do, in words. `crashed`: the report of the last end."""
    first = opening(last, crashed=crashed, training=door.demonstration)
    if not_open:
        notice = LockNotice("late", say("desk.lock.not-open"), not_open)
        return replace(
            first, notices=(*first.notices, notice), error=not_open, wait=say("desk.lock.not-open"), draft=begun
        )
    if not ready:
        return replace(first, draft=begun)
    notices = first.notices
    if door.demonstration:
        notices += (LockNotice("info", say("desk.lock.demo"), say("desk.lock.demo.text")),)
    people = {k.login: k for k in known}
    who = people.get(last)
    others = _beside(known, who)
    time, day, place, hours = _where(door, who)
    return LockState(
        time=time, day=day, place=place, hours=hours, login=who.login if who else last, person=who.name if who else "",
        role=say(f"desk.role.{who.role}") if who else "", notices=notices,
        colleagues=tuple(Colleague(k.login, texts.short_name(k.name), say(f"desk.role.{k.role}")) for k in others),
        training=door.demonstration, draft=begun,
    )  # fmt: skip


def _where(door: Door, who: Known | None) -> tuple[str, str, str, str]:
    """Legal time and the office's name; of the last person's office, else of the first there is."""
    app = next(iter(door.apps.values()), None)
    if app is None:
        return "", "", "", ""
    own = (office for office in app.store.offices.values() if office.side == app.store.side)
    office = app.store.offices.get(who.office if who else "") or next(own)
    now = app.clock.moment(office).local(ZoneInfo(office.zone))
    return f"{now:%H:%M}", texts.today(now), texts.text(office.name), texts.text(office.branch)


def _beside(known: tuple[Known, ...], who: Known | None) -> list[Known]:
    """One of each role of the same office, in the order in which an application passes them; who is here is not among them."""
    office = who.office if who else next((k.office for k in known), "")
    first: dict[str, Known] = {}
    for one in known:
        if one.office == office and one != who:
            first.setdefault(one.role, one)
    order = {role: n for n, role in enumerate(Role)}
    if who is not None:
        first.pop(who.role, None)
    return sorted(first.values(), key=lambda one: order[Role(one.role)])[:3]
