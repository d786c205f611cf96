"""A demonstration that looks lived in: every state there is, really done, and each chain and case holds."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.keeping.verify import verify_store
from app.lived_in import iin, working_days
from app.start import App, Settings, live_in
from tests.world import World, file_here, furnished_file  # noqa: F401

NOW = datetime(2016, 11, 16, 10, 42, tzinfo=ZoneInfo("Asia/Atyrau"))
SUPERVISOR = "supervisor.at01"


def lived(world: World, *, days: int = 9) -> App:
    live_in(world.centre, world.licensor, clock=world.clock, until=NOW, days=days)
    return world.centre


def test_every_state_of_a_counter_is_there_and_the_store_is_whole(file_here: World) -> None:  # noqa: F811
    app = lived(file_here)
    statuses = {row.status for row in app.ask("queue.all", {"limit": 200}, as_=SUPERVISOR)}
    assert {"accepted", "in-registry", "at-licensor", "to-release", "released", "refused"} <= statuses
    clocks = {clock.state for clock in app.ask("deadlines.board", {"limit": 200}, as_=SUPERVISOR)}
    assert {"late", "in-time"} <= clocks
    assert len(app.ask("queue.my_drafts", {}, as_="inspector.at01")) == 2
    file_here.whole()
    file_here.close()
    settings = Settings(store=file_here.url, key=file_here.key, write=False)
    assert verify_store(settings)["intact"]


def test_nothing_is_done_after_now_nor_on_a_day_off(file_here: World) -> None:  # noqa: F811
    app = lived(file_here, days=4)
    for row in app.ask("queue.all", {"limit": 200}, as_=SUPERVISOR):
        for done in app.ask("case.open", {"code": row.id}, as_=SUPERVISOR).case.done:
            at = done.at.local(NOW.tzinfo)
            assert at <= NOW
            assert at.date() in working_days(NOW.date(), 4)


def test_it_stops_at_once_when_the_window_closes(file_here: World) -> None:  # noqa: F811
    stop = threading.Event()
    file_here.do("intake.accept", file_here.draft())
    stop.set()
    made = live_in(
        file_here.centre, file_here.licensor, clock=file_here.clock, until=NOW, go_on=lambda: not stop.is_set()
    )
    assert made == 0


@pytest.mark.parametrize("hour", [3, 8])
def test_before_the_morning_is_over_the_last_day_stands_for_today(file_here: World, hour: int) -> None:  # noqa: F811
    early = NOW.replace(hour=hour) + timedelta(minutes=1)
    live_in(file_here.centre, file_here.licensor, clock=file_here.clock, until=early, days=2)
    rows = file_here.centre.ask("queue.all", {"limit": 200}, as_=SUPERVISOR)
    assert any(row.status == "accepted" for row in rows)


def test_a_visitors_number_has_a_right_check_digit() -> None:
    from app.domain.numbers import read_number

    read = read_number(iin("8303024", 5))
    assert (read.kind, read.problem) == ("iin", None) or not read.problem
