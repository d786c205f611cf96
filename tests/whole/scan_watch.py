"""The program in its real window, somebody at work; each scan as it came and what the field in focus holds go to stdout."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

from ui.desks.front import Front
from ui.devices.burst import Burst
from ui.start import front_of


class Watcher:
    """Prints what has changed, one JSON line at a time."""

    def __init__(self, front: Front, login: str) -> None:
        self.front, self.login = front, login
        self.bursts: list[dict[str, Any]] = []
        self.scanned: list[str] = []
        self.sounds: list[str] = []
        self.last = ""
        front.shell.wedge.burst.connect(self.heard)
        front.shell.wedge.scanned.connect(self.scanned.append)
        front.reading.sounds.played.connect(self.sounds.append)

    def heard(self, burst: Burst) -> None:
        self.bursts.append({"code": burst.code, "raw": burst.raw, "slowest": burst.slowest_ms, "end": burst.end})

    def look(self) -> None:
        front, focus = self.front, QApplication.focusWidget()
        if self.login and front.ready and front.session is None and not front.work.pending:
            front.enter(self.login, "")
            self.login = ""
        view: Any = front.shell.current()
        now = {
            "screen": view.name if view else "", "locked": front.shell.locked, "active": front.shell.isActiveWindow(),
            "pending": front.work.pending, "bursts": self.bursts, "scanned": self.scanned, "sounds": self.sounds,
            "typed": focus.text() if isinstance(focus, QLineEdit) else None,
            "secret": isinstance(focus, QLineEdit) and focus.echoMode() != QLineEdit.EchoMode.Normal,
            "lines": [line.number for line in view.state.lines] if view and view.name == "sector" else [],
            "taught": view.teach.accessibleName() if view and view.name == "scanner" else "",
            "slots": [s.accessibleName() for s in view.teach.slots] if view and view.name == "scanner" else [],
            "error": front.lock.state.error,
            "told": toast.accessibleName() if (toast := front.shell.toast).isVisible() else "",
        }  # fmt: skip
        if (told := json.dumps(now, ensure_ascii=False)) != self.last:
            self.last = told
            print(told, flush=True)


def main(store: str, key: str, folder: str, login: str) -> int:
    app = QApplication(sys.argv[:1])
    front = front_of(store, key=key, demo=True, folder=Path(folder))
    front.shell.resize(1366, 768)
    front.shell.show()
    watcher = Watcher(front, login)
    signal.signal(signal.SIGINT, lambda *_: front.shell.close())
    timer = QTimer()
    timer.timeout.connect(watcher.look)
    timer.start(40)
    QTimer.singleShot(0, front.start)
    return int(app.exec())


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
