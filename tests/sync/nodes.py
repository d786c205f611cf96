"""Two real nodes for the tests of the sync: centres and a licensor, each with a store, devices and keys of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.domain import events as e
from app.domain import facts as f
from app.domain.moment import Instant, Moment
from app.domain.office import Office
from app.domain.pack import Text
from app.domain.people import Applicant, People
from app.domain.personal import Personal
from app.store import open as stores
from app.store import tables
from app.store.open import Store
from app.store.seeing import EXCHANGE
from app.store.unit import Stamp, new_id
from app.sync import incoming, keys, outgoing
from app.sync.loop import Ticked, tick
from app.sync.peers import Node, own_devices, pair, parties
from app.sync.server import listening
from app.sync.wire import WireEvent

KEY = "5e" * 32
YEAR = 2016  # in which these houses give their numbers out
SAME = Text("Орталық", "Центр")
OFFICES = tuple(
    Office(code=code, side=side, region="atyrau", name=SAME, branch=SAME, address=SAME)  # type: ignore[arg-type]
    for code, side in (("AT01", "centre"), ("SK01", "centre"), ("AD01", "licensor"), ("SD01", "licensor"))
)


@dataclass
class HandClock:
    """Real time moved by hand: no test waits."""

    at: datetime = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)

    def instant(self) -> Instant:
        return Instant(self.at)

    def moment(self, office: Office) -> Moment:
        return Moment(self.at - timedelta(weeks=522))

    def source(self, office: Office) -> str:
        return "by-hand"


@dataclass
class House:
    """A node: what the sync sees of an App."""

    store: Store
    clock: HandClock
    folder: Path
    devices: tuple[str, ...]
    login: str | None = None
    numbers: dict[str, int] = field(default_factory=dict)

    def node(self) -> Node:
        return Node.of(self, self.folder)

    def writing(self, device: str) -> Any:
        at = self.clock.instant()
        office = OFFICES[0]
        stamp = Stamp(
            who=f"somebody.{device}", at=self.clock.moment(office), recorded_at=at, clock="by-hand", op=new_id(),
            centre=device.rsplit("-", 1)[0],
        )  # fmt: skip
        return self.store.writing(device, stamp)

    def record(self, device: str, id: str, *facts: Any) -> str:
        with self.writing(device) as transaction:
            if transaction.device["year"] <= YEAR:  # as far as this house has counted
                transaction.device |= {"year": YEAR, "serial": self.numbers.get(device, 0)}
            transaction.record(id, *facts)
            transaction.commit()
        return id

    def accept(self, device: str, licensor: str = "AD01", id: str | None = None) -> str:
        return self.record(device, id or new_id(), accepted(self._number(device), licensor))

    def refuse(self, device: str, licensor: str = "AD01") -> str:
        fact = e.ApplicationRefused(
            number=self._number(device), what=what(licensor), gaps=(), documents=(), person=somebody()
        )
        return self.record(device, new_id(), fact)

    def _number(self, device: str) -> str:
        self.numbers[device] = self.numbers.get(device, 0) + 1
        return f"{device}-{YEAR % 100}-{self.numbers[device]:05d}-0"

    def rows(self, table: str, **where: Any) -> list[Any]:
        with self.store.reading() as connection:
            found = tables.metadata.tables[table]
            return list(connection.execute(select(found).filter_by(**where).order_by(*found.primary_key)))

    def case(self, id: str) -> Any:
        found = self.rows("cases", id=id)
        return found[0] if found else None

    def parked(self) -> dict[str, str]:
        return {row.event: row.reason for row in self.rows("parked") if not row.settled}


def what(licensor: str) -> f.What:
    return f.What(
        pack="atyrau-2015-324@2016-07-15", service="medical-licence", variant="issue", object="licence",
        channel="counter", licensor=licensor,
    )  # fmt: skip


def somebody() -> People:
    return People(applicant=Applicant(kind="legal", number=Personal("140640017300"), name=Personal("Жайық-Дәрігер")))


def accepted(number: str, licensor: str = "AD01") -> e.ApplicationAccepted:
    return e.ApplicationAccepted(
        number=number, what=what(licensor), documents=(), course=f.Course(done=("accept",)), person=somebody()
    )


@contextmanager
def house(url: str, folder: Path, side: str, *, devices: tuple[str, ...], clock: HandClock) -> Iterator[House]:
    """Makes the store, its devices and their keys, and opens it for writing."""
    postgres = url.startswith("postgresql")
    key = None if postgres else KEY
    own = tuple(o for o in OFFICES if any(d.startswith(o.code) for d in devices))
    others = tuple(o for o in OFFICES if o not in own)
    stores.make(url, key=key, side=side, demo=True, created_at="2026-11-20T06:00:00Z", offices=(*own, *others))
    for code in devices:
        stores.add_device(url, key=key, code=code, public_key=keys.public_bytes(keys.device_key(folder, code)))
    login = "syncing" if postgres else None
    if login:
        stores.add_person(url, login=login, password=None, group=EXCHANGE)
    store = stores.open_store(url, key=key, write=True, login=login)
    try:
        yield House(store, clock, folder, devices, login)
    finally:
        store.close()


def acquaint(one: House, other: House) -> None:
    """Both are told of each other, as an administrator does it once."""
    pair(one, other.store.id, "", devices=own_devices(other.store))
    pair(other, one.store.id, "", devices=own_devices(one.store))


def assert_same_cases(first: House, second: House) -> None:
    """What both have, both see alike."""
    shared = {row.id for row in first.rows("cases")} & {row.id for row in second.rows("cases")}
    assert shared
    for id in shared:
        assert case_row(first.case(id)) == case_row(second.case(id))


def case_row(row: Any) -> dict[str, Any]:
    """A case's row without its number inside the store."""
    return {name: value for name, value in row._mapping.items() if name != "row"}


Urls = Callable[[str], str]


@dataclass
class Pair:
    """A centre with two workplaces and its licensor, who know each other."""

    centre: House
    licensor: House

    def tick(self, **more: Any) -> Ticked:
        """One contact over a real connection."""
        with listening(self.licensor, folder=self.licensor.folder) as address:
            return self.tick_at(address, **more)

    def tick_at(self, address: str, **more: Any) -> Ticked:
        return tick(self.centre, self.licensor.store.id, folder=self.centre.folder, address=address, **more)

    def until_quiet(self) -> None:
        for _ in range(5):
            done = self.tick()
            if not (done.sent or done.received):
                return
        raise AssertionError(f"never quiet: {done}")


@contextmanager
def acquainted(urls: Urls, ram: Path) -> Iterator[Pair]:
    clock = HandClock()
    with (
        house(urls("centre"), ram / "ck", "centre", devices=("AT01-01", "AT01-02"), clock=clock) as centre,
        house(urls("licensor"), ram / "lk", "licensor", devices=("AD01-01", "AD01-02"), clock=clock) as licensor,
    ):
        acquaint(centre, licensor)
        yield Pair(centre, licensor)


def on_sqlite(ram: Path) -> Urls:
    return lambda name: f"sqlite:///{ram / name}.db"


def batch_of(house: House, device: str, *, after: int = 0, limit: int = 500, to: House) -> list[WireEvent]:
    """What that node would send of the chain to the other."""
    with house.store.reading() as connection:
        peer = parties(connection).peer(to.store.id)
        return outgoing.stretch(connection, device, after=after, limit=limit, peer=peer)


def take(house: House, events: list[WireEvent], *, from_: House) -> incoming.Taken:
    return incoming.take_in(house.node(), from_.store.id, events)


def photograph(house: House) -> bytes:
    """The embedded store's file as a backup would have it."""
    url = house.store.url
    house.store.close()
    copy = house.store.path.read_bytes()
    house.store = stores.open_store(url, key=KEY, write=True)
    return copy


def bring_back(house: House, copy: bytes, *, epoch: str) -> None:
    """The embedded store as it was in the backup, with the epoch that a restore gives."""
    url, path = house.store.url, house.store.path
    house.store.close()
    path.write_bytes(copy)
    house.store = stores.open_store(url, key=KEY, write=True)
    with house.store.engine.begin() as connection:
        connection.execute(tables.store.update().values(epoch=epoch))
    house.store.close()
    house.store = stores.open_store(url, key=KEY, write=True)
