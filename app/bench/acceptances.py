"""A day's acceptances in a centre's journal, eight scanned documents each, as the counter writes them: 2.6 KB an event."""

from __future__ import annotations

import random
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.bench.house import NOW, WHO, ZONE, application
from app.bench.names import person
from app.domain import case as cases
from app.domain import codec
from app.domain.case import Head
from app.domain.events import ApplicationAccepted
from app.domain.moment import Moment
from app.domain.numbers import case_number
from app.domain.people import Applicant, People
from app.domain.personal import Personal
from app.start import App
from app.store import chain, tables
from app.store.rows import CASE
from app.store.unit import head_bytes, split

CENTRE, DEVICE, KIND = "AT01", "AT01-01", "application.accepted"
EACH = timedelta(seconds=3)  # a day of a large centre
TABLES = ("events", "persons", "cases")


def accept(app: App, count: int, *, seed: int = 1) -> tuple[int, int]:
    """The first by the command, the others as it writes them, of other people with other scans.

    Answers where the chain stood before them, and where it stands now.
    """
    before = _device(app)["seq"]
    app.run("intake.accept", application(app), as_=WHO, draw=False)
    with app.store.reading() as connection:
        e = tables.events.c
        facts = connection.execute(select(e.facts).where(e.kind == KIND)).scalar_one()
    chance = random.Random(seed)
    plain = {**codec.plain_value(bytes(facts)), "person": codec.to_json(_somebody(chance))}
    first, device = codec.read(ApplicationAccepted, plain), _device(app)
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for serial in range(2, count + 1):
        _record(device, _another(first, chance, serial=serial), chance, rows, at=Moment(NOW.utc + serial * EACH))
    with app.store.engine.begin() as connection:
        for name, some in rows.items():
            if some:
                connection.execute(tables.metadata.tables[name].insert(), some)
        moved = {"seq": device["seq"], "head": device["head"], "serial": count}
        connection.execute(tables.devices.update().where(tables.devices.c.code == DEVICE).values(moved))
    return before, device["seq"]


def _device(app: App) -> dict[str, Any]:
    with app.store.reading() as connection:
        return dict(connection.execute(select(tables.devices).where(tables.devices.c.code == DEVICE)).one()._mapping)


def _another(like: ApplicationAccepted, chance: random.Random, *, serial: int) -> ApplicationAccepted:
    scanned = tuple(replace(d, scan=chance.randbytes(32).hex()) for d in like.documents)
    number = case_number(CENTRE, DEVICE[-2:], year=NOW.local(ZONE).year, serial=serial)
    return replace(like, number=number, documents=scanned, person=_somebody(chance))


def _somebody(chance: random.Random) -> People:
    who = person(chance)
    return People(applicant=Applicant(kind=who.kind, number=Personal(who.number), name=Personal(who.name)))


def _record(
    device: dict[str, Any], fact: ApplicationAccepted, chance: random.Random, rows: dict[str, list[dict[str, Any]]],
    *, at: Moment,
) -> None:  # fmt: skip
    id, subject, op = (_id(chance, at) for _ in range(3))
    device["seq"] += 1
    head = Head(
        id=id, v=1, kind=KIND, device=DEVICE, seq=device["seq"], case=subject, version=1, op=op, who=WHO, at=at,
        recorded_at=at.iso(), clock="by-hand", side="centre",
    )  # fmt: skip
    told, (facts, personal), salt = head_bytes(head), split(fact), chance.randbytes(16)
    hashes = chain.sha(told) + chain.sha(facts) + chain.sha(salt + personal)
    device["head"] = chain.row_hash(bytes(device["head"]), hashes)
    rows["events"].append(
        {
            "id": id, "centre": CENTRE, "device": DEVICE, "seq": head.seq, "subject": subject, "kind": KIND, "version": 1,
            "head": told, "facts": facts, "hashes": hashes, "row_hash": device["head"],
        }
    )  # fmt: skip
    rows["persons"].append({"event": id, "centre": CENTRE, "salt": salt, "person": personal})
    rows["cases"].append({"centre": CENTRE, **CASE.row(cases.apply(None, head, fact))})


def _id(chance: random.Random, at: Moment) -> str:
    """UUIDv7 of that moment."""
    value = int(at.utc.timestamp() * 1000) << 80 | 0x7 << 76 | chance.getrandbits(12) << 64
    return str(uuid.UUID(int=value | 0b10 << 62 | chance.getrandbits(62)))
