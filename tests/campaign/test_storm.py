"""F42: thirty days, five centres, three faults and more at once: nothing is lost, nothing is doubled, and then it is quiet.

`TEREZE_CAMPAIGN=1` runs the whole, `TEREZE_CAMPAIGN_PART=2/8` its second eighth; a commit a few days of a few seeds.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.command import Unit
from app.keeping import handed, thousands
from app.keeping.verify import verify_store
from app.settings import Settings
from app.start import exchange, listening, plain
from app.store import sqlite_writer, unit
from app.store.sqlite import Error
from app.store.unit import Transaction
from app.sync import links
from tests.campaign.bad_link import LINKS
from tests.campaign.counted import WHOLE, ran
from tests.campaign.parts import part
from tests.campaign.simulator import Storm, seeded_ids
from tests.campaign.town import ACT, LICENSOR, Hour, LocalClock, found, town, url
from tests.world import World

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
SEEDS, DAYS = (1_000, 30) if WHOLE else (2, 4)


class _Standing(LocalClock):
    def set(self, *_: object) -> None:
        """The hour is the run's."""


@pytest.fixture(scope="module")
def founded(ram_of_run: Path) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="town-", dir=ram_of_run))
    found(folder)
    return folder


@pytest.fixture(scope="module")
def drafts(founded: Path, ram_of_run: Path) -> dict[str, dict[str, Any]]:
    """A complete application for each region, as a counter of it would fill it in."""
    folder, made = Path(tempfile.mkdtemp(prefix="town-drafts-", dir=ram_of_run)), {}
    shutil.copytree(founded, folder, dirs_exist_ok=True)
    for region, act in ACT.items():
        world = World(url(folder, f"{region}01"), folder / "tereze.key", clock=_Standing(Hour()))  # type: ignore[arg-type]
        made[region] = world.draft(act=act)
        world.close()
    return made


Blow = Callable[..., Storm]


@pytest.fixture
def blow(founded: Path, drafts: dict[str, Any], ram: Path) -> Blow:
    """A storm of that seed, over a town of its own, to its end or to the first thing that may never be."""

    def blown(seed: int, days: int, **more: Any) -> Storm:
        folder = Path(tempfile.mkdtemp(dir=ram))
        with pytest.MonkeyPatch.context() as mp, town(founded, folder, mp) as made:
            mp.setattr(links, "LINKS", LINKS)
            seeded_ids(seed, made.hour, mp)
            storm = Storm(made, seed, days, drafts=drafts, **more)
            storm.run()
        shutil.rmtree(folder)
        return storm

    return blown


def test_thirty_days_with_everything_at_once_lose_nothing_and_double_nothing(blow: Blow) -> None:
    seeds = part(SEEDS)
    slowest = 0.0
    for seed in seeds:
        storm = blow(seed, DAYS)
        assert not storm.wrong, (seed, storm.kinds, storm.wrong[:3], storm.log[-20:], storm.net.log[-20:])
        slowest = max(slowest, storm.quiet_after)
        print(f"seed {seed}: {', '.join(storm.kinds)}: {dict(storm.done)}, quiet after {storm.quiet_after:.0f} min")
    assert slowest <= 60
    missed = [fault.__name__ for fault in PLANTED if not caught(blow, fault)]
    assert not missed, missed
    ran("F42", len(seeds), planted=(len(PLANTED) - len(missed), len(PLANTED)))


def test_the_same_seed_is_the_same_run(blow: Blow) -> None:
    one, other = blow(7, 1), blow(7, 1)
    assert one.log == other.log
    assert one.net.log == other.net.log


def test_a_clock_that_goes_back_makes_no_hand_over_look_forged(
    founded: Path, drafts: dict[str, Any], ram: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The courier's key is of today, the machine's clock of last year: the signature is not older than its key."""
    with town(founded, ram / "back", monkeypatch, only=("AT01",)) as made:
        here = made.houses["AT01"]

        def do(name: str, given: dict[str, Any], role: str) -> Any:
            made.hour.now += timedelta(minutes=3)
            return plain(here.app.run(name, given, as_=f"{role}.at01", draw=False).value)

        for wrong_by in (timedelta(), -timedelta(days=400)):
            case = do("intake.accept", drafts["AT"], "inspector")
            registry = do("accumulation.enter", {"code": f"C-{case['number']}"}, "sector")["registry"]
            closed = do("accumulation.close", {"code": registry, "cases": [case["case"]]}, "sector")
            bag = do("courier.give", {"registries": [closed["number"]], "to": "courier"}, "sector")
            here.clock.wrong_by = wrong_by if wrong_by else timedelta()
            do("courier.take", {"code": bag["number"]}, "courier")
        here.clock.wrong_by = timedelta()
        told = verify_store(Settings(store=url(here.folder, "AT01"), key=here.folder / "tereze.key", write=False))
        assert told["intact"], told["first_wrong"]


def test_a_key_that_was_lost_with_the_disk_makes_no_hand_over_look_forged(
    founded: Path, drafts: dict[str, Any], ram: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Issued after the last backup: the licensor has the hand-over and gives it back, but of the key no more than its place."""
    with town(founded, ram / "lost", monkeypatch, only=("AT01", LICENSOR)) as made:
        here = made.houses["AT01"]

        def do(name: str, given: dict[str, Any], role: str) -> Any:
            made.hour.now += timedelta(minutes=3)
            return plain(here.app.run(name, given, as_=f"{role}.at01", draw=False).value)

        case = do("intake.accept", drafts["AT"], "inspector")
        registry = do("accumulation.enter", {"code": f"C-{case['number']}"}, "sector")["registry"]
        closed = do("accumulation.close", {"code": registry, "cases": [case["case"]]}, "sector")
        here.keep_night()
        bag = do("courier.give", {"registries": [closed["number"]], "to": "courier"}, "sector")
        do("courier.take", {"code": bag["number"]}, "courier")

        def met() -> None:
            with listening(made.licensor.app) as address:
                for told in exchange(here.app, address):
                    assert not any((told.get("away"), told.get("refused"), told["stopped"])), told

        met()
        here.bring_back()
        met()
        where = Settings(store=url(here.folder, "AT01"), key=here.folder / "tereze.key", write=False)
        told = verify_store(where)
        assert told["intact"], told["first_wrong"]
        assert told["keys_away"] == 2
        monkeypatch.setattr(handed, "_lost_places", lambda connection: False)  # elsewhere it is forged, as ever
        assert verify_store(where)["first_wrong"]["what"] == "hand-over-forged"


# ---- protections that are taken away


def key_made_anew_on_retry(mp: pytest.MonkeyPatch) -> dict[str, Any]:
    return {"faults": {"kill", "net", "twice"}, "fresh_op_again": True}


def answer_not_kept(mp: pytest.MonkeyPatch) -> dict[str, Any]:
    mp.setattr(Transaction, "answer", lambda self, *said: None)
    return {"faults": {"kill", "net", "twice"}}


def written_in_two_halves(mp: pytest.MonkeyPatch) -> dict[str, Any]:
    write = sqlite_writer.write

    def halves(connection: Any, *, device: Any, began: Any, rows: Any, expect: Any) -> Any:
        first = {key: row for key, row in rows.items() if key[0] == "events"}
        rest = {key: row for key, row in rows.items() if key[0] != "events"}
        if first:
            write(connection, device=began_as(device, began), began=began, rows=first, expect={})
            connection.commit()
            unit.at("commit.before")
        return write(connection, device=device, began=began, rows=rest, expect={})

    def began_as(device: dict[str, Any], began: Any) -> dict[str, Any]:
        return {**device, "seq": began[0], "head": began[1]}

    mp.setattr(sqlite_writer, "write", halves)
    return {"faults": {"kill", "net", "twice"}, "seed": 3}


def numbers_again_after_a_restore(mp: pytest.MonkeyPatch) -> dict[str, Any]:
    mp.setattr(thousands, "LEAP", 0)
    return {"faults": {"restore", "away", "net"}, "disks": 1 / 20}


def given_twice(mp: pytest.MonkeyPatch) -> dict[str, Any]:
    mp.setattr(Unit, "on_the_way", lambda self, *cases: {})
    return {"faults": {"net", "twice", "meanwhile"}}


PLANTED: tuple[Callable[[pytest.MonkeyPatch], dict[str, Any]], ...] = (
    key_made_anew_on_retry, answer_not_kept, written_in_two_halves, numbers_again_after_a_restore, given_twice,
)  # fmt: skip


def caught(blow: Blow, fault: Callable[[pytest.MonkeyPatch], dict[str, Any]]) -> bool:
    """Within a few seeds."""
    for nth in range(4):
        with pytest.MonkeyPatch.context() as planted:
            more = fault(planted)
            try:
                if blow(more.pop("seed", 0) + nth, 4, **more).wrong:
                    return True
            except (Error, AssertionError):  # the store itself has noticed
                return True
    return False
