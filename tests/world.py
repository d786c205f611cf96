"""A furnished demonstration for tests: both stores, a clock moved by hand, and short words for what people do at them.

A store is made once a run on each kind of store and copied for each test, so that a test starts in milliseconds.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from app.demonstration import PASSWORD, PLACES, Place
from app.domain.moment import Moment
from app.domain.numbers import read_number
from app.outside.clock import HandClock
from app.start import App, Settings, build, initialise, licensor_store, plain
from tests.postgres import OWNER, Server, let_everybody_in

STORES = ("sqlite", "postgresql")
AT, SK, MG, VK = "atyrau-2015-324", "sko-2015-333", "mangystau-2013-3", "vko-2014-70"
PLACE: dict[str, Place] = {place.act: place for place in PLACES}
LEGAL, NATURAL = "140640017300", "871008401427"
_numbers = count(1)


@dataclass(slots=True)
class World:
    """Two nodes. `centre` and `licensor` are opened when they are first needed."""

    url: str
    key: Path
    clock: HandClock = field(default_factory=HandClock)
    now: dict[str, datetime] = field(default_factory=dict)
    _apps: dict[str, App] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for place in PLACES:
            self.at(place.act, datetime.combine(place.on, time(9, 30), ZoneInfo(place.zone)))

    # ---- time

    def at(self, act: str, moment: datetime) -> None:
        self.now[act] = moment
        self.clock.set(PLACE[act].region, Moment(moment))

    def later(self, act: str = AT, **by: int) -> None:
        self.at(act, self.now[act] + timedelta(**by))

    # ---- nodes and people

    @property
    def on_postgres(self) -> bool:
        return self.url.startswith("postgresql")

    @property
    def centre(self) -> App:
        return self._app(self.url)

    @property
    def licensor(self) -> App:
        return self._app(licensor_store(self.url))

    def settings(self, url: str | None = None) -> Settings:
        """On PostgreSQL each person signs in as themselves, with the password of the demonstration."""
        return Settings(store=url or self.url, key=self.key, password=PASSWORD if self.on_postgres else None)

    def _app(self, url: str) -> App:
        if url not in self._apps:
            self._apps[url] = build(self.settings(url), clock=self.clock)
        return self._apps[url]

    def close(self) -> None:
        for app in self._apps.values():
            app.close()
        self._apps.clear()

    def do(self, name: str, given: Any, role: str = "inspector", *, act: str = AT, op: str | None = None) -> Any:
        """A command at the act's centre; its answer as plain JSON."""
        return plain(self.centre.run(name, given, as_=who(role, act), op=op).value)

    def ask(self, name: str, given: Any, role: str = "inspector", *, act: str = AT) -> Any:
        return plain(self.centre.ask(name, given, as_=who(role, act)))

    def there(self, name: str, given: Any, role: str, *, act: str = AT) -> Any:
        """A command at the licensor's node, by somebody of the act's department."""
        return plain(self.licensor.run(name, given, as_=desk(role, act)).value)

    # ---- what is handed in

    def draft(
        self, service: str = "medical-licence", variant: str = "issue", *, act: str = AT, object: str = "licence",
        **more: Any,
    ) -> dict[str, Any]:  # fmt: skip
        """A complete application: every document that the list of this case asks for."""
        known = list(self.centre.persons.known())  # type: ignore[attr-defined]
        number = more.pop("number", None) or next(n for n in known if n[4] in "456789")
        kind = "legal" if number[4] in "456789" else "natural"
        answer = self.centre.consult(number)
        name = answer.name.open() if answer.name else "Сұлтанова Әсел"
        given: dict[str, Any] = {
            "service": service, "variant": variant, "object": object,
            "applicant": {"kind": kind, "number": number, "name": name}, **more,
        }  # fmt: skip
        if service == "gobmp-compliance":
            given["filing_ends_on"] = str(self.now[act].date() + timedelta(2))
        if variant != "issue":
            given["paper_licence"] = True
        listed = self.ask("law.checklist", given, act=act)["documents"]
        given["documents"] = [self._line(d, act) for d in listed if not d.get("register") and not d["optional"]]
        return given

    def _line(self, document: dict[str, Any], act: str) -> dict[str, Any]:
        line = {"document": document["id"], "kind": document["kinds"][0], "sheets": 2}
        if document["expires"]:
            line["valid_until"] = str(self.now[act].date() + timedelta(200))
        return line

    def accepted(self, *, act: str = AT, op: str | None = None, **more: Any) -> dict[str, Any]:
        return dict(self.do("intake.accept", self.draft(act=act, **more), act=act, op=op))

    def case(self, code: str, *, act: str = AT) -> dict[str, Any]:
        return dict(self.ask("case.open", {"code": code}, act=act)["case"])

    def closed_registry(self, *cases: dict[str, Any], act: str = AT) -> dict[str, Any]:
        """Scanned into a registry by the sector, and closed."""
        for case in cases:
            entered = self.do("accumulation.enter", {"code": code(case)}, "sector", act=act)
        given = {"code": entered["registry"], "cases": [c["case"] for c in cases]}
        return dict(self.do("accumulation.close", given, "sector", act=act))

    def given_to_courier(self, *cases: dict[str, Any], act: str = AT) -> dict[str, Any]:
        registry = self.closed_registry(*cases, act=act)
        return dict(self.do("courier.give", {"registries": [registry["number"]], "to": "courier"}, "sector", act=act))

    # ---- the store itself

    def rows(self, statement: str, *, licensor: bool = False, **values: Any) -> list[Any]:
        store = (self.licensor if licensor else self.centre).store
        with store.reading() as connection:
            return list(connection.execute(text(statement), values).all())

    def count(self, table: str) -> int:
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])

    def whole(self) -> None:
        """Every chain without a hole, the device's row at its end, every case with its number and its papers."""
        for device in self.rows("SELECT code, seq, head FROM devices WHERE local"):
            chain = self.rows("SELECT seq, row_hash FROM events WHERE device = :d ORDER BY seq", d=device.code)
            assert [row.seq for row in chain] == list(range(1, device.seq + 1)), f"a hole in the chain of {device.code}"
            assert not chain or bytes(chain[-1].row_hash) == bytes(device.head), f"{device.code} is not at its end"
            persons = self.rows("SELECT event FROM persons JOIN events ON id = event WHERE device = :d", d=device.code)
            assert len(persons) == device.seq, f"an event of {device.code} has lost its personal part"


def who(role: str, act: str = AT) -> str:
    return f"{role}.{PLACE[act].centre.lower()}"


def desk(role: str, act: str = AT) -> str:
    return f"{role}.{PLACE[act].departments[0][0].lower()}"


def code(case: dict[str, Any]) -> str:
    return f"C-{case['number']}"


def wrong_check(number: str) -> str:
    """The same number with a check digit that does not agree."""
    return next(n for d in "0123456789" if read_number(n := number[:-1] + d).problem == "check-digit")


@pytest.fixture(scope="session")
def furnished_file(ram_of_run: Path) -> Path:
    """The folder of a demonstration on embedded stores, to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="furnished-", dir=ram_of_run))
    initialise(f"sqlite:///{folder / 'tereze.db'}", key=folder / "tereze.key", demo=True)
    return folder


@pytest.fixture(scope="session")
def furnished_database(postgres_server: Server, ram_of_run: Path) -> tuple[str, Path]:
    """A database with a demonstration, to be copied, and the folder of its devices' keys."""
    folder = Path(tempfile.mkdtemp(prefix="furnished-", dir=ram_of_run))
    name = f"furnished_{next(_numbers)}"
    postgres_server.tell(f"CREATE DATABASE {name} OWNER {OWNER}")
    initialise(postgres_server.url(name), key=folder / "tereze.key", demo=True)
    return name, folder


@contextmanager
def file_world(furnished: Path, folder: Path) -> Iterator[World]:
    shutil.copytree(furnished, folder, dirs_exist_ok=True)
    made = World(f"sqlite:///{folder / 'tereze.db'}", folder / "tereze.key")
    try:
        yield made
    finally:
        made.close()


@contextmanager
def database_world(server: Server, furnished: tuple[str, Path]) -> Iterator[World]:
    template, folder = furnished
    name = f"world_{next(_numbers)}"
    server.tell(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {OWNER}")
    made = World(server.url(name), folder / "tereze.key")
    try:
        yield made
    finally:
        made.close()
        server.tell(f"DROP DATABASE {name} WITH (FORCE)")
        let_everybody_in(server)


@pytest.fixture(params=STORES)
def world(request: pytest.FixtureRequest, ram: Path) -> Iterator[World]:
    """A furnished demonstration, on both kinds of store."""
    if request.param == "sqlite":
        with file_world(request.getfixturevalue("furnished_file"), ram) as made:
            yield made
    else:
        server = request.getfixturevalue("postgres_server")
        with database_world(server, request.getfixturevalue("furnished_database")) as made:
            yield made


@pytest.fixture
def file_here(furnished_file: Path, ram: Path) -> Iterator[World]:
    """The same on the embedded store alone."""
    with file_world(furnished_file, ram) as made:
        yield made


@pytest.fixture
def database_here(postgres_server: Server, furnished_database: tuple[str, Path]) -> Iterator[World]:
    """The same on the shared store alone."""
    with database_world(postgres_server, furnished_database) as made:
        yield made
