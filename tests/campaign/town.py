"""Five centres and their licensor in one program: six stores, six clocks that can go wrong, nodes that can be killed.

Killed is killed: what the file and its log held at that moment is what the node finds when it starts again.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from app.demonstration import CENTRE_PEOPLE, DEPARTMENT_PEOPLE, offices
from app.domain.moment import Instant
from app.keeping.backup import renew
from app.keeping.thousands import leap
from app.making import _House, _make
from app.outside.clock import SystemClock
from app.settings import Settings, devices_folder
from app.start import App, build
from app.store import blobs, sqlite, unit
from app.store.open import key_file, open_store
from app.sync import incoming, loop, peers
from app.sync.peers import Node, own_devices, pair

CENTRES = {"AT01": "AD01", "AT02": "AD01", "AT03": "AD01", "SK01": "SD01", "SK02": "SD01"}
DEPARTMENTS = ("AD01", "SD01")
LICENSOR = "licensor"
BEGINS = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)  # a Wednesday
ACT = {"AT": "atyrau-2015-324", "SK": "sko-2015-333"}


class Killed(BaseException):
    """The program is no more: nothing of it runs on, not even what catches every trouble."""


@dataclass(slots=True)
class Hour:
    """The one true time of a run."""

    now: datetime = BEGINS


@dataclass(slots=True)
class LocalClock(SystemClock):
    """A node's own clock, right or wrong."""

    hour: Hour
    wrong_by: timedelta = timedelta()

    def instant(self) -> Instant:
        return Instant(self.hour.now + self.wrong_by)


def found(folder: Path) -> None:
    """The six stores, their people and devices, and who knows whom; made once and copied for each run."""
    known = {o.code: o for o in offices(date(2026, 11, 18))}
    listed = [replace(known[f"{code[:2]}01"], code=code) for code in CENTRES] + [known[d] for d in DEPARTMENTS]
    key = folder / "tereze.key"
    secret = key_file(key)
    for name in (*CENTRES, LICENSOR):
        codes, staff = ((name,), CENTRE_PEOPLE) if name in CENTRES else (DEPARTMENTS, DEPARTMENT_PEOPLE)
        people = tuple(
            (f"{role}.{code.lower()}", role, code, f"{code}-{n}", who) for code in codes for role, n, who in staff
        )
        own = [o for o in listed if o.code in codes]
        _make(
            url(folder, name), secret, "centre" if name in CENTRES else LICENSOR, folder=devices_folder(key),
            offices=(*own, *(o for o in listed if o not in own)), devices=tuple(sorted({p[3] for p in people})),
            people=people, demo=True,
        )  # fmt: skip
    there = _House(open_store(url(folder, LICENSOR), key=secret, write=True))
    for name in CENTRES:
        here = _House(open_store(url(folder, name), key=secret, write=True))
        pair(here, there.store.id, "net://licensor", devices=own_devices(there.store))
        pair(there, here.store.id, "", devices=own_devices(here.store))
        here.store.close()
    there.store.close()


def url(folder: Path, name: str) -> str:
    return f"sqlite:///{folder / name.lower()}.db"


@dataclass(slots=True)
class House:
    """A node, its clock, and what was acknowledged there."""

    name: str
    folder: Path
    clock: LocalClock
    app: App = field(init=False)
    node: Node = field(init=False)
    acknowledged: dict[str, list[bytes]] = field(default_factory=dict)  # own device → row hashes
    waits_for: set[str] = field(default_factory=set)  # peers to be met after a backup was brought back

    def __post_init__(self) -> None:
        self.start()
        own = self.all("SELECT code FROM devices WHERE local")
        self.acknowledged = {code: self.chain(code) for (code,) in own}

    @property
    def file(self) -> Path:
        return self.folder / f"{self.name.lower()}.db"

    @property
    def is_centre(self) -> bool:
        return self.name in CENTRES

    def start(self) -> None:
        settings = Settings(store=url(self.folder, self.name), key=self.folder / "tereze.key")
        self.app = build(settings, clock=self.clock)
        for known in [k for k in peers._TOLD if k[0] == self.app.store.id]:
            del peers._TOLD[known]  # a program that has just started knows nothing of earlier contacts
        self.node = Node.of(self.app, devices_folder(settings.key))

    def all(self, statement: str, *values: Any) -> list[Any]:
        with self.app.store.reading() as connection:
            return list(connection.exec_driver_sql(statement, values).all())

    def chain(self, device: str, after: int = 0) -> list[bytes]:
        asked = "SELECT row_hash FROM events WHERE device = ? AND seq > ? ORDER BY seq"
        return [bytes(h) for (h,) in self.all(asked, device, after)]

    def seqs(self) -> dict[str, int]:
        return {code: seq for code, seq in self.all("SELECT code, seq FROM devices")}

    def told(self) -> None:
        """What was done just now was told to a person: from here on it must be there."""
        for device, seq in self.seqs().items():
            have = self.acknowledged.get(device)
            if have is not None and seq > len(have):
                have += self.chain(device, len(have))

    # ---- what befalls it

    def as_on_disk(self) -> dict[str, bytes]:
        """The file and its log, as the system has them this moment."""
        beside = (self.file, self.file.with_name(f"{self.file.name}-wal"))
        return {str(p): p.read_bytes() for p in beside if p.exists()}

    def start_again(self, image: dict[str, bytes]) -> None:
        """After a kill: the program's own closing, which a kill does not leave time for, is undone."""
        self.app.close()
        self._sweep()
        for place, body in image.items():
            Path(place).write_bytes(body)
        self.start()

    def _sweep(self) -> None:
        for end in ("", "-wal", "-shm"):
            self.file.with_name(f"{self.file.name}{end}").unlink(missing_ok=True)

    def keep_night(self) -> None:
        """Last night's copy, by the way that `tereze backup` copies."""
        key = key_file(self.folder / "tereze.key")
        night = self.file.with_suffix(".night")
        night.unlink(missing_ok=True)
        ours, copy = sqlite.connect(str(self.file), key=key), sqlite.connect(str(night), key=key)
        with copy.raw.backup("main", ours.raw, "main") as copying:
            copying.step(-1)
        ours.close()
        copy.close()

    def bring_back(self) -> None:
        """The disk is gone: last night's copy under a new epoch, as `tereze restore` makes it."""
        self.app.close()
        self._sweep()
        night, key = self.file.with_suffix(".night"), self.folder / "tereze.key"
        shutil.copy(night, self.file)
        engine = sqlite.engine(str(self.file), key=key_file(key))
        left_out = leap(night, key, hashlib.sha256(night.read_bytes()).hexdigest())
        renew(engine, url(self.folder, self.name), left_out=left_out)
        engine.dispose()
        self.start()


@dataclass(slots=True)
class Town:
    hour: Hour
    houses: dict[str, House]
    doomed: str = ""  # whose next points count
    left: int = 0  # until the kill
    image: dict[str, bytes] = field(default_factory=dict)
    running: list[str] = field(default_factory=list)  # whose program runs now, innermost last

    @property
    def licensor(self) -> House:
        return self.houses[LICENSOR]

    def point(self, name: str) -> None:
        """Each named boundary that any program comes to."""
        if not self.left or not self.running or self.running[-1] != self.doomed:
            return
        self.left -= 1
        if not self.left:
            self.image = self.houses[self.doomed].as_on_disk()
            raise Killed(name)

    @contextmanager
    def inside(self, name: str) -> Iterator[House]:
        """That node's program runs. Killed there: it has started again, and who asked it is told that it was away."""
        self.running.append(name)
        try:
            yield self.houses[name]
        except Killed:
            self.houses[name].start_again(self.image)
            raise
        finally:
            self.running.pop()


@contextmanager
def town(founded: Path, folder: Path, monkeypatch: Any, only: tuple[str, ...] = (*CENTRES, LICENSOR)) -> Iterator[Town]:
    shutil.copytree(founded, folder, dirs_exist_ok=True)
    hour = Hour()
    monkeypatch.setattr(App, "draw_waiting", lambda self: 0)  # papers are another campaign's
    made = Town(hour, {n: House(n, folder, LocalClock(hour)) for n in only})
    for place in (unit, blobs, incoming, loop):
        monkeypatch.setattr(place, "at", made.point)
    try:
        yield made
    finally:
        for house in made.houses.values():
            house.app.close()
