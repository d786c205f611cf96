"""What the embedded store does for each question of a day at the counter: it goes by an index that leads there, however many
cases there are. SQLite says beforehand what it would read; on a demonstration of ten cases nobody would notice otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest

from app.problems import Refused
from app.queries.queue import Place
from app.store import sqlite
from tests.store.furnished import key_of
from tests.world import World, code, desk, who

GROW = "cases|events|persons|papers|operations|handovers|registries|files|file_parts"
READS_ALL = re.compile(rf"SCAN (?:{GROW})\b(?! USING (?:COVERING )?INDEX papers_due)")
OF_THE_CENTRE = re.compile(r"SEARCH \w+ USING (?:COVERING )?INDEX \w+ \(centre=\?\)")
SORTS = "USE TEMP B-TREE FOR ORDER BY"
COLUMNS = ("newest", "applicant", "number", "service", "status", "accepted", "due")


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, list[str]]]:
    """Every statement that is given to SQLite meanwhile, with what it is going to read."""
    found: dict[str, list[str]] = {}
    run = sqlite.Cursor.execute

    def execute(cursor: sqlite.Cursor, statement: str, parameters: Any = ()) -> sqlite.Cursor:
        if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE")) and "sqlite_schema" not in statement:
            raw = cursor.connection.raw
            raw.exec_trace = None
            told = raw.execute(f"EXPLAIN QUERY PLAN {statement}", tuple(parameters)).fetchall()
            raw.exec_trace = cursor.connection._remember
            found[statement] = [line[3] for line in told]
        return run(cursor, statement, parameters)

    with monkeypatch.context() as patch:
        patch.setattr(sqlite.Cursor, "execute", execute)
        yield found


def too_much(found: dict[str, list[str]]) -> list[str]:
    """Statements that read everything there is. A window of a list walks along the order it is shown in, and stops."""
    wrong = []
    for statement, plan in found.items():
        window = "LIMIT" in statement and SORTS not in plan
        if any(OF_THE_CENTRE.search(line) or (READS_ALL.search(line) and not window) for line in plan):
            wrong.append(f"… {' '.join(statement.split()).partition(' FROM ')[2][:400]} → {plan}")
    return wrong


def a_day(world: World) -> None:
    """What the people of a centre press and look at, from the start of the program on."""
    made = [world.accepted() for _ in range(2)]
    case = made[0]
    for name in (case["number"], case["case"], code(case)):
        world.ask("case.open", {"code": name})
    world.ask("case.history", {"code": case["number"]})
    for text in ("Сұлтан", "0400173", case["number"][-6:], "ab"):
        world.ask("queue.find", {"text": text})
    for column in COLUMNS:
        for back in (False, True):
            world.ask("queue.all", {"sort": column, "reversed": back, "limit": 50})
    for place in get_args(Place):
        world.ask("queue.waiting", {"place": place, "limit": 50}, "sector")
    world.ask("deadlines.board", {"limit": 50}, "supervisor")
    world.ask("deadlines.late", {}, "supervisor")
    (newest,) = world.ask("papers.newest", {})
    for after in ("", newest["id"]):
        world.ask("papers.made_here", {"after": after, "limit": 50}, "supervisor")
    world.ask("registry.all", {}, "sector")
    world.ask("registry.handed", {}, "sector")
    bag = world.given_to_courier(*made)
    world.do("courier.take", {"code": bag["number"]}, "courier")
    world.ask("papers.ledger", {}, "sector")


def at_the_licensor(world: World) -> None:
    for role in ("chancellery", "head", "specialist"):
        for place in ("desk", "register", "trouble"):
            world.licensor.ask("queue.waiting", {"place": place, "limit": 50}, as_=desk(role))
        world.licensor.ask("deadlines.board", {"limit": 50}, as_=desk(role))
        world.licensor.ask("deadlines.late", {}, as_=desk(role))
        for column in COLUMNS:
            world.licensor.ask("queue.all", {"sort": column, "limit": 50}, as_=desk(role))
        for text in ("Сұлтан", "ab"):
            world.licensor.ask("queue.find", {"text": text}, as_=desk(role))
        with pytest.raises(Refused, match="case-unknown"):
            world.licensor.ask("case.open", {"code": "AT01-01-16-00001-E"}, as_=desk(role))


def test_no_question_of_a_day_reads_the_whole_store(file_here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with watched(monkeypatch) as found:
        a_day(file_here)
        at_the_licensor(file_here)
        file_here.close()
        file_here.centre.draw_waiting()
    assert len(found) > 60
    assert not (wrong := too_much(found)), "\n".join(wrong)


def test_what_waits_is_not_sought_among_all_cases(file_here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """At each place of work on both sides: few wait, and the list of all would be walked through to find them."""
    sides = ((file_here.centre, who("sector")), (file_here.licensor, desk("head")))
    for place, (app, login) in product(get_args(Place), sides):
        with watched(monkeypatch) as found:
            app.ask("queue.waiting", {"place": place, "limit": 50}, as_=login)
        (plan,) = [plan for statement, plan in found.items() if "FROM cases" in statement]
        assert "SEARCH cases USING INDEX cases_" in plan[0], (place, login, plan)


def test_a_store_that_was_told_nothing_reads_all_of_it(file_here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The watch sees it: so it was before the shape of a store was written into it."""
    case = file_here.accepted()
    file_here.close()
    store = Path(file_here.url.removeprefix("sqlite:///"))
    bare = sqlite.connect(str(store), key=key_of(file_here.settings()))
    bare.execute("DELETE FROM sqlite_stat1")
    bare.close()
    with watched(monkeypatch) as found:
        file_here.ask("case.open", {"code": case["number"]})
    assert any("(centre=?)" in line for line in too_much(found))
