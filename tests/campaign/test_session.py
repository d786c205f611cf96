"""S17: whoever leaves the window leaves nothing on it; whoever comes after acts as themselves; what binds asks once more."""

from __future__ import annotations

import json
import random
import threading
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.command import COMMANDS, all_wishes
from app.domain.codec import BadShape
from app.entrance import LIVES, Entrance, Proof
from app.problems import Refused, Unavailable, WrongCall
from tests.campaign.counted import cases, ran
from tests.people.house import ADMIN, INSPECTOR, NEW, OWN, SECTOR, House
from tests.ui.conftest import _dressed as _dressed
from tests.ui.desks.counter import INSPECTOR as LOOKER
from tests.ui.desks.counter import KNOWN, Counter, accepted
from tests.ui.desks.counter import counter as counter
from tests.ui.desks.test_locking import NAME, OVER, PLACES, WHY, Hands, put, readable
from ui.desks.front import Front
from ui.desks.session import Session
from ui.desks.watch import Watch

SEED = 20161116
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # of a screen without a window manager


def left(counter: Counter, hands: Hands, case: str, *, times: int, seed: int = SEED) -> int:
    """Somebody goes away in every way there is, with everything that may lie open: how often something stays."""
    chance, stayed = random.Random(seed), 0
    for n in range(times):
        counter.log_in(LOOKER)
        place, over, why = PLACES[n % len(PLACES)], OVER[n % len(OVER)], WHY[n % len(WHY)]
        counter.front.go(place, case if place == "case" else "")
        counter.rest()
        put(counter, over, chance)
        hands.gone(1)
        counter.front._tick()
        match why:
            case "idle":
                hands.gone(299)
            case "slept":
                hands.gone(1, wall=chance.uniform(11, 90_000))
            case "clock-back":
                hands.gone(1, wall=-chance.uniform(12, 90_000))
            case "frozen":
                hands.gone(chance.uniform(11, 290))
            case "key":
                counter.front.shell.palette_.close_()
                counter.front.shell.lock_asked.emit()
        counter.front._tick()  # the next second: locked within two
        in_time = counter.front.session is None
        counter.rest()
        told = readable(counter)
        stayed += not in_time or not counter.front.shell.locked or NAME in told or KNOWN in told
        if counter.front.session is not None:
            counter.front.log_out()
            counter.front.watch.wipe()
        counter.front.shell.palette_.forget()
        QApplication.clipboard().clear()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return stayed


def _wipes_nothing(planted: pytest.MonkeyPatch) -> None:
    planted.setattr(Watch, "wipe", lambda self: None)


def _sees_no_sleep(planted: pytest.MonkeyPatch) -> None:
    planted.setattr("ui.desks.watch.SLEPT", 1e9)


def _keeps_the_desks(planted: pytest.MonkeyPatch) -> None:
    planted.setattr(Front, "_clear", lambda self: None)


def test_nothing_is_left_on_the_window_whatever_was_open_and_however_they_went(counter: Counter) -> None:
    case, hands, times = accepted(counter), Hands(counter), cases(500, least=7)
    through, caught = left(counter, hands, case, times=times), 0
    for fault in (_wipes_nothing, _sees_no_sleep, _keeps_the_desks):
        with pytest.MonkeyPatch.context() as planted:
            fault(planted)
            caught += left(counter, hands, case, times=7) > 0
        counter.log_in(LOOKER)  # a whole lock after the broken ones
        counter.front.log_out()
        counter.front._clear()
        counter.rest()
    ran("S17 left behind", times, through=through, planted=(caught, 3))


# ---- 100 % of what is written down carries whose deed it was


def as_another(counter: Counter, *, times: int) -> int:
    """One person presses, the window is locked and another comes in before it is written: whose name stands there."""
    chance, wrong = random.Random(SEED), 0
    people = (LOOKER, "inspector.at01", "supervisor.at01", "administrator.at01")
    app = counter.app()
    for n in range(times):
        first, second = chance.choice(people), chance.choice(people)
        counter.log_in(first)
        op, gate = f"turn-{len(events_of(app))}-{n}", threading.Event()
        session = counter.front.session
        assert session is not None
        counter.front.work.write(gate.wait)  # the writer is busy: what is pressed now waits
        role = first.split(".")[0]
        if role == "administrator":
            session.run("account.unlock", {"login": "sector.at01"}, op=op)
        elif role == "supervisor":
            session.run("account.unlock", {"login": "courier.at01"}, op=op)
        else:
            from ui.screenshots import filled

            session.run("intake.accept", filled(app, KNOWN, 0), op=op)
        counter.front.log_out()
        counter.front.let_in(second, *_let(counter, second))
        gate.set()
        counter.rest()
        wrong += not any(who == first for who, by in events_of(app) if by == op)
        counter.front.log_out()
        counter.rest()
    return wrong


def _let(counter: Counter, login: str) -> tuple[Any, Any, Proof]:
    return counter.front.door.enter(login, "")


def events_of(app: Any) -> list[tuple[str, str]]:
    """(who, operation) of each event."""
    from sqlalchemy import text

    with app.store.reading() as connection:
        rows = connection.execute(text("SELECT head FROM events")).all()
    heads = [json.loads(bytes(row[0])) for row in rows]
    return [(head["who"], head.get("op", "")) for head in heads]


def test_what_is_written_carries_who_pressed_it_and_not_who_sits_there_now(counter: Counter) -> None:
    times = cases(200, least=6)
    through = as_another(counter, times=times)
    with pytest.MonkeyPatch.context() as planted:

        def as_who_sits_here(self: Session, name: str, given: Any, then: Any = None, *, op: Any = None, failed: Any = None
                             ) -> None:  # fmt: skip
            front = counter.front
            self.work.write(lambda: self.app.run(name, given, as_=front.session.me.login, op=op))  # type: ignore[union-attr]

        planted.setattr(Session, "run", as_who_sits_here)
        planted.setattr(counter.front.work, "fault", _Quiet())
        caught = as_another(counter, times=6) > 0
    ran("S17 whose deed", times, through=through, planted=(int(caught), 1))


class _Quiet:
    def emit(self, wrong: BaseException) -> None:
        """The planted fault presses what its person may not."""


# ---- signing, hand-over, taking out, keys


def unproven(house: House, *, rounds: int) -> tuple[int, int]:
    """Every command that asks for the password again × every proof that is none: tried, and how many were let past."""
    all_wishes()
    tried = past = 0
    asking = sorted(name for name, wish in COMMANDS.items() if wish.again)
    for _ in range(rounds):
        gone = house.enter(SECTOR, NEW)
        house.app.entrance.forget(SECTOR)
        others = house.enter(ADMIN, OWN)
        made_up = (None, Proof(login=SECTOR, token="0" * 32), Proof(login=SECTOR, token=others.token), others)
        past += sum(let_past(house, name, proof) for name in asking for proof in (*made_up, gone))
        old = house.enter(SECTOR, NEW)
        house.ticks.now += LIVES + 1
        past += sum(let_past(house, name, old) for name in asking)
        tried += len(asking) * (len(made_up) + 2)
    return tried, past


def let_past(house: House, name: str, proof: Proof | None) -> bool:
    """At the check itself, and at the door."""
    try:
        house.app.entrance.check(proof, SECTOR, name=name)
    except Refused as no:
        if no.code != "proof-needed":
            return True
    else:
        return True
    try:
        house.app.run(name, {}, as_=SECTOR, proof=proof)
    except (Refused, BadShape, WrongCall, Unavailable) as no:
        return isinstance(no, Refused) and no.code not in ("proof-needed", "no-right")
    return True


def test_what_binds_asks_for_the_password_again_and_takes_no_other_proof(house: House) -> None:
    house.settled(SECTOR)
    house.settled(INSPECTOR)
    tried, past = unproven(house, rounds=cases(20, least=1))
    with pytest.MonkeyPatch.context() as planted:
        planted.setattr(Entrance, "check", lambda self, proof, login, *, name: None)
        caught = unproven(house, rounds=1)[1] > 0
    with pytest.MonkeyPatch.context() as planted:
        planted.setattr(Entrance, "forget", lambda self, login: None)
        caught += unproven(house, rounds=1)[1] > 0
    with pytest.MonkeyPatch.context() as planted:
        planted.setattr("app.entrance.LIVES", 1e9)
        caught += unproven(house, rounds=1)[1] > 0
    ran("S17 asked again", tried, through=past, planted=(int(caught), 3))
