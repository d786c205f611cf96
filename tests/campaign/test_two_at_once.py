"""F19: two to eight people at the same things at the same moment: no deed of anybody is lost, and nobody's words are."""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app.problems import Refused
from app.start import App, build
from app.store import judging, postgres
from app.store.unit import Transaction, new_id
from tests.campaign.counted import WHOLE, ran
from tests.campaign.shares import share
from tests.world import World, code, who

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
DEVICES = ("AT01-01", "AT01-02", "AT01-03")
ENDINGS = ("take", "take_back", "refuse")  # of one hand-over: what one does, the others find done
DEEDS = ("enter", "remove", "reprint", *ENDINGS, "report_lost")
_words = count(1)


@dataclass(slots=True)
class Told:
    """What somebody asked for, and what they were answered."""

    op: str
    deed: str
    what: str
    words: str
    answer: Any


@dataclass(slots=True)
class Counter8:
    """A house with programs that several people use at once, and the things they all reach for."""

    world: World
    programs: list[App]
    told: list[Told] = field(default_factory=list)
    cases: list[dict[str, Any]] = field(default_factory=list)
    handover: str = ""
    wrong: list[str] = field(default_factory=list)

    def press(self, client: int, deed: str, which: int, gate: threading.Barrier | None = None) -> None:
        case = self.cases[which % len(self.cases)]
        words = f"Сөз-{next(_words)}"
        match deed:
            case "enter" | "remove":
                name, given, login = f"accumulation.{deed}", {"code": code(case)}, who("sector")
            case "reprint":
                paper = case["papers"][0]
                name, given, login = "upkeep.reprint", {"paper": paper, "reason": "lost"}, who("inspector")
            case "take":
                name, given, login = "courier.take", {"code": self.handover}, who("courier")
            case "report_lost" | "refuse":
                name, given, login = f"courier.{deed}", {"code": self.handover, "reason": words}, who("courier")
            case _:
                name, given, login = "courier.take_back", {"code": self.handover, "reason": words}, who("sector")
        app, op = self.programs[client % len(self.programs)], new_id()
        if gate is not None:
            gate.wait()
        try:
            answer = app.run(
                name, given, as_=login, op=op, device=DEVICES[client % len(DEVICES)], draw=False
            ).value  # another workplace of the office
        except Refused as no:
            answer = no
        except Exception as fault:  # anything but a no is a fault of the program's
            self.wrong.append(f"{deed}: {fault!r}")
            return
        self.told.append(Told(op, deed, case["case"], words if "reason" in given and deed != "reprint" else "", answer))

    def done(self) -> list[Told]:
        return [one for one in self.told if not isinstance(one.answer, Exception)]

    def look(self) -> list[str]:
        """What was answered is in the journal, once; a subject's versions have no gap and no twin; words are kept."""
        wrong, journal = list(self.wrong), self._journal()
        for one in self.done():
            mine = journal.get(one.op, [])
            if not mine:
                wrong.append(f"{one.deed} was answered and is nowhere")
            if one.words and not any(one.words in person for _, _, _, person in mine):
                wrong.append(f"the words of {one.deed} are gone")
        versions: dict[str, list[int]] = {}
        for rows in journal.values():
            for subject, version, _, _ in rows:
                versions.setdefault(subject, []).append(version)
        for subject, found in versions.items():
            if sorted(found) != list(range(1, len(found) + 1)):
                wrong.append(f"versions of {subject}: {sorted(found)}")
        copies = Counter((one.what, one.answer.copy) for one in self.done() if one.deed == "reprint")
        wrong += [f"copy {copy} of {what} twice" for (what, copy), n in copies.items() if n > 1]
        ends = [one.deed for one in self.done() if one.deed in ENDINGS]
        if len(ends) > 1:
            wrong.append(f"one hand-over ended by {ends}")
        return wrong

    def _journal(self) -> dict[str, list[tuple[str, int, str, str]]]:
        subjects = [*(c["case"] for c in self.cases), self.handover]
        names = ", ".join(f"'{s}'" for s in subjects)
        rows = self.world.rows(
            f"SELECT subject, version, kind, head, person FROM events JOIN persons ON event = id WHERE subject IN ({names})"
        )
        found: dict[str, list[tuple[str, int, str, str]]] = {}
        for row in rows:
            op = json.loads(bytes(row.head))["op"]
            found.setdefault(op, []).append((row.subject, row.version, row.kind, bytes(row.person).decode()))
        return found


def house(world: World, programs: list[App]) -> Counter8:
    """Two cases that lie at the sector, and a third that was given to the courier and not yet taken."""
    made = Counter8(world, programs)
    made.cases = [world.accepted() for _ in range(3)]
    entered = world.do("accumulation.enter", {"code": code(made.cases.pop())}, "sector")
    there = [row.id for row in world.rows("SELECT id FROM cases WHERE registry = :r", r=_id_of(world, entered))]
    closed = world.do("accumulation.close", {"code": entered["registry"], "cases": there}, "sector")
    given = world.do("courier.give", {"registries": [closed["number"]], "to": "courier"}, "sector")
    made.handover = given["handover"]
    return made


def _id_of(world: World, entered: dict[str, Any]) -> str:
    """Histories before this one have left their cases in the open registry."""
    found = world.rows("SELECT id FROM registries WHERE number = :n OR id = :n", n=entered["registry"])
    return str(found[0].id)


PRESS = st.tuples(st.integers(0, 7), st.sampled_from(DEEDS), st.integers(0, 1))


def machine(world: World, programs: list[App], seen: list[int]) -> type[RuleBasedStateMachine]:
    class People(RuleBasedStateMachine):
        @initialize()
        def begin(self) -> None:
            self.house = house(world, programs)
            seen[0] += 1

        @rule(press=PRESS)
        def alone(self, press: tuple[int, str, int]) -> None:
            self.house.press(*press)

        @rule(presses=st.lists(PRESS, min_size=2, max_size=8))
        def together(self, presses: list[tuple[int, str, int]]) -> None:
            gate = threading.Barrier(len(presses))
            with ThreadPoolExecutor(len(presses)) as hands:
                for future in [hands.submit(self.house.press, *press, gate) for press in presses]:
                    future.result()

        @invariant()
        def nothing_is_lost(self) -> None:
            found = self.house.look() if hasattr(self, "house") else []
            assert not found, found

    return People


def histories(world: World, programs: list[App], number: int, *, seeded: int) -> tuple[int, bool]:
    """So many histories; whether one of them showed something wrong."""
    seen = [0]
    how = settings(
        max_examples=number, stateful_step_count=4, deadline=None, database=None, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck), print_blob=False,
    )  # fmt: skip
    try:
        run_state_machine_as_test(seed(seeded)(machine(world, programs, seen)), settings=how)
    except (AssertionError, Flaky):  # who of several comes first is not drawn again: a race that was lost counts
        return seen[0], True
    return seen[0], False


@pytest.fixture
def programs(world: World) -> Iterator[list[App]]:
    """On the shared store three programs; the embedded one has one, with several hands in it."""
    made = [build(world.settings(), clock=world.clock) for _ in range(3)] if world.on_postgres else [world.centre]
    yield made
    for app in made:
        if app is not world.centre:
            app.close()


def test_no_deed_and_nobodys_words_are_lost(world: World, programs: list[App], monkeypatch: pytest.MonkeyPatch) -> None:
    random_, number = share("F19", 5_000, commit=5)
    count, through = histories(world, programs, number, seeded=random_.randrange(1_000_000))
    world.whole()
    assert not at_once(house(world, programs))
    caught, furnished = [], house(world, programs)
    with monkeypatch.context() as planted:
        planted.setattr(Transaction, "fold", _as_it_was(Transaction.fold))
        caught.append(one_after_another(furnished))
    if world.on_postgres:
        for function in (judging.judge_function, postgres.record_function):
            _tell(world, _without_version(function("tereze")))
        caught.append(at_once(house(world, programs)))
    ran("F19", count, through=int(through), planted=(sum(map(bool, caught)), len(caught)))


def one_after_another(made: Counter8) -> list[str]:
    for client in range(3):
        made.press(client, "reprint", 0)
    return made.look()


def at_once(made: Counter8) -> list[str]:
    """Three people at three workplaces; no one writes before all have read, so no machine is too quick or too slow for it."""
    with pytest.MonkeyPatch.context() as patched, ThreadPoolExecutor(3) as hands:
        patched.setattr(
            Transaction, "commit", _after_all_have_read(Transaction.commit, 3 if len(made.programs) > 1 else 1)
        )
        for future in [hands.submit(made.press, client, "reprint", 0) for client in range(3)]:
            future.result()
    return made.look()


def _as_it_was(fold: Any) -> Any:
    """Somebody who goes on with what they saw a while ago."""
    seen: dict[str, Any] = {}

    def stale(self: Transaction, subject: Any, id: str) -> Any:
        found = fold(self, subject, id)
        kept = seen.setdefault(id, found) if found is not None else None
        if kept is not None and self._folds[id][1] is found:
            self._folds[id] = (subject, kept)
        return kept

    return stale


def _after_all_have_read(commit: Any, people: int) -> Any:
    """Who comes again, because another was before them, waits for nobody."""
    gate, coming = threading.Barrier(people), count(1)

    def held(self: Transaction) -> Any:
        if next(coming) <= people:
            gate.wait(60)
        return commit(self)

    return held


LOOKS = (
    r"IF coalesce\(found.*?END IF;|IF \(\(r ->> 'version'\).*?END IF;"  # the writer's own, and before it the judge's
)


def _without_version(function: str) -> str:
    """An update that does not look what it writes over; with one of the two looks left, it hangs on who is the quickest."""
    bare, times = re.subn(LOOKS, "", function, flags=re.DOTALL)
    assert times
    return bare


def _tell(world: World, statement: str) -> None:
    with world.centre.store.acting() as connection:
        connection.exec_driver_sql(statement.replace("%", "%%"))
        connection.commit()
