"""S16: guessing. 10,000 tries and 200 ways around the wait; ASVS 5.0, 6.3.1 and 6.3.8, 2.4.1."""

from __future__ import annotations

import random
import signal
import statistics
import subprocess
import sys
import time

import pytest

from app.domain.guesses import FREE, HOUR, LONGEST, MOST, Guesses, gone
from app.problems import Refused
from app.start import Settings, build
from app.store.argon import Hasher
from tests.people.house import ADMIN, INSPECTOR, NEW, ONCE, OWN, SECTOR, SUPERVISOR, House

SEED = 20161116


def answer(house: House, login: str, password: str = "wrong") -> str:
    try:
        house.enter(login, password)
    except Refused as no:
        return no.code
    return "in"


def waits(house: House, login: str) -> int:
    try:
        house.enter(login, "wrong")
    except Refused as no:
        return int(no.facts.get("seconds", 0))  # type: ignore[call-overload]
    raise AssertionError("let in")


def use_up(house: House, login: str, times: int = FREE) -> None:
    for _ in range(times):
        assert answer(house, login) == "log-in-refused"


# ---- the count alone


def test_ten_thousand_guesses_are_looked_at_less_than_a_hundred_times_an_hour() -> None:
    chance, state, now, looked = random.Random(SEED), Guesses(), 0.0, []
    for _ in range(10_000):
        pause = chance.choice((0.0, 0.1, 1.0, 30.0, 900.0))
        now, state = now + pause, state.after(pause)
        if state.seconds == 0:
            looked.append(now)
            state = state.failed()
    assert len(looked) > 1000
    assert max(sum(at <= other < at + HOUR for other in looked) for at in looked) <= MOST


def test_a_hundred_an_hour_is_the_end_even_where_a_right_one_comes_between() -> None:
    state, looked = Guesses(), 0
    for n in range(10_000):
        if state.seconds == 0:
            state = state.failed()
            looked += 1
            if n % 4 == 3:
                state = state.failed().right()
        state = state.after(0.01)
    assert looked <= MOST


def test_each_wait_is_twice_the_one_before() -> None:
    state, told = Guesses(), []
    for _ in range(20):
        state = state.after(state.seconds).failed()
        told.append(state.wait)
    assert told[: FREE - 1] == [0.0] * (FREE - 1)
    assert told[FREE - 1 : FREE + 9] == [2.0**n for n in range(10)]
    assert told[FREE + 9 :] == [LONGEST] * len(told[FREE + 9 :])


@pytest.mark.parametrize(
    ("mark", "now", "sure"), [(10, 15, 5), (50_000, 3, 3), (50_000, 49_999.9, 49_999.9), (5, 5, 0)]
)
def test_only_time_that_has_surely_gone_counts(mark: float, now: float, sure: float) -> None:
    assert gone(mark, now) == sure


# ---- at the door


def test_ten_thousand_guesses_at_the_door_are_waited_off(house: House) -> None:
    """As fast as they come: six are looked at, the rest is told to wait and nothing is reckoned for it."""
    told = [answer(house, SECTOR) for _ in range(10_000)]
    assert told.count("log-in-refused") == FREE
    assert told.count("log-in-waits") == 10_000 - FREE
    assert answer(house, SECTOR, ONCE) == "log-in-waits"
    house.ticks.now += 1
    assert answer(house, SECTOR, ONCE) == "in"


def test_a_guesser_with_patience_has_less_than_a_hundred_an_hour(house: House) -> None:
    looked, began = 0, house.ticks.now
    while house.ticks.now < began + HOUR:
        try:
            house.enter(SECTOR, f"guess {looked}")
        except Refused as no:
            looked += no.code == "log-in-refused"
            house.ticks.now += float(no.facts.get("seconds", 0))  # type: ignore[arg-type]
    assert FREE < looked <= 25


WAYS = (
    "restart",
    "clock-back",
    "clock-forward",
    "boot",
    "other-process",
    "upper",
    "blank",
    "nul",
    "badge",
    "unlock-by-nobody",
)


@pytest.mark.parametrize("n", range(200))
def test_there_is_no_way_around_the_wait(house: House, n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(SEED + n)
    login = chance.choice((SECTOR, INSPECTOR, "nobody.at01"))
    looked = 0
    while looked < FREE + 3 + n % 4:
        house.ticks.now += (wait := waits(house, login))
        looked += wait == 0
    promised = waits(house, login)
    assert promised > 4
    right, shown, badge = ONCE, login, ""
    match WAYS[n % len(WAYS)]:
        case "restart":
            house.again()
        case "clock-back" | "clock-forward" as way:
            hours = chance.randrange(1, 10_000) * (1 if way == "clock-forward" else -1)
            real = house.app.clock.instant()
            from datetime import timedelta

            from app.domain.moment import Instant

            there = Instant(real.utc + timedelta(hours=hours))
            monkeypatch.setattr(type(house.app.clock), "instant", lambda self: there)
            house.again()
        case "boot":
            house.ticks.now = chance.uniform(0.0, promised - 2)  # it began to run a moment ago
            house.again()
        case "other-process":
            beside = build(Settings(store=house.url, key=house.key, write=False))
            beside.store.ticks, beside.store._hasher = house.ticks, Hasher(time=1, memory=64)
            with pytest.raises(Refused, match="log-in-waits"):
                beside.prove(login, right)
            beside.close()
        case "upper":
            shown = chance.choice((login.upper(), login.title(), login.swapcase()))
        case "blank":
            shown = chance.choice((f" {login}", f"{login} ", f"\t{login}\n", f"{login}\r"))
        case "nul":
            for strange in (
                f"{login}\0",
                f"\0{login}",
                f"{login}\u200b",
                f"{login}'--",
                "Ｓector.at01",
                f"{login}%",
                f"./{login}",
            ):
                assert answer(house, strange, right) in ("log-in-refused", "log-in-waits")
        case "badge":
            badge = "P-AT01-01-16-73915-K"
        case "unlock-by-nobody":
            with pytest.raises(Refused, match="proof-needed"):
                house.app.run("account.unlock", {"login": SECTOR}, as_=SUPERVISOR)
            with pytest.raises(Refused, match=r"proof-needed|no-right"):
                house.app.run("account.unlock", {"login": SECTOR}, as_=INSPECTOR)
    with pytest.raises(Refused, match="log-in-waits") as no:
        house.enter(shown, right, badge)
    sure = house.ticks.now if WAYS[n % len(WAYS)] == "boot" else 0.0  # since the machine was started
    assert int(no.value.facts["seconds"]) >= promised - 2 - sure  # type: ignore[call-overload]


def test_a_kill_between_the_try_and_its_answer_saves_no_failure(house: House) -> None:
    """The count is committed before the password is looked at: the child dies while it reckons the hash."""
    program = f"""
import os, signal
from app.start import Settings, build
from pathlib import Path
app = build(Settings(store={house.url!r}, key=Path({str(house.key)!r}), write=False))
class Killed:
    def fits(self, kept, secret):
        os.kill(os.getpid(), signal.SIGKILL)
app.store._hasher = Killed()
app.store.ticks = lambda: {house.ticks.now!r}
app.prove({SECTOR!r}, "wrong")
"""
    for _ in range(FREE):
        assert subprocess.run([sys.executable, "-c", program], check=False).returncode == -signal.SIGKILL
    assert answer(house, SECTOR, ONCE) == "log-in-waits"


def test_two_programs_share_one_count(house: House) -> None:
    beside = build(Settings(store=house.url, key=house.key, write=False))
    beside.store.ticks, beside.store._hasher = house.ticks, Hasher(time=1, memory=64)
    for n in range(FREE):
        with pytest.raises(Refused, match="log-in-refused"):
            (beside if n % 2 else house.app).prove(SECTOR, "wrong")
    for app in (beside, house.app):
        with pytest.raises(Refused, match="log-in-waits"):
            app.prove(SECTOR, ONCE)
    beside.close()


def test_a_supervisor_unlocks_and_it_is_written_down(house: House) -> None:
    house.settled(SUPERVISOR)
    use_up(house, SECTOR, FREE)
    seen = house.app.ask("house.waiting_log_ins", {}, as_=SUPERVISOR)
    assert [(t.login, t.in_a_row, t.wait) for t in seen] == [(SECTOR, FREE, 1)]
    house.app.run("account.unlock", {"login": SECTOR}, as_=SUPERVISOR, proof=house.enter(SUPERVISOR, NEW))
    assert answer(house, SECTOR, ONCE) == "in"
    assert house.rows("SELECT count(*) FROM events WHERE kind = 'access.unlocked'")[0][0] == 1
    assert house.app.ask("house.waiting_log_ins", {}, as_=SUPERVISOR) == ()


def test_a_right_password_ends_the_row_of_failures(house: House) -> None:
    use_up(house, SECTOR, FREE - 1)
    assert answer(house, SECTOR, ONCE) == "in"
    use_up(house, SECTOR, FREE - 1)
    assert answer(house, SECTOR, ONCE) == "in"


def test_one_login_does_not_wait_for_another(house: House) -> None:
    use_up(house, SECTOR)
    assert answer(house, ADMIN, OWN) == "in"


def test_made_up_logins_do_not_fill_the_store(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.seals.HELD", 50)
    use_up(house, SECTOR)
    for n in range(120):
        assert answer(house, f"nobody.{n}") == "log-in-refused"
    assert house.rows("SELECT count(*) FROM guesses")[0][0] <= 52
    assert answer(house, SECTOR, ONCE) == "log-in-waits"


# ---- nobody is told whether a login is there


def test_an_unknown_login_and_a_wrong_password_are_told_the_same(house: House) -> None:
    for n in range(FREE + 2):
        known, unknown = (answer(house, login) for login in (SECTOR, "nobody.at01"))
        assert known == unknown, n
    for login in (SECTOR, "nobody.at01"):
        with pytest.raises(Refused) as no:
            house.enter(login, "x")
        assert no.value.facts == {"seconds": 2}


def test_an_unknown_login_takes_as_long_as_a_wrong_password(house: House) -> None:
    """The work is the same; the figure is a ratio of medians of alternating pairs, not seconds."""
    house.app.store._hasher = Hasher(time=1, memory=8 * 1024)
    house.settled(SECTOR)
    took: dict[str, list[float]] = {SECTOR: [], "nobody.at01": []}
    for _ in range(80):
        for login, times in took.items():
            house.ticks.now += HOUR
            began = time.process_time()
            assert answer(house, login) == "log-in-refused"
            times.append(time.process_time() - began)
            house.ticks.now += HOUR
    known, unknown = (statistics.median(times) for times in took.values())
    ratio = unknown / known
    print(f"unknown / known = {ratio:.3f}")
    assert 0.95 < ratio < 1.05
