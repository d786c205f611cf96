"""The day with plugs pulled: both nodes in processes of their own, a line between them, and an ordinary start after each pull.

A wish that got no answer is told again under the same operation: what was done answers as it did, what was not is done.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.journey.line import Line
from app.journey.nodes import Node, Time, operation
from app.journey.plugs import Pull
from app.start import Refused

PROGRAM = (sys.executable, "-m", "app.journey.apart")
ROOT = Path(__file__).resolve().parents[2]
TRIES = 8  # of an exchange: a pulled net is found away, plugged in, and tried again


@dataclass(slots=True)
class Schedule:
    """What is still to be pulled, what was, and at which step of the day we are."""

    pulls: list[Pull]
    database: Callable[[], object] | None = None  # pulls the plug of the stores' server, and starts it again
    done: list[str] = field(default_factory=list)
    step: int = -1

    def next(self) -> Pull | None:
        self.step += 1
        return self.pulls.pop(0) if self.pulls and self.pulls[0].step == self.step else None

    def struck(self, pull: Pull, *, late: bool) -> None:
        self.done.append(f"{pull}{', not met: when all of it was done' if late else ''}")
        print(f"pulled: {self.done[-1]}", file=sys.stderr, flush=True)


def again(request: dict[str, Any]) -> dict[str, Any]:
    """How a wish without an answer is told once more: the same, under the same operation."""
    return request


@dataclass(slots=True)
class Apart:
    """A node whose plug can be pulled."""

    side: str
    store: str
    key: Path
    time: Time
    line: Line
    schedule: Schedule
    program: tuple[str, ...] = PROGRAM
    at_start: str = ""  # when its plug is pulled again
    _process: subprocess.Popen[str] | None = None

    def tell(self, wish: str, **given: Any) -> Any:
        if wish != "run":
            return self._told(wish, given, None)
        return self._told(wish, given | {"op": operation()}, self.schedule.next())

    def meet(self, other: Node) -> None:
        """Until all came through: a net that was found away is plugged in, a node that died is started as always."""
        assert isinstance(other, Apart)
        pull = self.schedule.next()
        for _ in range(TRIES):
            plugged = self.line.plugged
            told = self._exchange(pull, other)
            pull = None
            other.stand_up()
            if wrong := [peer for peer in told if peer.get("refused") or peer.get("stopped")]:
                raise RuntimeError(f"an exchange was refused: {wrong}")
            if not any(peer.get("away") for peer in told):
                return
            if not plugged:
                self.line.plug_in()
        raise RuntimeError(f"the exchange never came through: {told}")

    # ---- the plug

    def _exchange(self, pull: Pull | None, other: Apart) -> Any:
        given = {"address": self.line.address}
        if pull is None or pull.plug == "database" or (pull.plug == "centre" and not pull.bytes):
            return self._told("exchange", given, pull)
        deed = self._deed(pull, other)
        if pull.bytes:
            self.line.strike(pull.bytes, deed)
        else:
            other.arm(pull.moment)
        told = self._told("exchange", given, None)
        late = not self.line.struck if pull.bytes else other.alive()
        if late:
            deed()
        self.schedule.struck(pull, late=late)
        return told

    def _deed(self, pull: Pull, other: Apart) -> Callable[[], None]:
        def power() -> None:
            self.line.pull()
            other.kill()
            self.kill()

        (other if pull.plug == "licensor" else self).at_start = pull.at_start
        deeds = {"network": self.line.pull, "centre": self.kill, "licensor": other.kill, "power": power}
        return deeds[pull.plug]

    def arm(self, moment: str) -> None:
        self._told("arm", {"moment": moment}, None)

    def kill(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)

    # ---- the process

    def alive(self) -> bool:
        return self._asked({"wish": "still-there", "given": {}}) is not None

    def stand_up(self) -> None:
        """The ordinary start, where it is not running."""
        if self._process is None or not self.alive():
            self._start()

    def close(self) -> None:
        if self._process is not None:
            self._process.communicate()
            self._process = None

    def _start(self) -> None:
        """As every start of the program; the plug may be pulled in the middle of it, then it is started again."""
        while True:
            if (before := self._process) is not None:
                before.communicate()
                if before.returncode != -signal.SIGKILL:
                    raise RuntimeError(f"the {self.side} ended by itself: {before.returncode}")
            self._process = subprocess.Popen(
                self.program, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
                env={name: value for name, value in os.environ.items() if name != "TEREZE_AT"},
            )  # fmt: skip
            moment, self.at_start = self.at_start, ""
            about = {"store": self.store, "key": str(self.key), "side": self.side, "moment": moment}
            if (ready := self._asked(about)) is not None:
                break
            if moment:
                print(f"pulled: {self.side} while it started, {moment}", file=sys.stderr, flush=True)
        if ready["address"]:
            self.line.to = int(ready["address"].rpartition(":")[2])

    def _told(self, wish: str, given: dict[str, Any], pull: Pull | None) -> Any:
        if self._process is None:
            self._start()
        request: dict[str, Any] = {"wish": wish, "given": given}
        answer = self._heard_out(self._asked(request | _moment(pull)), pull)
        tries = TRIES if pull is not None and pull.plug == "database" else 0
        while answer is None or (tries and "away" in answer):
            if answer is None:
                self._start()
            tries -= answer is not None
            request = again(request)
            answer = self._asked(request)
        if "refused" in answer:
            raise Refused(answer["refused"], **answer["facts"])
        if "away" in answer:
            raise RuntimeError(f"the {self.side} cannot: {answer['away']}")
        return answer["value"]

    def _heard_out(self, answer: dict[str, Any] | None, pull: Pull | None) -> dict[str, Any] | None:
        """What it says in the end, when its plug was to be pulled."""
        if pull is None:
            return answer
        if answer is not None and "held" in answer:
            self._pull_database()
            self._tell({})
            answer = self._heard()
        elif pull.plug == "database":
            self._pull_database()
        self.at_start = pull.at_start
        late = answer is not None and "missed" in answer
        self.schedule.struck(pull, late=late)
        return self._heard() if late else answer

    def _pull_database(self) -> None:
        assert self.schedule.database is not None
        self.schedule.database()

    def _asked(self, request: dict[str, Any]) -> dict[str, Any] | None:
        """None: its plug was pulled before it could answer."""
        try:
            self._tell(request | {"time": self.time.regions})
        except BrokenPipeError:
            return None
        return self._heard()

    def _tell(self, line: dict[str, Any]) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._process.stdin.flush()

    def _heard(self) -> dict[str, Any] | None:
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        return dict(json.loads(line)) if line.endswith("\n") else None


def _moment(pull: Pull | None) -> dict[str, Any]:
    return {} if pull is None else {"moment": pull.moment, "hold": pull.plug == "database"}
