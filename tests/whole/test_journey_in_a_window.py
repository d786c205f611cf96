"""A morning in a real window, by keys and scans alone: taken in at the counter, scanned in by the sector, closed."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.children import child
from tests.screen import XServer
from tests.world import World

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("оригинал", "копия", "нотар. копия", "форма", "электронный")  # the digit of each, from 1
LONG = 60  # a slow machine may take so many seconds for one thing


@dataclass
class Window:
    """The program as its watcher tells it, and the keyboard in front of it."""

    screen: XServer
    process: subprocess.Popen[bytes]
    now: dict[str, Any] = field(default_factory=dict)
    _rest: bytes = b""

    def until(self, seen: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
        end = time.monotonic() + LONG
        assert self.process.stdout is not None
        while not (self.now and seen(self.now)):
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            assert ready, f"waited for {what}, and saw {self.now}"
            read = os.read(self.process.stdout.fileno(), 65536)
            assert read, f"the program ended while waiting for {what}"
            *lines, self._rest = (self._rest + read).split(b"\n")
            for line in lines:
                self.now = json.loads(line)
        return self.now

    def key(self, *names: str) -> None:
        self.screen.run("xdotool", "key", "--delay", "80", *names)

    def type(self, text: str) -> None:
        """As a person types: slower than any scanner."""
        self.screen.run("xdotool", "type", "--delay", "110", text)

    def scan(self, code: str) -> None:
        """As a wedge scanner types: a burst that ends with Enter."""
        self.screen.run("xdotool", "type", "--delay", "4", "--args", "1", code, "key", "Return")


@contextmanager
def window(screen: XServer, world: World, folder: Path) -> Iterator[Window]:
    env = {**screen.env, "TEREZE_HOME": str(folder), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.whole.watched", world.url, str(world.key)]
    with child(command, env=env, cwd=ROOT, stdout=subprocess.PIPE) as process:
        yield Window(screen, process)
        assert process.stdout is not None
        process.stdout.close()


def asked(world: World, name: str, given: dict[str, Any], login: str) -> Any:
    """Through the command line, after the window has gone."""
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "ask", name, "-", "--as", login, "--store", world.url, "--key", str(world.key)],
        input=json.dumps(given), capture_output=True, text=True, cwd=ROOT, check=True, timeout=60,
    )  # fmt: skip
    return json.loads(done.stdout)


def take_in(w: Window, number: str) -> str:
    """One medical licence, by keyboard alone; the case's number as the message says it."""
    w.until(lambda s: s["screen"] == "intake" and s["papers"] > 0, "the list of papers")
    w.type(number)
    w.until(lambda s: bool(s["name"]), "the register's answer")
    for _ in range(8):  # Enter goes on from field to field, to the first paper
        if "Представлен" in w.now["focus"] or "вид" in w.now["focus"].lower():
            break
        before = w.now["focus"]
        w.key("Return")
        w.until(lambda s, b=before: s["focus"] != b, "the next field")
    for n in range(w.now["papers"]):
        before = w.now["paper"]
        hint = w.now["hint"].split(" · ")[0].split(", ")[0]
        w.key(str(KINDS.index(hint) + 1), "Return")
        if n + 1 < w.now["papers"]:
            w.until(lambda s, b=before: s["paper"] != b, "the next paper")
    w.until(lambda s: "Пакет полон" in s["verdict"], "a complete set")
    w.key("ctrl+Return")
    told = w.until(lambda s: "Принято" in s["toast"], "the number")["toast"]
    found = re.search(r"AT01-01-\d\d-\d{5}-[0-9A-Z]", told)
    assert found, told
    return found[0]


@pytest.mark.xcb
def test_a_licence_goes_from_the_counter_into_a_closed_registry(x_server: XServer, file_here: World, ram: Path) -> None:
    with window(x_server, file_here, ram) as w:
        w.until(lambda s: s["locked"] and not s["wait"], "the lock screen with the store open")
        x_server.run("xdotool", "search", "--sync", "--name", "Tereze", "windowfocus", "--sync")
        w.until(lambda s: s["active"], "the window in front")
        w.type("inspector.at01")
        w.key("Return")
        number = take_in(w, "050140424450")
        w.key("F12")
        w.until(lambda s: s["locked"], "the locked window")
        assert number not in json.dumps(w.now), "the lock screen shows no case"
        w.key("alt+1", "Return")
        w.until(lambda s: s["screen"] == "sector", "the sector's place")
        w.scan("C" + number.replace("-", ""))
        said = w.until(lambda s: s["lines"] == 1, "the line of the registry")["panel"]
        assert "ВНЕСЕНО" in said
        assert number in said
        w.key("ctrl+Return")
        w.until(lambda s: "Реестр закрыт" in s["toast"], "the closed registry")
    case = asked(file_here, "case.open", {"code": number}, "inspector.at01")["case"]
    assert (case["status"], case["holder"]) == ("in-registry", "sector")
    (registry,) = asked(file_here, "registry.all", {"status": "closed"}, "sector.at01")
    assert [line["number"] for line in registry["lines"]] == [number]
