"""A clock is at risk from the same moment on wherever it is shown: board, lists, the case, its process."""

from __future__ import annotations

from datetime import timedelta

from app.domain.moment import Moment
from tests.world import World, code


def test_every_place_calls_a_clock_at_risk_from_the_same_moment_on(file_here: World) -> None:
    case = file_here.accepted()
    row = file_here.ask("queue.find", {"text": case["number"]})[0]
    risk_at, due_by = Moment.parse(row["risk_at"]), Moment.parse(row["due_by"])
    assert risk_at.utc < due_by.utc
    opened = file_here.ask("case.open", {"code": code(case)})
    line = next(s for s in opened["steps"] if s["step"] == row["due_step"])
    assert line["risk_at"] == row["risk_at"]
    assert file_here.ask("process.shown", {"code": code(case)})["risk_at"][row["due_step"]] == row["risk_at"]
    now = Moment.parse(row["accepted_at"])
    file_here.later(seconds=int((risk_at.utc - now.utc) / timedelta(seconds=1)) - 1)
    assert state(file_here, case) == "in-time"
    file_here.later(seconds=2)
    assert state(file_here, case) == "risk"
    file_here.later(seconds=int((due_by.utc - risk_at.utc) / timedelta(seconds=1)) + 1)
    assert state(file_here, case) == "late"


def state(world: World, case: dict[str, str]) -> str:
    clocks = world.ask("deadlines.board", {})
    return str(next(c["state"] for c in clocks if c["case"]["number"] == case["number"]))
