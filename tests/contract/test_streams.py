"""What a script hears when its streams are full or closed: never that nothing was done when it was."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ui.screenshots import INSPECTOR, filled

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell's redirections")
Shell = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def shell(file_here: object, ram: Path) -> Shell:
    """A line of a shell, in which `$T` is the program on a furnished store."""
    world: object = file_here
    place = ["--store", world.url, "--key", str(world.key)]  # type: ignore[attr-defined]
    (ram / "draft.json").write_text(json.dumps(filled(world.centre, "050140424450", 0)), "utf-8")  # type: ignore[attr-defined]
    world.close()  # type: ignore[attr-defined]
    told = {**os.environ, "T": f"{sys.executable} -m app.cli", "P": " ".join(place), "D": str(ram / "draft.json")}

    def run(line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["bash", "-c", line], env=told, cwd=ROOT, capture_output=True, text=True, timeout=120)

    return run


def cases(shell: Shell) -> int:
    return len(json.loads(shell(f"$T ask queue.all $P --as {INSPECTOR}").stdout))


@pytest.mark.parametrize("lost", [">/dev/full", ">&-"])
def test_a_deed_whose_answer_is_lost_was_done_and_is_not_done_twice(shell: Shell, lost: str) -> None:
    done = shell(f"$T do intake.accept $D $P --as {INSPECTOR} {lost}")
    assert done.returncode == 1, done.stderr
    assert "Выполнено и записано" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert cases(shell) == 1
    op = re.search(r"--op ([0-9a-f-]{36})", done.stderr)
    assert op
    again = shell(f"$T do intake.accept $D $P --as {INSPECTOR} --op {op[1]}")
    assert again.returncode == 0
    assert json.loads(again.stdout)["number"].startswith("AT01-01-")
    assert cases(shell) == 1


def test_an_answer_that_is_lost_is_no_away(shell: Shell) -> None:
    asked = shell(f"$T ask queue.all $P --as {INSPECTOR} >/dev/full")
    assert asked.returncode == 1
    assert "Ответ не удалось записать" in asked.stderr
    refused = shell(f'$T do issue.take - $P --as {INSPECTOR} <<< \'{{"code": "C-AT01-01-16-99999-0"}}\' >/dev/full')
    assert refused.returncode == 3
    assert "Traceback" not in refused.stderr


def test_a_reader_that_has_heard_enough_is_no_fault(shell: Shell) -> None:
    told = shell("$T schema | head -1; echo ${PIPESTATUS[0]}")
    assert told.stdout.split() == ["{", "0"]
    assert not told.stderr


def test_what_is_for_people_never_comes_among_what_a_program_reads(shell: Shell) -> None:
    told = shell(f"$T ask house.me $P --as {INSPECTOR} 2>&-")
    assert told.returncode == 0
    assert json.loads(told.stdout)["login"] == INSPECTOR


def test_a_closed_stdin_holds_no_input(shell: Shell) -> None:
    told = shell(f"$T do intake.accept - $P --as {INSPECTOR} <&-")
    assert (told.returncode, told.stdout) == (2, "")
    assert "Traceback" not in told.stderr


def test_what_is_there_is_brought_up_to_date_without_being_named(shell: Shell) -> None:
    """`init` alone: of a store that is there it needs to be told nothing."""
    told = shell("$T init $P")
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["side"] == "centre"
    assert cases(shell) == 0
    nothing = shell("$T init --store sqlite:///$(dirname $D)/none.db --key $(dirname $D)/none.key")
    assert nothing.returncode == 2
    assert "--centre" in nothing.stderr
    assert shell("ls $(dirname $D)/none.*").stdout == ""


def test_pictures_that_no_folder_takes_are_not_said_to_be_made(shell: Shell) -> None:
    told = shell("QT_QPA_PLATFORM=offscreen $T screenshots --out /sys")  # not even of its owner
    assert (told.returncode, told.stdout) == (4, ""), told.stdout
    assert "/sys/" in told.stderr.splitlines()[-1], told.stderr
    assert "Traceback" not in told.stderr
