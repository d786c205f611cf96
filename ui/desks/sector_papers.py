"""What the sector prints and puts right: the registry of what came, the unclaimed list, a new edition of a closed one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from app.command import Coded, Nothing, Outcome
from app.domain.handover import Handover
from app.queries.registry import OpenedRegistry
from app.services.accumulation import Amendment
from ui.desks import texts
from ui.desks.session import Session
from ui.look_words import say
from ui.parts.palette import Entry

Difference = Literal["short", "extra", "damaged"]
DIFFERENCES: tuple[Difference, ...] = ("short", "extra", "damaged")
MOST = 20  # of the newest hand-overs and registries that a list offers


def offer_papers(session: Session, last: str, made: Callable[[str], None]) -> None:
    """F7: the paper that was made last, what came with each bag, what nobody collects. `made` gets the paper's id."""

    def have(handed: tuple[Handover, ...]) -> None:
        came = [h for h in handed if h.to_holder == "sector" and h.taken_at][:MOST]
        entries = [Entry("last", say("desk.sector.last-paper"), icon="paper")] if last else []
        entries.append(Entry("unclaimed", say("desk.form.unclaimed-list"), icon="paper"))
        entries += [
            Entry(h.id, say("desk.form.registry-in"), _bag(session, h), icon="paper") for h in came
        ]  # fmt: skip
        session.offer("sector.paper", say("window.sector.f7"), tuple(entries), chosen)

    def chosen(id: str) -> None:
        match id:
            case "last":
                session.show_paper(last)
            case "unclaimed":
                session.run("accumulation.print_unclaimed", Nothing(), printed)
            case _:
                session.run("accumulation.print_received", Coded(code=id), printed)

    def printed(outcome: Outcome) -> None:
        made(outcome.value.paper)
        session.print((outcome.value.paper,))
        session.done(say("desk.paper.kept"), texts.cases(outcome.value.lines), action=say("desk.paper.show"), key="F7")

    session.ask("registry.handed", {"status": "taken", "limit": 100}, have)


def _bag(session: Session, handover: Handover) -> str:
    at = f"{session.local(handover.taken_at):%d.%m %H:%M}" if handover.taken_at else ""
    return f"H-{handover.number} · {texts.cases(len(handover.cases))} · {at}"


def offer_difference(session: Session, number: str, mark: Callable[[Difference, str], None]) -> None:
    """F8 while receiving: what is the matter with the paper in hand. The line takes the reason; the licensor reads it."""
    line = session.shell.palette_.line

    def chosen(id: str) -> None:
        reason = line.text().strip()
        if id not in DIFFERENCES:
            return
        if not reason:
            session.note(say("desk.reason-first"), say("desk.reason-first.text"), tone="risk")
            return
        mark(id, reason)

    entries = tuple(Entry(d, say(f"desk.sector.difference.{d}")) for d in DIFFERENCES)
    session.lists["sector.difference"] = chosen
    session.shell.offer("sector.difference", say("desk.sector.difference", number=number), entries, own_filter=False)


def offer_amendment(session: Session, id: str, amended: Callable[[Outcome], None]) -> None:
    """A closed registry: the reason is typed, the case that goes out is chosen; the edition before stays as it was."""
    line = session.shell.palette_.line

    def have(opened: OpenedRegistry) -> None:
        def chosen(case: str) -> None:
            reason = line.text().strip()
            if case not in {c.id for c in opened.cases}:
                return
            if not reason:
                session.note(say("desk.reason-first"), say("desk.reason-first.text"), tone="risk")
                return
            given: Any = Amendment(code=opened.registry.id, remove=(case,), reason=reason)
            session.run("accumulation.amend", given, amended)

        entries = tuple(Entry(c.id, say("desk.sector.take-out", number=c.number), c.applicant) for c in opened.cases)
        session.lists["sector.amend"] = chosen
        title = say("desk.sector.amend", number=opened.registry.number)
        session.shell.offer("sector.amend", title, entries, own_filter=False)

    session.ask("registry.open", Coded(code=id), have)
