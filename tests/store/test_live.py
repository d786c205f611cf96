"""What one program commits on a shared store, another hears by itself: kinds and ids, once, and again after the line broke."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from app.store import live
from app.store.live import EVERYTHING, KINDS, MOST, Changed, Live
from app.store.open import Store, open_store
from app.store.postgres import engine
from app.store.tables import metadata
from tests.postgres import Server
from tests.store.furnished import DEVICE, OTHER, accepted, furnish, record

LONG = 60  # seconds that a slow machine may take until something is heard


class Ears:
    """What was heard, and the next thing that is."""

    def __init__(self) -> None:
        self.heard: queue.Queue[Changed] = queue.Queue()

    def until(self, wanted: Callable[[Changed], bool]) -> Changed:
        """All that was heard up to what is waited for."""
        found: Changed = frozenset()
        while not wanted(found):
            found |= self.heard.get(timeout=LONG)
        return found


@pytest.fixture
def stores(postgres_url: str, ram: Path) -> Iterator[tuple[Store, Store]]:
    furnish(postgres_url, ram)
    both = open_store(postgres_url, key=None, write=True), open_store(postgres_url, key=None, write=True)
    yield both
    for store in both:
        store.close()


@pytest.fixture
def ears(stores: tuple[Store, Store]) -> Ears:
    """Of the second, which listens already: what it told itself it has been told by the first."""
    found = Ears()
    assert stores[1].live is not None
    stores[1].live.hear(found.heard.put)
    _settled(stores, found)
    return found


def _settled(stores: tuple[Store, Store], ears: Ears) -> None:
    """Something is told until it is heard: from then on the line stands."""
    assert stores[0].live is not None
    while True:
        stores[0].live.tell([("offices", "0")])
        try:
            ears.heard.get(timeout=1)
        except queue.Empty:
            continue
        return


def about(kind: str) -> Callable[[Changed], bool]:
    return lambda found: any(k == kind for k, _ in found)


def test_what_is_committed_is_heard_elsewhere_as_kind_and_id(stores: tuple[Store, Store], ears: Ears) -> None:
    (case,) = record(stores[0], DEVICE, accepted, minute=20)
    assert ("case", case.id) in ears.until(about("case"))


def test_one_s_own_commits_are_not_heard(stores: tuple[Store, Store], ears: Ears) -> None:
    (own,) = record(stores[1], OTHER, accepted, minute=20)
    (other,) = record(stores[0], DEVICE, accepted, minute=21)
    assert ("case", own.id) not in ears.until(lambda found: ("case", other.id) in found)


def test_nothing_is_told_of_what_was_undone(stores: tuple[Store, Store], ears: Ears) -> None:
    from tests.store.furnished import stamp

    with stores[0].writing(DEVICE, stamp(20)) as transaction:
        undone = accepted(transaction)
    (done,) = record(stores[0], DEVICE, accepted, minute=21)
    assert ("case", undone.id) not in ears.until(lambda found: ("case", done.id) in found)


def test_a_message_holds_nothing_but_kinds_and_ids(stores: tuple[Store, Store], postgres_url: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as line:
        line.execute('LISTEN "tereze"')
        (case,) = record(stores[0], DEVICE, accepted, minute=20)
        (message,) = list(line.notifies(timeout=LONG, stop_after=1))
    _, *lines = message.payload.split("\n")
    assert lines == [f"case {case.id}"]


def test_very_many_are_told_by_their_kinds_alone(stores: tuple[Store, Store], ears: Ears) -> None:
    assert stores[0].live is not None
    stores[0].live.tell([("registries", f"{n:036x}") for n in range(MOST + 1)])
    assert ears.until(about("registry")) >= {("registry", "")}


def test_what_strangers_say_there_is_no_more_than_a_second_look(stores: tuple[Store, Store], ears: Ears) -> None:
    said = [
        "",
        "x",
        "me\ncase",
        "me\ncase " + "0" * 4000,
        "me\nsecret 12",
        "me\ncase ab;DROP",
        "\n\n\n",
        "me\naccess 77",
    ]
    with psycopg.connect(stores[0].url, autocommit=True) as line:
        for one in said:
            line.execute("SELECT pg_notify('tereze', %s)", (one,))
    assert ears.until(about("access")) == {("access", "77")}


def test_a_line_that_broke_is_made_again_and_everything_is_looked_at(
    stores: tuple[Store, Store], ears: Ears, postgres_server: Server
) -> None:
    postgres_server.tell("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
    assert ears.until(lambda found: found >= EVERYTHING)
    _settled(stores, ears)
    (case,) = record(stores[0], DEVICE, accepted, minute=20)
    assert ("case", case.id) in ears.until(lambda found: ("case", case.id) in found)


def test_a_server_that_is_away_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LONGEST", 0.01)
    alone = Live(lambda: engine(f"postgresql://nobody@/nowhere?host={tmp_path}"), "tereze")
    alone.hear(lambda changed: None)
    alone.tell([("cases", "1")])
    alone.close()
    alone.tell([("cases", "2")])


def test_a_program_of_one_command_tells_it_before_it_ends(stores: tuple[Store, Store], ears: Ears) -> None:
    once = open_store(stores[0].url, key=None, write=True)
    (case,) = record(once, DEVICE, accepted, minute=20)
    once.close()
    assert ("case", case.id) in ears.until(lambda found: ("case", case.id) in found)


def test_every_table_that_is_told_of_is_one_of_the_store() -> None:
    assert set(KINDS) <= set(metadata.tables)
