"""A scan brings its case onto the screen, measured in the real window: `tereze bench case` starts this as a program."""

from __future__ import annotations

import json
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

from ui.paths import SCANNER_MS
from ui.presses import Counter, log_in, one_window, screen, until


def looked_up(store: str, key: str, folder: Path, numbers: list[str]) -> dict[str, Any]:
    """Of each number the seconds from the scanner's last sign to the painted case, and to the window at rest."""
    painted, rested = [], []
    with one_window(store, key, folder) as front:
        counter = Counter(front)
        log_in(counter)
        front.go("case", numbers[-1])  # its place is made once a day
        counter.rest()
        for number in numbers:
            seen, rest = scanned(counter, number)
            painted.append(seen)
            rested.append(rest)
        told = {"screen": screen(), "painted": painted, "rest": rested}
    return told


def scanned(counter: Counter, number: str) -> tuple[float, float]:
    """One scan, wherever the window stands."""
    for sign in "C" + number.replace("-", ""):
        counter._strike(sign, after=SCANNER_MS)
    eye = Painting()(counter.front.desks["case"].view, number)
    began = time.perf_counter()
    counter._strike("Enter", after=SCANNER_MS)
    until(lambda: eye.at > 0)
    counter.rest()
    ended = time.perf_counter()
    eye.rest()
    return eye.at - began, ended - began


@cache
def Painting() -> Any:
    """Says when the case of that number stands on the screen. One class for all: Qt never forgets one."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Eye(QObject):
        def __init__(self, view: Any, number: str) -> None:
            super().__init__()
            self.view, self.number, self.at = view, number, 0.0
            view.installEventFilter(self)

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and not self.at and self.view.state.number == self.number:
                QTimer.singleShot(0, self, self._done)  # what lies on it is painted right after it
            return False

        def _done(self) -> None:
            self.at = self.at or time.perf_counter()

        def rest(self) -> None:
            self.view.removeEventFilter(self)
            self.deleteLater()

    return Eye


if __name__ == "__main__":
    store_, key_, folder_ = sys.argv[1:]
    json.dump(looked_up(store_, key_, Path(folder_), json.load(sys.stdin)), sys.stdout)
