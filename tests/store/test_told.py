"""What a shared store answered is remembered beside it: by two programs at once, and never at the price of a commit."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.store import told
from app.store.told import Told, remember, remembered
from app.store.unit import new_id
from tests.sync.nodes import HandClock, House, accepted, house


def line(n: int) -> Told:
    return Told(op=f"{n:07d}" + "o" * 400, name="n" * 300, who="w", at="a", device="d", seq=n, ids=("i" * 300,))


def test_a_long_list_is_put_by_while_another_program_adds_to_it(tmp_path: Path) -> None:
    place = tmp_path / "store.jsonl"
    for n in range(2300):
        remember(place, line(n))
    written: list[int] = []

    def adds() -> None:
        for n in range(10_000, 10_400):
            remember(place, line(n))
            written.append(n)

    thread = threading.Thread(target=adds)
    thread.start()
    while len(written) < 50:
        pass
    told._tidy(place)
    thread.join()
    have = {one.seq for one in remembered(place)}
    assert have >= set(written)


def test_the_newest_stay_and_the_oldest_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told, "LONG", 1000)
    place = tmp_path / "store.jsonl"
    for n in range(12):
        remember(place, line(n))
        told._tidy(place)
    assert [one.seq for one in remembered(place)] == [9, 10, 11]
    assert len(list(tmp_path.iterdir())) == told.PUT_BY


def test_nothing_there_yet_is_nothing_to_tidy(tmp_path: Path) -> None:
    told._tidy(tmp_path / "store.jsonl")
    assert remembered(tmp_path / "store.jsonl") == []


@pytest.fixture
def centre(ram: Path) -> Iterator[House]:
    with house(f"sqlite:///{ram}/one.db", ram / "k", "centre", devices=("AT01-01",), clock=HandClock()) as made:
        yield made


def test_what_is_committed_is_done_though_it_cannot_be_remembered(
    centre: House, expect_log: Callable[[str, str], None]
) -> None:
    expect_log("app.store.unit", "could not be remembered")
    centre.store.told = Path("/dev/full")
    with centre.writing("AT01-01") as transaction:
        transaction.record(new_id(), accepted("AT01-01-16-00001-0"))
        transaction.answer("intake.accept", b"", "{}")
        transaction.commit()
    assert len(centre.rows("events")) == 1
