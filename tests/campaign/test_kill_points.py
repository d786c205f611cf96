"""A program that is killed or fails at each boundary of a command: after it either nothing is there, or everything."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.problems import Unavailable
from app.start import verify_store
from app.store import points
from app.store.unit import new_id
from tests.world import World, code, who

ROOT = Path(__file__).resolve().parent.parent.parent
NOTHING = (
    "begin.before",
    "begin.after",
    "record.before",
    "record.after",
    "commit.before",
    "write.before",
    "write.before:4",
    "write.after",
)  # struck there, the command has left nothing
EVERYTHING = (  # struck there, it is done; its papers may still be due
    "commit.after", "paper.before", "paper.drawn", "blob.before", "blob.written", "blob.placed", "blob.renamed",
    "commit.before:2", "commit.after:2", "paper.after", "paper.before:2", "paper.drawn:2", "blob.renamed:2",
)  # fmt: skip
OTHERS = {  # boundaries that an acceptance does not meet: each is struck where it is at home
    "send.before", "send.after", "receive.before", "receive.after", "cursor.before",  # tests/sync
    "part.before", "part.after",  # tests/sync/test_files.py
    "migrate.before", "migrate.after",  # tests/store/test_migrations.py
    "backup.written", "backup.proven", "restore.files",  # tests/store/test_backup.py
    "restore.rows", "restore.copied", "restore.verified",  # tests/store/test_restore_cut_off.py
    "move.copied", "move.verified", "move.marked",  # tests/store/test_move.py
}  # fmt: skip


@pytest.fixture(autouse=True)
def _unmet() -> None:
    points._met.clear()


def strike(point: str, deed: str) -> str:
    """`commit.before:2` killed is `commit.before:kill:2`."""
    name, _, nth = point.partition(":")
    return f"{name}:{deed}:{nth or 1}"


def in_a_child(
    world: World, name: str, given: Any, *, login: str, op: str, at: str
) -> subprocess.CompletedProcess[bytes]:
    """The command in a program of its own, as a person at the command line does it."""
    call = [sys.executable, "-m", "app.cli", "do", name, "-", "--as", login, "--op", op]
    call += ["--store", world.url, "--key", str(world.key)]
    environment = {**os.environ, **({"TEREZE_AT": at} if at else {})}
    return subprocess.run(
        call, cwd=ROOT, input=json.dumps(given).encode(), capture_output=True, check=False, env=environment
    )


def all_or_nothing(world: World, op: str) -> bool:
    """Looks at everything that belongs together; whether it is there."""
    cases, operations = world.count("cases"), world.rows("SELECT * FROM operations WHERE op = :op", op=op)
    papers = world.rows("SELECT * FROM papers")
    device = world.rows("SELECT seq, serial FROM devices WHERE code = 'AT01-01'")[0]
    journal = world.rows("SELECT id FROM events WHERE kind = 'application.accepted'")
    assert (cases, len(operations), len(papers), len(journal), device.serial) in ((0, 0, 0, 0, 0), (1, 1, 2, 1, 1))
    for paper in papers:  # the program has started again: what was due is drawn
        assert world.centre.paper(paper.id, as_="inspector.at01")[2].startswith(b"%PDF")
    world.whole()
    return cases == 1


def intact(world: World) -> None:
    world.close()
    told = verify_store(world.settings())
    assert told["intact"], told


def once(world: World, draft: dict[str, Any], op: str, *, repeated: bool) -> None:
    """The same wish again, as the window does it after a restart."""
    again = world.centre.run("intake.accept", draft, as_=who("inspector"), op=op)
    assert again.repeated is repeated
    assert all_or_nothing(world, op)
    assert again.value.number == world.rows("SELECT number FROM cases")[0].number
    assert [world.centre.paper(p, as_="inspector.at01")[0] for p in again.value.papers] == [
        "acceptance-receipt",
        "label",
    ]
    assert world.accepted()["number"].startswith("AT01-01-16-00002-")


@pytest.mark.parametrize("point", NOTHING + EVERYTHING)
def test_an_acceptance_is_nothing_or_everything_when_the_program_is_killed(file_here: World, point: str) -> None:
    draft, op = file_here.draft(), new_id()
    file_here.close()
    killed = in_a_child(file_here, "intake.accept", draft, login=who("inspector"), op=op, at=strike(point, "kill"))
    assert (killed.returncode, killed.stdout) == (-9, b""), killed.stderr.decode()
    done = all_or_nothing(file_here, op)
    assert done is (point in EVERYTHING)
    once(file_here, draft, op, repeated=done)
    intact(file_here)


@pytest.mark.parametrize("point", ["record.after", "commit.before", "commit.after", "paper.drawn", "commit.after:2"])
def test_the_shared_store_has_nothing_or_everything_when_a_program_is_killed(database_here: World, point: str) -> None:
    world = database_here
    draft, op = world.draft(), new_id()
    world.close()
    killed = in_a_child(world, "intake.accept", draft, login=who("inspector"), op=op, at=strike(point, "kill"))
    assert (killed.returncode, killed.stdout) == (-9, b""), killed.stderr.decode()
    done = all_or_nothing(world, op)
    assert done is (point in EVERYTHING)
    once(world, draft, op, repeated=done)


@pytest.mark.parametrize("point", NOTHING + EVERYTHING)
def test_an_acceptance_is_nothing_or_everything_when_the_disk_fails(
    file_here: World, point: str, monkeypatch: pytest.MonkeyPatch, expect_log: Any
) -> None:
    fail_at(file_here, point, monkeypatch, expect_log)


@pytest.mark.parametrize(
    "point", [p for p in NOTHING + EVERYTHING if not p.startswith(("blob", "begin")) and p != "write.before:4"]
)
def test_an_acceptance_is_nothing_or_everything_when_the_connection_fails(
    database_here: World, point: str, monkeypatch: pytest.MonkeyPatch, expect_log: Any
) -> None:
    fail_at(database_here, point, monkeypatch, expect_log)


def fail_at(world: World, point: str, monkeypatch: pytest.MonkeyPatch, expect_log: Any) -> None:
    draft, op = world.draft(), new_id()
    world.centre.store  # noqa: B018 – opened before the fault
    monkeypatch.setenv("TEREZE_AT", strike(point, "error"))
    try:
        world.centre.run("intake.accept", draft, as_=who("inspector"), op=op)
    except (OSError, Unavailable):
        pass
    else:
        expect_log("app.drawing", "was not kept")  # told in the log, and the paper stays due
    monkeypatch.delenv("TEREZE_AT")
    world.close()
    done = all_or_nothing(world, op)
    assert done is (point in EVERYTHING)
    once(world, draft, op, repeated=done)


def test_who_stands_at_the_counter_has_their_papers_though_those_that_wait_are_refused(
    file_here: World, monkeypatch: pytest.MonkeyPatch, expect_log: Any
) -> None:
    expect_log("app.drawing", "was not kept")
    monkeypatch.setenv("TEREZE_AT", "commit.before:full:2")
    waiting = file_here.accepted()["papers"]
    monkeypatch.delenv("TEREZE_AT")
    points._met.clear()
    monkeypatch.setenv("TEREZE_AT", "commit.before:full:3")
    mine = file_here.accepted()["papers"]
    drawn = {row.id for row in file_here.rows("SELECT id FROM papers WHERE file IS NOT NULL")}
    assert (drawn & set(mine), drawn & set(waiting)) == (set(mine), set())
    monkeypatch.delenv("TEREZE_AT")
    file_here.accepted()
    assert not file_here.rows("SELECT id FROM papers WHERE file IS NULL")


@pytest.mark.parametrize("point", ["record.before:2", "record.after:3", "commit.before", "commit.after"])
def test_a_bag_is_taken_whole_or_not_at_all_when_the_program_is_killed(file_here: World, point: str) -> None:
    cases = [file_here.accepted() for _ in range(3)]
    bag, op = file_here.given_to_courier(*cases), new_id()
    file_here.close()
    given = {"code": bag["number"]}
    killed = in_a_child(file_here, "courier.take", given, login=who("courier"), op=op, at=strike(point, "kill"))
    assert killed.returncode == -9, killed.stderr.decode()
    holders = {file_here.case(code(c))["holder"] for c in cases}
    taken = file_here.rows("SELECT status FROM handovers")[0].status == "taken"
    assert holders == ({"courier"} if taken else {"sector"})
    assert taken is (point == "commit.after")
    again = file_here.centre.run("courier.take", given, as_=who("courier"), op=op)
    assert again.repeated is taken
    assert {file_here.case(code(c))["holder"] for c in cases} == {"courier"}
    intact(file_here)


@pytest.mark.parametrize("point", ["blob.written", "blob.renamed", "commit.before"])
def test_a_scan_is_kept_or_not_and_never_half_when_the_program_is_killed(file_here: World, point: str) -> None:
    given, op = {"body": "JVBERi0xLjQgc2Nhbg=="}, new_id()
    killed = in_a_child(file_here, "intake.keep_scan", given, login=who("inspector"), op=op, at=strike(point, "kill"))
    assert killed.returncode == -9, killed.stderr.decode()
    assert (file_here.count("files"), file_here.count("operations")) == (0, 0)
    kept = file_here.centre.run("intake.keep_scan", given, as_=who("inspector"), op=op)
    assert not kept.repeated
    assert file_here.centre.file(kept.value.scan, as_="inspector.at01") == b"%PDF-1.4 scan"
    intact(file_here)


def test_every_boundary_is_struck_somewhere() -> None:
    here = {point.split(":")[0] for point in NOTHING + EVERYTHING}
    assert here | OTHERS == set(points.POINTS)
    assert not here & OTHERS
