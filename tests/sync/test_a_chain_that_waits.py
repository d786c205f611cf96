"""One chain that cannot pass, or has a hole: the others go on, nothing of it is dropped, and both ends say that it waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.domain import case as cases
from app.store import postgres
from app.store.open import Store
from app.sync import incoming
from app.sync.peers import Stopped, told_of
from tests.sync.nodes import Pair

Expect = Callable[[str, str], None]
FIRST, SECOND = "AT01-01", "AT01-02"


def faulty(mp: pytest.MonkeyPatch, device: str) -> None:
    """A mistake of the receiver's program that this device's batches meet."""
    real = incoming._store

    def store(reception: Any, fresh: Any, there: Any, **more: Any) -> int:
        if fresh[0].device == device:
            raise ZeroDivisionError("a mistake")
        return real(reception, fresh, there, **more)

    mp.setattr(incoming, "_store", store)


def as_owner(store: Store, statement: str) -> None:
    """Whoever owns the database, or has the store's key, can do what the program never does."""
    engine = postgres.engine(store.url) if store.on_postgres else store.engine
    with engine.begin() as connection:
        assert connection.exec_driver_sql(statement).rowcount == 1
    if store.on_postgres:
        engine.dispose()


def test_a_fault_over_there_with_one_chain_stops_no_other(
    two: Pair, monkeypatch: pytest.MonkeyPatch, expect_log: Expect
) -> None:
    expect_log("app.sync.server", "fault at POST /events")
    held, passed = two.centre.accept(FIRST), two.centre.accept(SECOND)
    with monkeypatch.context() as mistake:
        faulty(mistake, FIRST)
        done = two.tick()
    assert two.licensor.case(passed) is not None
    assert two.licensor.case(held) is None
    assert (done.away, done.stopped) == ("fault", (Stopped(device=FIRST, reason="fault-there"),))
    assert told_of(two.centre.store).stopped[two.licensor.store.id] == done.stopped
    assert two.tick_at("http://127.0.0.1:9").away is not None
    assert told_of(two.centre.store).stopped[two.licensor.store.id], "a line that is down makes nothing well"
    done = two.tick()
    assert (done.away, done.stopped) == (None, ())
    assert two.licensor.case(held) is not None
    assert told_of(two.centre.store).stopped[two.licensor.store.id] == ()


def test_a_fault_here_with_one_chain_stops_no_other(
    two: Pair, monkeypatch: pytest.MonkeyPatch, expect_log: Expect
) -> None:
    expect_log("app.sync.loop", "the chain AD01-01")
    cases = [two.centre.accept(FIRST) for _ in range(2)]
    two.until_quiet()
    from tests.sync.test_exchange import registered

    two.licensor.record("AD01-01", cases[0], registered("RG-1"))
    two.licensor.record("AD01-02", cases[1], registered("RG-2"))
    with monkeypatch.context() as mistake:
        faulty(mistake, "AD01-01")
        done = two.tick()
    assert done.stopped == (Stopped(device="AD01-01", reason="fault-here"),)
    assert [two.centre.case(id).register_number for id in cases] == [None, "RG-2"]
    two.until_quiet()
    assert [two.centre.case(id).register_number for id in cases] == ["RG-1", "RG-2"]


def test_an_event_that_a_fold_stumbles_over_is_set_aside_and_nothing_else(
    two: Pair, monkeypatch: pytest.MonkeyPatch, expect_log: Expect
) -> None:
    expect_log("app.sync.folding", "cannot be folded")
    odd, plain = two.centre.accept(FIRST), two.centre.accept(FIRST)
    real = cases._first

    def first(head: Any, fact: Any) -> Any:
        if head.case == odd:
            raise ZeroDivisionError("a mistake")
        return real(head, fact)

    with monkeypatch.context() as mistake:
        mistake.setattr(cases, "_first", first)
        assert two.tick().stopped == ()
    assert two.licensor.case(plain) is not None
    assert two.licensor.case(odd) is None
    assert set(two.licensor.parked().values()) == {"fault"}
    assert incoming.redrive(two.licensor.node()).settled == 1
    assert two.licensor.case(odd) is not None
    assert two.licensor.parked() == {}


def test_a_hole_under_equal_heads_is_seen_at_both_ends(on_both: Pair) -> None:
    for _ in range(3):
        on_both.centre.accept(FIRST)
    on_both.until_quiet()
    told_of(on_both.licensor.store).counted.clear()  # another day
    as_owner(on_both.licensor.store, "DELETE FROM events WHERE device = 'AT01-01' AND seq = 2")
    new = on_both.centre.accept(FIRST)
    done = on_both.tick()
    assert on_both.licensor.case(new) is not None, "what is new does not wait for what is gone"
    assert done.stopped == (Stopped(device=FIRST, reason="hole-there"),)
    assert Stopped(device=FIRST, reason="hole-here") in told_of(on_both.licensor.store).stopped[on_both.centre.store.id]


def test_a_chain_is_counted_once_a_day_and_then_only_what_is_new(two: Pair) -> None:
    two.centre.accept(FIRST)
    two.until_quiet()
    told = told_of(two.centre.store)
    assert told.counted[FIRST][0] == 1
    two.centre.accept(FIRST)
    two.tick()
    two.tick()
    assert told.counted[FIRST] == (2, str(two.centre.clock.at.date()))


def test_every_reason_has_words() -> None:
    from app.by_hand import why_stopped

    for reason in ("fault-there", "fault-here", "hole-there", "hole-here", "chain-differs", "own-chain-ahead"):
        assert len({why_stopped(reason, lang) for lang in ("kk", "ru", "en")} - {reason}) == 3
