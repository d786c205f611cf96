"""The way of the papers as the hand-over's screen draws it: three holders, two legs, and the limit of each."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from ui.desks import texts
from ui.desks.courier_news import Lot
from ui.desks.session import Session
from ui.look_words import say
from ui.parts.custody import Holder, Leg

ICONS = {"sector": "sector", "courier": "courier", "chancellery": "licensor", "inspector": "intake"}
PATH = ("sector", "courier", "chancellery")
STEP_OF = {
    ("sector", "courier"): "dispatch", ("courier", "chancellery"): "courier-to-licensor",
    ("chancellery", "courier"): "licensor-to-courier", ("courier", "sector"): "courier-to-centre",
}  # fmt: skip


def _way(holder: str, to: str) -> tuple[str, ...]:
    return PATH if (holder, to) in (("sector", "courier"), ("courier", "chancellery")) else tuple(reversed(PATH))


def holders(holder: str, to: str) -> tuple[Holder, ...]:
    found = []
    for id in _way(holder, to):
        now = id == holder
        above = "desk.courier.now" if now else "desk.courier.after" if id == to else "desk.courier.other"
        found.append(Holder(ICONS[id], say(above), texts.holder(id), "", now=now, later=id not in (holder, to)))
    return tuple(found)


def legs(session: Session, lots: Iterable[Lot], holder: str, to: str) -> tuple[Leg, ...]:
    pairs, lots = pairwise(_way(holder, to)), tuple(lots)
    return tuple(
        Leg(say(f"desk.step.{STEP_OF[p]}"), _limit(session, lots, STEP_OF[p]), ahead=p != (holder, to)) for p in pairs
    )


def _limit(session: Session, lots: Iterable[Lot], step: str) -> str:
    """By the running clock of the first case in hand, else by nothing."""
    for lot in lots:
        for case in lot.cases:
            if case.due_step == step and case.due_by:
                return texts.due(session, case.due_by)[0]
    return "—"
