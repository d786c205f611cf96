"""The night's backup: made by the program itself at the first quiet minute after a set hour, proven, kept some days.

`backup.toml` beside the store's key says otherwise: `folder`, `hour`, `keep`. A demonstration has none without that file.
"""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from app.domain.moment import Instant
from app.keeping.backup import copy
from app.keeping.thousands import used
from app.problems import Unavailable, WrongCall
from app.store.blobs import sweep
from app.store.open import Store, path_of

log = logging.getLogger(__name__)

if TYPE_CHECKING:
    from app.outside.clock import Clock
    from app.settings import Settings

NAME = re.compile(r"tereze-(\d{8}T\d{6}Z)\.backup")
AHEAD = timedelta(hours=1)  # a clock that was put right a little
OLD = timedelta(days=1)  # a file without a row that nobody is just about to write
MINUTE, PATIENCE = 60.0, timedelta(minutes=15)  # how often it is looked at; how long after a failure it is tried again


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    folder: Path
    hour: int = 20  # when the counters close; a machine that is switched off then makes it in the morning
    keep: int = 14  # copies; the newest is never thrown away
    zone: tzinfo = UTC


def plan(settings: Settings, store: Store) -> Plan | None:
    """None: a database server has its own nights (docs/guide/backups.md), and a demonstration nothing to lose."""
    told = settings.key.with_name("backup.toml")
    if store.on_postgres or (store.demo and not told.exists()):
        return None
    return replace(usual(settings), zone=ZoneInfo(next(iter(store.offices.values())).zone))


def usual(settings: Settings) -> Plan:
    """As `backup.toml` says, or beside an embedded store. `WrongCall`: it cannot be read, or says what nobody knows."""
    told = settings.key.with_name("backup.toml")
    near = "" if settings.store.startswith("postgresql") else str(path_of(settings.store).parent / "backups")
    try:
        said = tomllib.loads(told.read_text("utf-8")) if told.exists() else {}
        found = Plan(
            folder=Path(said.pop("folder", near)).expanduser(), hour=int(said.pop("hour", 20)),
            keep=int(said.pop("keep", 14)),
        )  # fmt: skip
    except (ValueError, TypeError, OSError) as wrong:
        raise WrongCall(f"{told}: {wrong}") from wrong
    if said or not found.folder.is_absolute() or not 0 <= found.hour <= 23 or found.keep < 1:
        raise WrongCall(f"{told} takes folder (whole path), hour (0 to 23) and keep (1 or more)")
    return found


def copies(folder: Path) -> list[tuple[datetime, Path]]:
    """What was made, the oldest first. Only what the program itself has named so."""
    if not folder.is_dir():
        return []
    named = [(NAME.fullmatch(place.name), place) for place in folder.iterdir()]
    return sorted((at, place) for n, place in named if n and (at := _moment(n[1])) is not None)


def _moment(told: str) -> datetime | None:
    try:
        return datetime.strptime(told, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:  # the 99th of a month
        return None


def newest(plan: Plan, now: Instant) -> datetime | None:
    """What a clock that was ahead has made is no copy of tonight."""
    return max((at for at, _ in copies(plan.folder) if at <= now.utc + AHEAD), default=None)


def due(plan: Plan, now: Instant) -> bool:
    """The set hour has passed since the last copy: tonight's, or last night's on a machine that was off."""
    here = now.utc.astimezone(plan.zone)
    last = here.replace(hour=plan.hour, minute=0, second=0, microsecond=0)
    if last > here:
        last -= timedelta(days=1)
    made = newest(plan, now)
    return made is None or made < last


def make(settings: Settings, plan: Plan, now: Instant) -> dict[str, Any]:
    """A proven copy, and only after it the oldest go. `Unavailable`: there is none, and nothing was thrown away."""
    try:
        plan.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise Unavailable("backup", "disk-error", path=str(plan.folder)) from fault
    told = copy(settings, plan.folder / f"tereze-{now.utc:%Y%m%dT%H%M%SZ}.backup")
    made = Path(told["file"])
    others = [place for _, place in copies(plan.folder) if place != made]  # the new one stays, whatever its clock said
    for old in others[: max(0, len(others) + 1 - plan.keep)]:
        old.unlink(missing_ok=True)
        used(old).unlink(missing_ok=True)
    return {**told, "kept": len(copies(plan.folder)), "keep": plan.keep}


@dataclass(slots=True)
class Night:
    """What a program that runs for days asks each minute. `wrong`: why there is no copy, until there is one."""

    settings: Settings
    store: Store
    wrong: Unavailable | None = None
    _again: datetime | None = None  # after a failure: not before then

    def wanted(self, now: Instant) -> bool:
        if self._again is not None and now.utc < self._again:
            return False
        told = plan(self.settings, self.store)
        try:
            return told is not None and due(told, now)
        except OSError:  # the folder is not to be read: `make` says so, and waits
            return True

    def make(self, now: Instant) -> dict[str, Any]:
        """What was made; `Unavailable`: nothing was, and it is tried again after a while."""
        told = plan(self.settings, self.store) or usual(self.settings)
        try:
            done = make(self.settings, told, now)
        except (Unavailable, OSError) as fault:
            wrong = (
                fault if isinstance(fault, Unavailable) else Unavailable("backup", "disk-error", path=str(told.folder))
            )
            self.wrong, self._again = wrong, now.utc + PATIENCE
            raise wrong from fault
        self.wrong = self._again = None
        with self.store.reading() as connection:
            swept = sweep(self.store, connection, before=(now.utc - OLD).timestamp())
        return {**done, "swept": swept}


@contextmanager
def beside(night: Night, clock: Clock) -> Iterator[None]:
    """For a program without a window: the copies are made in a thread of their own, and what goes wrong is told."""
    over = Event()

    def watch() -> None:
        while not over.wait(MINUTE):
            try:
                if night.wanted(clock.instant()):
                    night.make(clock.instant())
            except (Unavailable, WrongCall) as wrong:
                log.warning("no backup this night: %s", wrong)
            except Exception:  # whatever it is: another night may do better, and nobody starts this thread again
                log.exception("no backup this night")

    thread = Thread(target=watch, name="tereze-night")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
