"""A real window under Xvfb: keys and scans go in, and what a screen reader would say comes out."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.children import child
from tests.screen import XServer

ROOT = Path(__file__).resolve().parents[2]
LONG = 40  # a slow machine may take so many seconds for one thing
Said = dict[str, Any]


@dataclass
class Window:
    """The program as its watcher tells it, and the keyboard in front of it."""

    screen: XServer
    process: subprocess.Popen[bytes]
    now: Said = field(default_factory=dict)
    _rest: bytes = b""

    def until(self, seen: Callable[[Said], Any], what: str, *, within: float = LONG) -> Said:
        if not self.saw(seen, within=within):
            raise AssertionError(f"waited for {what}, and saw {json.dumps(self.now, ensure_ascii=False, indent=1)}")
        return self.now

    def saw(self, seen: Callable[[Said], Any], *, within: float) -> bool:
        """The same where it may well not come."""
        end = time.monotonic() + within
        assert self.process.stdout is not None
        while not (self.now and seen(self.now)):
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            if not ready:
                return False
            read = os.read(self.process.stdout.fileno(), 65536)
            assert read, "the program has ended"
            *lines, self._rest = (self._rest + read).split(b"\n")
            for line in lines:
                self.now = json.loads(line)
        return True

    def in_front(self) -> None:
        """A person turns to this window: it has the keyboard now."""
        found = ("search", "--sync", "--all", "--onlyvisible", "--pid", str(self.process.pid), "--name", "^Tereze( |$)")
        self.screen.run("xdotool", *found, "windowraise", "windowfocus", "--sync")
        self.until(lambda s: s["active"], "the window in front")

    def key(self, *names: str) -> None:
        self.screen.run("xdotool", "key", "--delay", "80", *names)

    def type(self, text: str) -> None:
        """As a person types: slower than any scanner."""
        self.screen.run("xdotool", "type", "--delay", "110", text)

    def scan(self, code: str) -> None:
        """As a wedge scanner types: a burst that ends with Enter."""
        self.screen.run("xdotool", "type", "--delay", "4", "--args", "1", code, "key", "Return")

    def clear_of_toast(self) -> None:
        """What was said before is read and put away, so that the next message is a new one."""
        if self.now["toast"]:
            self.key("Escape")
            self.until(lambda s: not s["toast"], "the message put away")

    def does(self, key: str, told: str) -> str:
        """A key that something must come of, and the message that says it was done."""
        if not self.now["over"]:  # Esc would close the list; its key was pressed with a clear window
            self.clear_of_toast()
        self.key(key)
        return str(self.until(lambda s: told in s["toast"], f"{told!r} after {key}")["toast"])

    def opens_list(self, key: str, title: str) -> None:
        """A key that asks for more, in a list over the window."""
        self.clear_of_toast()
        self.key(key)
        self.until(lambda s: title in s["over"] and s["offered"], f"{title!r} after {key}")


@contextmanager
def window(screen: XServer, *, store: str, key: Path, folder: Path) -> Iterator[Window]:
    """The program on that store; `folder` is the user's own of this machine."""
    folder.mkdir(exist_ok=True)
    env = {**screen.env, "TEREZE_HOME": str(folder), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.whole.watched", store, str(key)]
    with child(command, env=env, cwd=ROOT, stdout=subprocess.PIPE) as process:
        yield Window(screen, process)
        assert process.stdout is not None
        process.stdout.close()
