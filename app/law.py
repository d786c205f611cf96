"""What the acts say, asked from outside without a store: numbers, deadlines, completeness, packs in force.

The command line's `number`, `due`, `findings` and `packs` answer with exactly these objects.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast, get_args
from zoneinfo import ZoneInfo

from app.catalogue.acts import Catalogue, NotInAct, UnknownId
from app.catalogue.calendars import calendar
from app.domain import terms
from app.domain.calendar import CalendarEnded
from app.domain.completeness import Draft, Finding, check, findings
from app.domain.course import Clockwork
from app.domain.moment import Moment
from app.domain.numbers import read_number
from app.domain.pack import ChannelId, ObjectId, Service, ServiceId, StepId, VariantId
from app.problems import Refused, WrongCall
from app.words import words

Spoken = dict[str, str]
NOT_A_STEP: dict[str, Any] = {"kind": "not-a-step", "due_by": None, "source": "act", "clause": None, "why": []}


def number(text: str) -> dict[str, Any]:
    """What a number is, valid or why not."""
    read = read_number(text)
    plain = {
        k: (v.isoformat() if isinstance(v, date) else v) for k, v in asdict(read).items() if v not in (None, False)
    }
    plain["valid"] = read.problem is None
    if read.problem:
        plain["text"] = _said(f"number.problem.{read.problem}")
    return plain


def due(
    act: str, service: str, variant: str, *, step: str, start: str, channel: str | None = None,
    object: str = "licence", intake: str | None = None,
) -> dict[str, Any]:  # fmt: skip
    """By when a step is due, and which stretches its clock skipped. Always one object; an unknown id raises `UnknownId`."""
    for kind, id, ids in (("variant", variant, VariantId), ("step", step, StepId), ("service", service, ServiceId)):
        if id not in get_args(ids):
            raise UnknownId(kind, id)
    catalogue = Catalogue.load()
    zone = ZoneInfo(catalogue.zone(act))
    at = _local(start, zone)
    on = date.fromisoformat(intake) if intake else at.date()
    try:
        pack, found = catalogue.for_act(act, service, on=on)
    except NotInAct:
        return dict(NOT_A_STEP)
    channel = channel or ("counter" if found.channel("counter") else "chancellery")
    known = found.variant(variant)
    asked = object if known and known.objects else ""
    unfit = known is None or (asked and asked not in known.objects)
    here = None if unfit else found.step(step, variant=variant, object=asked, channel=channel)
    answer: dict[str, Any] = {"pack": pack.ref, "channel": channel, **_doubted(catalogue, act, on=on)}
    if here is None:
        return {**NOT_A_STEP, **answer}
    answer |= {"source": here.source, "clause": here.clause, "own": here.own}
    try:
        reckoned = Clockwork(Moment(at), zone, calendar()).due(here, found, channel, start=Moment(at))
    except CalendarEnded as ended:
        why = {"rule": "calendar-ended", "text": _said("terms.calendar-ended", **_days(ended))}
        limit = {"limit": here.limit, "unit": here.unit, "start": here.start}
        return {"kind": "moment", "due_by": None, **answer, **limit, "why": [why]}
    if reckoned is None:
        why = {"rule": "no-limit", "clause": here.clause, "text": {"ru": here.text.ru, "kk": here.text.kk}}
        return {"kind": "no-limit", "due_by": None, **answer, "why": [why]}
    return {
        "kind": "moment", "due_by": terms.iso(reckoned.by), **answer, "limit": here.limit, "unit": here.unit,
        "start": here.start, "why": [_why(skip) for skip in reckoned.why],
    }  # fmt: skip


def verdict(
    act: str, service: str, variant: str, *, on: str, draft: Draft, object: str = "", channel: str | None = None
) -> dict[str, Any]:
    """The completeness verdict of a draft on a day. Raises `Refused` in the settled order: day, channel, object, people."""
    catalogue = Catalogue.load()
    day = date.fromisoformat(on)
    _, found = catalogue.for_act(act, service, on=day)
    _in_force(catalogue, act, found, on=day)
    through = cast(ChannelId, channel or draft.channel)
    if found.channel(through) is None:
        raise Refused(
            "channel-not-offered", act=act, service=service, on=on, channel=through,
            clause=found.channels[0].clause.partition("(")[0], offered=", ".join(c.id for c in found.channels),
        )  # fmt: skip
    asked = replace(draft, service=found.id, variant=cast(VariantId, variant), channel=through)
    if object:
        asked = replace(asked, object=cast(ObjectId, object))
    gaps = findings(found, check(found, asked), on=day)
    return {"complete": not gaps, "findings": [told(g) for g in gaps], **_doubted(catalogue, act, on=day)}


def _doubted(catalogue: Catalogue, act: str, *, on: date) -> dict[str, Spoken]:
    """Said beside every answer of a day between an act, amendment or repeal and its reconstructed day of effect."""
    unsure = catalogue.effect_not_known
    return {"note": {"ru": unsure.ru, "kk": unsure.kk}} if catalogue.act(act).effect_not_known(on) else {}


def _in_force(catalogue: Catalogue, act: str, service: Service, *, on: date) -> None:
    """`due` counts on an act that ended; a set of documents is judged only on a day that its act was in force."""
    here = catalogue.act(act)
    doubted = _doubted(catalogue, act, on=on)
    facts: dict[str, object] = {"act": act, "service": service.id, "on": on.isoformat(), **doubted}
    if not here.from_ <= on <= here.to:
        raise Refused("no-act-in-force", **facts)
    if on < (held_from := here.services[service.id]):
        raise Refused("act-text-not-held", **facts, held_from=held_from.isoformat())


def told(gap: Finding) -> dict[str, Any]:
    """A finding as scripts, screens and papers show it: with its clause, in both languages."""
    return {
        "document": gap.document, "kind": gap.kind, "clause": gap.clause, "source": gap.source,
        "text": {lang: gap_text(gap, lang) for lang in ("ru", "kk")},
    }  # fmt: skip


def gap_text(gap: Finding, lang: str) -> str:
    return words(lang)(f"finding.{gap.kind}", name=gap.name.in_(lang), remedy=gap.remedy.in_(lang))


def packs(on: str | None = None, *, region: str | None = None, channel: str | None = None) -> list[dict[str, Any]]:
    """What is in force that day; without a day, today."""
    day = date.fromisoformat(on) if on else date.today()  # noqa: DTZ011 – the user's own day
    rows = Catalogue.load().listing(day, region=region, channel=channel)
    return [
        {
            "act": r.act, "pack": r.pack, "from": r.from_.isoformat(), "to": r.to.isoformat(), "service": r.service,
            "channels": list(r.channels), "held": r.held, "title": {"ru": r.title.ru, "kk": r.title.kk},
            **({"name": {"ru": r.name.ru, "kk": r.name.kk}} if r.name else {}),
            **({"note": {"ru": r.note.ru, "kk": r.note.kk}} if r.note else {}),
        }
        for r in rows
    ]  # fmt: skip


def uncertain(on: str | None, *, region: str | None, lang: str) -> list[str]:
    """The acts that are made and, by the reconstructed day, not yet in force: no list of the day shows them."""
    day = date.fromisoformat(on) if on else date.today()  # noqa: DTZ011 – the user's own day
    catalogue = Catalogue.load()
    coming = [a for a in catalogue.acts if a.adopted <= day < a.from_ and (region is None or region in a.regions)]
    return [f"{act.title.in_(lang)}. {catalogue.effect_not_known.in_(lang)}" for act in coming]


def check_packs(files: list[str], *, texts: str | None = None) -> list[dict[str, Any]]:
    """Problems of pack files, each with file, key, clause, what is wrong and what to do; empty: none."""
    from app.catalogue.clauses import check as check_clauses
    from app.catalogue.packs import FOLDER, check_pack

    chosen = [Path(f) for f in files] or sorted(FOLDER.glob("*@*.toml"))
    problems = [asdict(p) for f in chosen for p in check_pack(f)]
    if texts:
        listed = FOLDER / "clauses.toml"
        problems += [
            {"file": listed.name, "key": "", "clause": "", "says": says, "do": "derive the list again"}
            for says in check_clauses(Path(texts), listed)
        ]
    return problems


def _local(start: str, zone: ZoneInfo) -> datetime:
    """A time without an offset is local to the act's centre."""
    at = datetime.fromisoformat(start)
    try:
        local = at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)
        local.astimezone(UTC)  # as it is counted
        return local
    except OverflowError as beyond:
        raise WrongCall(f"{start} is no day of the calendar at {zone.key}") from beyond


def _why(skip: terms.Skip) -> dict[str, Any]:
    said = {}
    for lang in ("ru", "kk"):
        key, facts = terms.spoken(skip, lang)
        said[lang] = words(lang)(key, **facts)
    return {
        "from": terms.iso(skip.from_), "to": terms.iso(skip.to), "rule": skip.rule, "skipped": skip.skipped, "text": said,
        **({"law": skip.facts["law_ru"]} if skip.facts.get("law_ru") else {}),
    }  # fmt: skip


def _said(key: str, **facts: str) -> Spoken:
    return {lang: words(lang)(key, **facts) for lang in ("ru", "kk")}


def _days(ended: CalendarEnded) -> dict[str, str]:
    return {k: f"{getattr(ended, k):%d.%m.%Y}" for k in ("first", "last", "day")}


__all__ = ["check_packs", "due", "number", "packs", "uncertain", "verdict"]
