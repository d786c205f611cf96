"""The day with the plugs of licensor, centre, network and database pulled in the middle of it: it ends as without."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.journey import Trip, pulled, travel, travel_pulled
from app.journey.line import Line
from app.journey.plugs import Pull, drawn
from app.start import Refused, WrongCall
from tests.campaign.counted import WHOLE, ran
from tests.postgres import Server, programs, server

ROOT = Path(__file__).resolve().parents[2]
SHORT: dict[str, Any] = {"act": "atyrau-2015-324", "only": ("medical-licence/issue",)}
SHORTEST: dict[str, Any] = {
    "act": "vko-2015-314"
}  # all that a counter may give there is a slip: one command with one paper
SLIP, EXAMINE = 0, 12  # steps: of the shortest day the only one, of the short day the licensor's look at the documents
SEEDS, EACH = (12, 12) if WHOLE else (1, 3)
Days = Callable[[dict[str, Any]], Path]
PLUGS = ("licensor", "centre", "network", "power") if WHOLE else ("licensor", "centre", "network")
FAULTS = {  # what was put in → the day, and when the plug is pulled
    "in_two_halves": (SHORTEST, Pull(SLIP, "centre", "commit.after")),
    "no_answer_kept": (SHORTEST, Pull(SLIP, "centre", "commit.after")),
    "papers_forgotten": (SHORTEST, Pull(SLIP, "centre", "paper.before")),
    "an_older_store": (SHORT, Pull(EXAMINE, "licensor", "record.before")),
}


@pytest.fixture(scope="module")
def days(ram_of_run: Path) -> Days:
    """Each of them undisturbed: where it lies, made when it is first asked for."""
    made: dict[str, Path] = {}

    def undisturbed(day: dict[str, Any]) -> Path:
        name = str(day.get("act", "whole"))
        if name not in made:
            made[name] = ram_of_run / f"undisturbed-{name}"
            assert travel(Trip(made[name], **day)) == 0
        return made[name]

    return undisturbed


def part(seeds: int) -> list[int]:
    """`TEREZE_CAMPAIGN_PART=2/4`: every fourth of them, from the second on."""
    nth, _, of = os.environ.get("TEREZE_CAMPAIGN_PART", "1/1").partition("/")
    return list(range(int(nth), seeds + 1, int(of)))


def told(out: Path) -> dict[str, Any]:
    return dict(json.loads((out / "journey.json").read_text("utf-8")))


def test_the_day_ends_in_the_same_state_when_plugs_are_pulled(days: Days, ram: Path) -> None:
    """By the command line, as an administrator shows it."""
    undisturbed = days({} if WHOLE else SHORT)
    count = other = 0
    for seed in part(SEEDS):
        out = ram / f"seed-{seed}"
        call = [sys.executable, "-m", "app.cli", "journey", "--out", str(out), "--pull", ",".join(PLUGS)]
        call += ["--seed", str(seed), "--pulls", str(EACH), "--like", str(undisturbed)]
        call += [] if WHOLE else ["--act", str(SHORT["act"]), "--only", SHORT["only"][0]]
        done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, timeout=3600, check=False)
        assert (out / "journey.json").exists(), done.stderr
        assert f"state: {told(out)['state']}" in done.stderr
        count += len(told(out)["pulled"])
        same = told(out)["state"] == told(undisturbed)["state"]
        assert same is (done.returncode == 0), done.stderr
        other += not same
        shutil.rmtree(out)
    assert count == len(part(SEEDS)) * EACH * len(PLUGS)
    ran("plugs", count, through=other)


@pytest.mark.parametrize("store", [(), ("--store", "sqlite:///own.db")])
def test_a_day_begun_in_any_folder_ends_there(ram: Path, store: tuple[str, ...]) -> None:
    """Paths that are told from that folder: the nodes have processes, and a folder, of their own."""
    call = [sys.executable, "-m", "app.cli", "journey", "--out", "out", "--act", str(SHORTEST["act"]), *store]
    env = os.environ | {"PYTHONPATH": str(ROOT), "TEREZE_HOME": "home"}
    done = subprocess.run(
        [*call, "--pull", "centre", "--pulls", "1"], cwd=ram, env=env, capture_output=True, text=True, timeout=600,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(told(ram / "out")["pulled"]) == 1


def test_a_day_goes_on_when_nobody_watches_it(ram: Path) -> None:
    """`journey … | head -1` broke it off, and said that all was well."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing) as gone:
        call = [sys.executable, "-m", "app.cli", "journey", "--out", str(ram / "out"), "--act", str(SHORTEST["act"])]
        done = subprocess.run(call, cwd=ROOT, stdout=gone, stderr=subprocess.PIPE, timeout=600, check=False)
    assert (done.returncode, b"both nodes agree" in done.stderr) == (0, True), done.stderr
    assert told(ram / "out")["steps"]


@pytest.mark.parametrize("fault", FAULTS if WHOLE else ("in_two_halves",))
def test_a_node_that_loses_or_doubles_something_is_seen(fault: str, days: Days, ram: Path) -> None:
    program = (sys.executable, "-m", "tests.campaign.plugs_planted", fault)
    day, pull = FAULTS[fault]
    ran("plugs", 1, planted=(int(not same_end(days(day), ram, day, pull, program=program)), 1))


def test_a_wish_told_again_under_another_operation_is_seen(
    days: Days, ram: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program is whole; who presses again is not."""

    def anew(request: dict[str, Any]) -> dict[str, Any]:
        return {**request, "given": {**request["given"], "op": str(uuid.uuid4())}}

    pull = Pull(SLIP, "centre", "commit.after")
    assert same_end(days(SHORTEST), ram / "whole", SHORTEST, pull)
    monkeypatch.setattr(pulled, "again", anew)
    ran("plugs", 1, planted=(int(not same_end(days(SHORTEST), ram / "anew", SHORTEST, pull)), 1))


def same_end(undisturbed: Path, ram: Path, day: dict[str, Any], pull: Pull, **more: Any) -> bool:
    try:
        return travel_pulled(Trip(ram / "out", **day), lambda course: [pull], like=undisturbed, **more) == 0
    except (RuntimeError, Refused):  # the day could not even go on
        return False


def test_the_day_ends_the_same_when_the_database_is_stopped_at_once(days: Days, ram: Path, ram_of_run: Path) -> None:
    """`pg_ctl -m immediate` in the middle of commands; the end is also that of an embedded store."""
    each = 20 if WHOLE else 3
    with server(ram_of_run, durable=True) as running, stopped_at_the_end(running) as control:
        running.tell("CREATE DATABASE journey OWNER owner")
        log = str(running.folder / "log-again")
        ended = travel_pulled(
            Trip(ram / "out", running.url("journey"), **SHORT),
            lambda course: drawn(("database",), seed=7, course=course, each=each),
            like=days(SHORT),
            database=lambda: subprocess.run(
                [*control, "-l", log, "-m", "immediate", "-w", "restart"], check=True, stdout=subprocess.DEVNULL
            ),
        )
    count = len(told(ram / "out")["pulled"])
    assert count == each
    ran("plugs", count, through=ended)


@contextmanager
def stopped_at_the_end(running: Server) -> Iterator[list[str]]:
    """pg_ctl of this server, as its own person: it starts a new one, which is nobody's child."""
    as_person = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"] if os.geteuid() == 0 else []
    control = [*as_person, str(programs() / "pg_ctl"), "-D", str(running.folder / "rows")]
    try:
        yield control
    finally:
        subprocess.run([*control, "-m", "immediate", "-w", "stop"], check=False, capture_output=True)


def heard_out(near: socket.socket, *, least: int) -> None:
    """A reset may overtake what was on the way; but nothing comes after the cut."""
    came = 0
    while part := near.recv(4096):
        came += len(part)
        assert came <= least


@pytest.mark.parametrize("cut", [1, 700, 1499])
def test_a_drawn_cable_stops_in_the_middle_of_what_is_said(cut: int) -> None:
    line = Line()
    with socket.create_server(("127.0.0.1", 0)) as far:
        line.to = far.getsockname()[1]
        line.strike(cut, line.pull)
        with socket.create_connection(place := ("127.0.0.1", int(line.address.rpartition(":")[2]))) as near:
            near.settimeout(60)
            listener, _ = far.accept()
            with listener:
                listener.sendall(b"1" * 1500)
                with pytest.raises(ConnectionResetError):
                    heard_out(near, least=cut)
        assert line.struck
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(place)
        line.plug_in()
        socket.create_connection(place).close()
    line.pull()


@pytest.mark.parametrize(
    "more",
    [
        ("--pull", "cable"),
        ("--pull", "database"),
        ("--pull", "network", "--server", "true"),
        ("--only", "no-such-service"),
        ("--pull", "network", "--like", "."),
    ],
)
def test_a_wrong_call_is_told(more: tuple[str, ...], ram: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "journey", "--out", str(ram / "out"), "--act", str(SHORT["act"]), *more],
        cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr.startswith("tereze: ")) == (2, True), done.stderr


def test_a_used_folder_is_refused(days: Days) -> None:
    with pytest.raises(WrongCall, match="not empty"):
        travel_pulled(Trip(days(SHORTEST), **SHORTEST), lambda course: [], like=days(SHORTEST))


def test_the_same_seed_pulls_at_the_same_moments() -> None:
    course = "cccelelle" * 9
    plugs = ("licensor", "centre", "network")
    one, again = (drawn(plugs, seed=5, course=course, each=4) for _ in range(2))
    assert one == again != drawn(plugs, seed=6, course=course, each=4)
    assert len({pull.step for pull in one}) == len(one) == 12
    assert all(course[pull.step] in {"licensor": "le", "centre": "ce", "network": "e"}[pull.plug] for pull in one)
