"""The lists that the intake offers: services of today, drafts put aside, the norm of the visit."""

from __future__ import annotations

from app.domain.pack import Step
from app.queries.law import Offered
from app.queries.queue import DraftRow
from ui.desks import texts
from ui.desks.session import Session
from ui.look_words import say
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
            entries.append(Entry(f"slip:{o.service}", name, f"{why}{': ' + where if where else ''}", tone="stop"))
    return tuple(entries)


def draft_entries(session: Session, rows: tuple[DraftRow, ...]) -> tuple[Entry, ...]:
    entries = []
    for row in rows:
        d = row.draft
        who = (d.applicant.name.open() or d.applicant.number.open()) if d.applicant else say("desk.draft.nobody")
        kind = f"{texts.service(d.service, short=True)}, {texts.variant(d.variant)}"
        entries.append(Entry(row.id, who, f"{kind} · {session.local(row.saved_at):%d.%m %H:%M}", icon="pen"))
    return tuple(entries)


def norm_entries(steps: tuple[Step, ...]) -> tuple[Entry, ...]:
    """Every step that the act sets for this visit, with its limit and clause."""
    return tuple(
        Entry(s.id, texts.text(s.text), f"{texts.limit(s)} · {texts.clause(s.clause) or say('desk.own')}", icon="norm")
        for s in steps
    )
