"""The lists that the intake offers: services of today, drafts put aside, the norm of the visit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.command import Outcome
from app.domain.pack import Step
from app.queries.law import Offered
from app.queries.queue import DraftRow
from app.services.intake import Slip
from ui.desks import texts
from ui.desks.session import Session
from ui.look_words import count, language, say
from ui.parts.palette import Entry


def service_entries(services: tuple[Offered, ...]) -> tuple[Entry, ...]:
    """What this counter may not take is listed too, with the slip that says where instead."""
    entries = []
    for o in services:
        name = texts.text(o.name) or texts.service(o.service)
        for variant in o.variants:
            for object in variant.objects or ("",):
                words = f"{name} — {texts.variant(variant.id, object)}"
                entries.append(Entry(f"{o.service}:{variant.id}:{object}", words, icon="intake"))
        if not o.variants:
            why = say(f"desk.not-offered.{o.why_not}")
            where = ", ".join(say(f"desk.channel.{c}") for c in o.offered)
            second = f"{why}{': ' + where if where else ''} · {say('desk.intake.slip-next')}"
            entries.append(Entry(f"slip:{o.service}", name, second, tone="stop"))
    return tuple(entries)


def draft_entries(session: Session, rows: tuple[DraftRow, ...]) -> tuple[Entry, ...]:
    entries = []
    for row in rows:
        d = row.draft
        who = (d.applicant.name.open() or d.applicant.number.open()) if d.applicant else say("desk.draft.nobody")
        kind = f"{texts.service(d.service, short=True)}, {texts.variant(d.variant)}"
        entries.append(Entry(row.id, who, f"{kind} · {session.wall(row.saved_at):%d.%m %H:%M}", icon="pen"))
    return tuple(entries)


def tell_drafts(session: Session, *, open_: str) -> None:
    """After a log-in: what was begun and not ended waits, also when the window was closed amid it. `open_` comes at once."""

    def told(rows: tuple[DraftRow, ...]) -> None:
        if waiting := [row for row in rows if row.id != open_]:
            session.note(count("desk.intake.kept-drafts", len(waiting)), say("desk.intake.kept-drafts.do"))

    session.ask("queue.my_drafts", {}, told)


def norm_entries(steps: tuple[Step, ...]) -> tuple[Entry, ...]:
    """Every step that the act sets for this visit, with its limit and clause."""
    return tuple(
        Entry(s.id, texts.text(s.text), f"{texts.limit(s)} · {texts.clause(s.clause) or say('desk.own')}", icon="norm")
        for s in steps
    )


def give_slip(session: Session, service: str, *, op: str, then: Callable[[Outcome], None]) -> None:
    """Not offered here: a numbered slip says where instead. Nothing is taken in."""
    lang: Any = "kk" if language() == "kk" else "ru"

    def given(outcome: Outcome) -> None:
        then(outcome)
        session.print(outcome.value.papers)
        title = say("desk.intake.slip-given", number=outcome.value.number)
        session.done(title, say("desk.paper.kept"), action=say("desk.paper.show"), key="F7")

    session.run("intake.give_slip", Slip(service=service, lang=lang), given, op=op)  # type: ignore[arg-type]
