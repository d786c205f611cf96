"""The sector's list of results that nobody has come for: how long each has lain, and that its owner was told."""

from __future__ import annotations

from app.queries.queue import Unclaimed
from app.services.accumulation import Tell
from ui.desks import texts
from ui.desks.session import Session
from ui.desks.waiting import unclaimed
from ui.look_words import count, say
from ui.parts.palette import Entry

WAYS = ("telephone", "message", "letter")
FIRST = {"return": 0, "call": 1, "wait": 2}


def offer_unclaimed(session: Session) -> None:
    """What is to be done first stands first; of these, what has lain longest."""

    def have(found: tuple[Unclaimed, ...]) -> None:
        if not found:
            session.note(say("desk.unclaimed.none"))
            return
        rows = {u.case.id: u for u in sorted(found, key=lambda u: (FIRST[u.next], u.came_on, u.case.row))}
        entries = tuple(Entry(id, u.case.applicant, _state(u), icon="case") for id, u in rows.items())
        title = say("desk.unclaimed", cases=texts.cases(len(rows)))
        session.offer("sector.unclaimed", title, entries, lambda id: _chosen(session, rows[id]) if id in rows else None)

    session.read(lambda: unclaimed(session.told), have, key="sector.unclaimed")


def _state(u: Unclaimed) -> str:
    lain = say("desk.unclaimed.lain", days=count("desk.days", u.days))
    told = say("desk.unclaimed.told-on", day=f"{u.told[-1]:%d.%m}") if u.told else ""
    return " · ".join(
        part for part in (u.case.number, u.case.cell or "", lain, told, say(f"desk.unclaimed.{u.next}")) if part
    )


def _chosen(session: Session, u: Unclaimed) -> None:
    number = u.case.number
    if u.next == "return":
        session.note(say("desk.unclaimed.over", number=number), say("desk.unclaimed.over.text"), tone="risk")
        return

    def told(way: str) -> None:
        if way in WAYS:
            session.run(
                "accumulation.tell_owner", Tell(code=u.case.id, by=way),
                lambda _: session.done(say("desk.unclaimed.told", number=number), say(f"desk.unclaimed.by.{way}")),
            )  # fmt: skip

    entries = tuple(Entry(way, say(f"desk.unclaimed.by.{way}")) for way in WAYS)
    session.offer("sector.told", say("desk.unclaimed.how", number=number, until=f"{u.until:%d.%m.%Y}"), entries, told)
