"""The program in its real window; what a screen reader would say of it goes to stdout, one JSON line at each change."""

from __future__ import annotations

import json
import signal
import sys
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from ui.shell import Shell
from ui.start import open_window


def read_out(widget: QWidget) -> str:
    """Its name, and what is said of it beside: what is chosen, why it is shut."""
    return ". ".join(s for s in (widget.accessibleName(), widget.accessibleDescription()) if s)


def lines(widget: QAbstractItemView) -> list[str]:
    """Every row as it would be read, the current one first."""
    model, at = widget.model(), widget.currentIndex()
    order = [at, *(i for n in range(model.rowCount()) if (i := model.index(n, 0)) != at)]
    return [str(i.data(Qt.ItemDataRole.AccessibleTextRole)) for i in order if i.isValid()]


def shown(root: QWidget) -> list[QWidget]:
    return [w for w in root.findChildren(QWidget) if w.isVisible()]


def said(shell: Shell) -> dict[str, Any]:
    view, focus, over = shell.current(), QApplication.focusWidget(), shell.palette_
    parts = shown(view) if view else []
    return {
        "screen": view.name if view else "",
        "locked": shell.locked,
        "active": shell.isActiveWindow(),
        "toast": shell.toast.accessibleName() if shell.toast.isVisible() else "",
        "link": shell.top.clock.accessibleName(),
        "who": shell.top.person.accessibleName(),
        "main": read_out(shell.foot.main) if shell.foot.main.isVisible() else "",
        "focus": read_out(focus) if focus else "",
        "over": read_out(over.line) if over.isVisible() else "",  # a list to choose from, over the window
        "offered": lines(over.list) if over.isVisible() else [],
        "lists": [lines(w) for w in parts if isinstance(w, QAbstractItemView)],
        "heard": [words for w in parts if (words := read_out(w))],
    }


def main(store: str, key: str) -> int:
    app = QApplication([])
    last: dict[str, Any] = {}

    def look() -> None:
        nonlocal last
        shell = next((w for w in app.topLevelWidgets() if isinstance(w, Shell) and w.furnished), None)
        if shell is not None and (now := said(shell)) != last:
            last = now
            print(json.dumps(now, ensure_ascii=False), flush=True)

    def close(*_: object) -> None:
        for widget in app.topLevelWidgets():
            widget.close()

    signal.signal(signal.SIGINT, close)
    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(40)
    return open_window(store=store, key=key, demo=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
