"""A centre that fifty counters share: a lived-in store on PostgreSQL, a workplace and a person for each counter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import select, text

from app.bench.generate import CENTRE, LICENSOR, fill
from app.domain import case as cases
from app.domain import codec
from app.domain.case import Case, Head
from app.domain.events import KIND, ResultPrepared, ResultSigned
from app.domain.facts import Course
from app.domain.moment import Moment
from app.settings import devices_folder
from app.start import App, Settings, build, initialise
from app.store import chain, leading, tables
from app.store.open import add_device
from app.store.rows import CASE
from app.store.unit import head_bytes, new_id, split
from app.sync import keys

FIRST = 4  # the number of the first counter's device: three stand in the demonstration already
FIFTY = (("inspector", 33), ("sector", 14), ("supervisor", 3))  # who sits at fifty counters
DECIDER = f"{LICENSOR}-02"  # the device of the other side on which results were signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    url: str
    key: str
    cases: int
    numbers: tuple[str, ...]
    surnames: tuple[str, ...]
    people: tuple[tuple[str, str], ...]  # login and role, a counter each


def founded(url: str, folder: Path, *, count: int, counters: int) -> Town:
    key = folder / "keys" / "tereze.key"
    initialise(url, key=key, demo=True)
    app = build(Settings(store=url, key=key))
    try:
        made = fill(app, count)
        people = tuple(_people(app, key, counters))
    finally:
        app.close()
    town = Town(
        url=url, key=str(key), cases=count, numbers=made.numbers, surnames=made.surnames, people=people,
    )  # fmt: skip
    (folder / "town.json").write_text(json.dumps(asdict(town), ensure_ascii=False), "utf-8")
    return town


def found_again(folder: Path, url: str) -> Town:
    told = json.loads((folder / "town.json").read_text("utf-8"))
    return Town(**{**told, "url": url, "people": tuple(tuple(p) for p in told["people"])})


def _people(app: App, key: Path, counters: int) -> Iterator[tuple[str, str]]:
    """Through the same command as at any centre: the database makes each person's role itself."""
    for n in range(counters):
        login, role, device = f"counter{n:02}.{CENTRE.lower()}", role_of(n, counters), f"{CENTRE}-{FIRST + n:02}"
        public = keys.public_bytes(keys.device_key(devices_folder(key), device))
        add_device(app.settings.store, key=None, code=device, public_key=public)
        given = {"login": login, "role": role, "office": CENTRE, "device": device, "name": f"Есеп Терезе {n}"}
        app.run("account.open", given, as_=f"administrator.{CENTRE.lower()}")
        yield login, role


def role_of(n: int, counters: int) -> str:
    place = n * 50 // counters
    for role, many in FIFTY:
        if place < many:
            return role
        place -= many
    return FIFTY[-1][0]


def work_for(app: App, *, enter: int, release: int) -> tuple[list[str], list[str]]:
    """Numbers of cases that lie in the sector, to be scanned into registries; and of results to be given out."""
    c = tables.cases.c
    waiting = (
        select(c.id, c.number, c.state)
        .where(c.centre == CENTRE, c.status == "in-sector", c.registry.is_(None))
        .order_by(c.row.desc())
        .limit(enter + release)
    )
    with app.store.reading() as connection:
        found = connection.execute(waiting).all()
    _decide(app, [codec.load(Case, row.state) for row in found[enter:]])
    return [row.number for row in found[:enter]], [row.number for row in found[enter:]]


def _decide(app: App, waiting: list[Case]) -> None:
    """What the licensor's node would have sent: prepared and signed, on the chain of one of its own devices."""
    with app.store.engine.begin() as connection:
        device = connection.execute(select(tables.devices).where(tables.devices.c.code == DECIDER)).one()
        seq, head, rows = device.seq, bytes(device.head), {"events": [], "persons": [], "cases": []}
        at = app.clock.moment(app.store.offices[LICENSOR])
        for case in waiting:
            grown: Case | None = case
            prepared = ResultPrepared(result="licence", number=f"{seq}", negative=False, course=Course())
            for fact in (prepared, ResultSigned(by="seal-and-signature", course=Course())):
                seq += 1
                top = _head(app, fact, case.id, seq=seq, version=grown.version + 1, at=at)
                link = chain.link(head, head_bytes(top), *split(fact))
                head = link.row_hash
                rows["events"].append({
                    "id": top.id, "centre": LICENSOR, "device": DECIDER, "seq": seq, "subject": case.id,
                    "kind": top.kind, "version": top.version, "head": link.head, "facts": link.facts,
                    "hashes": link.hashes, "row_hash": head,
                })  # fmt: skip
                rows["persons"].append({"event": top.id, "centre": LICENSOR, "salt": link.salt, "person": link.person})
                grown = cases.apply(grown, top, fact)
                assert grown is not None
                assert not grown.out_of_order
            rows["cases"].append({"centre": CENTRE, **CASE.row(grown)})
        for name in ("events", "persons"):
            if rows[name]:
                connection.execute(tables.metadata.tables[name].insert(), rows[name])
        for row in rows["cases"]:
            connection.execute(tables.cases.update().where(tables.cases.c.id == row["id"]).values(row))
        moved = {"seq": seq, "head": head}
        connection.execute(tables.devices.update().where(tables.devices.c.code == DECIDER).values(moved))


def _head(app: App, fact: object, case: str, *, seq: int, version: int, at: Moment) -> Head:
    return Head(
        id=new_id(), v=1, kind=KIND[type(fact)], device=DECIDER, seq=seq, case=case, version=version, op=new_id(),
        who=f"head.{LICENSOR.lower()}", at=at, recorded_at=app.clock.instant().iso(), clock="by-hand", side="licensor",
    )  # fmt: skip


def counts(app: App) -> dict[str, int]:
    """What must have grown by exactly what the counters were told was done."""
    asked = {
        "cases": "SELECT count(*) FROM cases",
        "operations": "SELECT count(*) FROM operations WHERE name IN ('intake.accept', 'accumulation.enter',"
        " 'issue.take', 'issue.release')",
        "entered": "SELECT count(*) FROM cases WHERE registry IS NOT NULL",
        "released": "SELECT count(*) FROM cases WHERE status = 'released'",
        "trouble": "SELECT count(*) FROM cases WHERE trouble",
        "registries": "SELECT count(*) FROM registries WHERE status = 'open'",
    }  # fmt: skip
    with app.store.engine.connect() as connection:
        leading.take_time(connection)
        return {name: int(connection.execute(text(line)).scalar_one()) for name, line in asked.items()}
