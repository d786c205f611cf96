"""What somebody searches for, opens and takes out is counted; the supervisor is told when it is more than a day needs."""

from __future__ import annotations

from typing import Any

import pytest

from app import tally
from app.domain import day_work
from app.domain.roles import Role
from app.problems import Refused
from app.tally import Tally
from tests.world import (  # noqa: F401
    SK,
    World,
    code,
    database_here,
    file_here,
    furnished_database,
    furnished_file,
    who,
    world,
)

INSPECTOR, SUPERVISOR = who("inspector"), who("supervisor")


def much(world: World, **more: Any) -> list[tuple[str, str, int, int]]:  # noqa: F811
    return [
        (m["login"], m["kind"], m["count"], m["limit"]) for m in world.ask("house.much_seen", {}, "supervisor", **more)
    ]


def counted(world: World) -> list[tuple[str, int]]:  # noqa: F811
    """What stands in the journal."""
    import json

    rows = world.rows("SELECT facts FROM events WHERE kind = 'access.counted' ORDER BY seq")
    facts = [json.loads(bytes(row.facts)) for row in rows]
    return [(fact["kind"], fact["count"]) for fact in facts]


def took(world: World, kind: str, more: int, role: str = "inspector") -> None:  # noqa: F811
    world.do("account.count", {"kind": kind, "more": more}, role)


def steps(monkeypatch: pytest.MonkeyPatch, n: int) -> None:
    for kind in day_work.STEP:
        monkeypatch.setitem(day_work.STEP, kind, n)


def test_what_is_opened_at_the_door_comes_into_the_journal_in_steps(
    world: World,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps(monkeypatch, 3)
    cases = [code(world.accepted()) for _ in range(4)]
    for case in (cases[0], *cases[:3], cases[1]):  # one of them three times: it is one
        world.ask("case.open", {"code": case})
    assert counted(world) == []
    world.centre.tally.write(world.centre.run)
    assert counted(world) == [("open", 3)]
    world.ask("case.open", {"code": cases[3]})
    world.centre.tally.write(world.centre.run)
    assert counted(world) == [("open", 3)], "less than a step waits"


def test_a_name_that_is_typed_is_one_search(world: World, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    steps(monkeypatch, 2)
    for text in ("Ж", "Жай", "Жайық", "Жай", "С", "Сұл"):
        world.ask("queue.find", {"text": text})
    world.centre.tally.write(world.centre.run)
    assert counted(world) == [("search", 2)]


def test_the_supervisor_is_told_of_more_than_a_days_work_and_of_no_less(world: World) -> None:  # noqa: F811
    most = day_work.limit(Role.INSPECTOR, "open")
    took(world, "open", most)
    assert much(world) == []
    took(world, "open", 1)
    took(world, "export", 6)
    assert sorted(much(world)) == [(INSPECTOR, "export", 6, 5), (INSPECTOR, "open", most + 1, most)]
    assert counted(world) == [("open", most), ("open", most + 1), ("export", 6)]
    assert much(world, act=SK) == [], "another office's supervisor"
    with pytest.raises(Refused, match="no-right"):
        world.ask("house.much_seen", {})


def test_each_day_is_counted_for_itself_and_a_week_is_shown(file_here: World) -> None:  # noqa: F811
    here = file_here
    took(here, "open", 200)
    here.later(minutes=24 * 60)
    took(here, "open", 200)
    assert much(here) == [], "two days' work"
    took(here, "open", 150)
    assert [count for _, _, count, _ in much(here)] == [350]
    here.later(minutes=7 * 24 * 60)
    assert much(here) == []
    assert [count for _, count in counted(here)] == [200, 200, 350], "the journal keeps all of them"


def test_what_came_to_a_step_is_written_when_the_program_ends(
    file_here: World,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps(monkeypatch, 1)
    world_ = file_here
    world_.ask("case.open", {"code": code(world_.accepted())})
    world_.close()
    assert counted(world_) == [("open", 1)]


def test_a_count_is_refused_that_is_none(file_here: World) -> None:  # noqa: F811
    for more in (0, -5, 10**9):
        with pytest.raises(Refused, match="count-wrong"):
            took(file_here, "open", more)
    assert counted(file_here) == []


def test_whoever_was_shut_out_meanwhile_stops_nobody_elses_counts() -> None:
    counts, done = Tally(), []
    for login in ("gone", "here"):
        for n in range(day_work.STEP["open"]):
            counts.note(login, "open", f"{login} {n}")

    def run(name: str, given: Any, *, as_: str) -> None:
        if as_ == "gone":
            raise Refused("account-closed")
        done.append((name, as_, given["more"]))

    counts.write(run)
    assert done == [(tally.COUNT, "here", day_work.STEP["open"])]


def test_every_role_has_its_limits_far_above_a_step() -> None:
    for role in Role:
        for kind, step in day_work.STEP.items():
            assert day_work.limit(role, kind) >= 2 * step


def test_a_door_that_does_not_count_is_caught(file_here: World, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    steps(monkeypatch, 1)
    case = code(file_here.accepted())

    def told() -> int:
        before = len(counted(file_here))
        file_here.centre.tally._met.clear()
        file_here.ask("case.open", {"code": case})
        file_here.centre.tally.write(file_here.centre.run)
        return len(counted(file_here)) - before

    assert told() == 1
    monkeypatch.setattr(Tally, "asked", lambda *a: None)
    assert told() == 0, "the planted fault shows nothing"
