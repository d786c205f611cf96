"""Results that nobody has come for: how long each has lain, whom to call, and that its owner was told.

At the sector and at the release window alike; each has its own command for it.
"""

from __future__ import annotations

from app.queries.queue import Unclaimed
from ui.desks import texts
from ui.desks.session import Session
from ui.desks.waiting import unclaimed
from ui.look_words import say
from ui.parts.palette import Entry

TOLD_BY = {"sector": "accumulation.tell_owner", "release": "issue.tell_owner"}
WAYS = ("telephone", "message", "letter")
FIRST = {"return": 0, "call": 1, "wait": 2}


def offer_unclaimed(session: Session, place: str) -> None:
    """What is to be done first stands first; of these, what has lain longest."""

    def have(found: tuple[Unclaimed, ...]) -> None:
        if not found:
            session.note(say("desk.unclaimed.none"))
            return
        rows = {u.case.id: u for u in sorted(found, key=lambda u: (FIRST[u.next], u.came_on, u.case.row))}
        entries = tuple(Entry(id, u.case.applicant, _state(u), icon="case") for id, u in rows.items())

        def chosen(id: str) -> None:
            if id in rows:
                _chosen(session, place, rows[id])

        session.offer(f"{place}.unclaimed", say("desk.unclaimed", cases=texts.cases(len(rows))), entries, chosen)

    session.read(lambda: unclaimed(session.told), have, key=f"{place}.unclaimed")


def _state(u: Unclaimed) -> str:
    lain = say("desk.unclaimed.lain", days=texts.days(u.days))
    told = say("desk.unclaimed.told-on", day=f"{u.told[-1]:%d.%m}") if u.told else ""
    call = u.telephone.open() if u.telephone and u.next == "call" else ""
    parts = (u.case.number, u.case.cell or "", lain, told, say(f"desk.unclaimed.{u.next}"), call)
    return " · ".join(part for part in parts if part)


def _chosen(session: Session, place: str, u: Unclaimed) -> None:
    if u.next == "return":
        session.note(say("desk.unclaimed.over", number=u.case.number), say("desk.unclaimed.over.text"), tone="risk")
    else:
        offer_told(session, place, u.case.number)


def offer_told(session: Session, place: str, number: str) -> None:
    """How its owner was told: written down, and asked for again in a week."""

    def told(way: str) -> None:
        if way in WAYS:
            session.run(
                TOLD_BY[place], {"code": number, "by": way},
                lambda _: session.done(say("desk.unclaimed.told", number=number), say(f"desk.unclaimed.by.{way}")),
            )  # fmt: skip

    entries = tuple(Entry(way, say(f"desk.unclaimed.by.{way}")) for way in WAYS)
    session.offer(f"{place}.told", say("desk.unclaimed.how", number=number), entries, told)
