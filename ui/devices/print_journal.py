"""What this workplace handed to its printers, kept so that a crash or a dead printer loses no paper: nothing personal in it.

A line a step, appended and forced to the disk: a paper is `due` when it is written down, `handed` when a printer has taken
it, and done when somebody knows that it came out. What is not done is asked back at the next start.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any, Literal

FILE = "prints.jsonl"
KEPT = 200  # papers that are done, for the list of the last prints
State = Literal["due", "handed", "done"]
UNSURE = ("cut-off", "slow")  # some of it may have come out: another print is a copy
STATES = ("due", "handed", "done")
# How it became known: the printer said so, a person did, the system's queue took it and the day ended in order,
# a PDF was kept instead, or the paper was printed again as a copy.
How = Literal["", "printer", "person", "queue", "kept", "again"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    paper: str
    kind: str
    code: str
    device: str  # the workplace whose paper it is
    at: str  # legal time
    printer: str = ""
    job: str = ""
    state: State = "due"
    how: How = ""
    wrong: str = ""  # the status that `away.printer.<status>` says


@dataclass(slots=True)
class PrintJournal:
    """One workplace's. Threads of the window write into it: the printing one and the window's own."""

    folder: Path
    papers: dict[str, Print] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)  # device → the newest of its papers that was ever looked at
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        for line in self._lines():
            if isinstance(line.get("seen"), str) and isinstance(line.get("device"), str):
                self.seen[line["device"]] = max(line["seen"], self.seen.get(line["device"], ""))
            elif (read := _read(line)) is not None:
                self.papers[read.paper] = read

    def _lines(self) -> list[dict[str, Any]]:
        """A power cut may leave half a line, and a spoilt one is as if it were not there."""
        place = self.folder / FILE
        found = []
        for text in place.read_text("utf-8", errors="replace").splitlines() if place.exists() else ():
            try:
                line = json.loads(text)
            except ValueError:
                continue
            if isinstance(line, dict):
                found.append(line)
        return found

    def waiting(self, device: str) -> tuple[Print, ...]:
        """Nobody knows yet that these came out; oldest first."""
        return tuple(p for p in self.papers.values() if p.device == device and p.state != "done")

    def due(self, *prints: Print) -> None:
        self._add(*(p for p in prints if p.paper not in self.papers))

    def handed(self, paper: str, printer: str, job: str) -> None:
        self._step(paper, lambda p: replace(p, state="handed", printer=printer, job=job, wrong="", how=""))

    def failed(self, paper: str, printer: str, wrong: str) -> None:
        """The printer did not take it, or stopped in its middle: it stays to be asked back."""
        state: State = "handed" if wrong in UNSURE else "due"
        self._step(paper, lambda p: replace(p, printer=printer, wrong=wrong, state=state))

    def done(self, paper: str, how: How) -> None:
        self._step(paper, lambda p: replace(p, state="done", how=how, wrong=""))

    def saw(self, device: str, paper: str) -> None:
        """Papers of this workplace up to here are known; a later one without a line was cut off by a crash."""
        with self._lock:
            if paper > self.seen.get(device, ""):
                self.seen[device] = paper
                self._write([{"device": device, "seen": paper}])

    def tidy(self) -> None:
        """At the start: one line a paper, and the oldest that are done go."""
        with self._lock:
            done = [p.paper for p in self.papers.values() if p.state == "done"]
            for paper in done[:-KEPT]:
                del self.papers[paper]
            lines = [{"device": d, "seen": s} for d, s in self.seen.items()]
            place = self.folder / FILE
            if not lines and not self.papers:
                return
            fresh = place.with_suffix(".new")
            self._write([*lines, *(asdict(p) for p in self.papers.values())], to=fresh, how="w")
            fresh.replace(place)

    def _step(self, paper: str, change: Callable[[Print], Print]) -> None:
        if (known := self.papers.get(paper)) is not None:
            self._add(change(known))

    def _add(self, *prints: Print) -> None:
        if not prints:
            return
        with self._lock:
            self._write([asdict(p) for p in prints])
            for p in prints:
                self.papers[p.paper] = p

    def _write(self, lines: list[dict[str, Any]], *, to: Path | None = None, how: str = "a") -> None:
        place = to or self.folder / FILE
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch(mode=0o600)
        with place.open(how, encoding="utf-8") as out:
            out.write("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
            out.flush()
            os.fsync(out.fileno())


def _read(line: dict[str, Any]) -> Print | None:
    try:
        read = Print(**line)
    except TypeError:
        return None
    return read if read.state in STATES and all(isinstance(v, str) for v in asdict(read).values()) else None
