"""The program in its real window; what a screen reader would say of it goes to stdout, one JSON line at each change."""

from __future__ import annotations

import json
import signal
import sys
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ui.shell import Shell
from ui.start import open_window


def said(shell: Shell) -> dict[str, Any]:
    view: Any = shell.current()
    focus = QApplication.focusWidget()
    now: dict[str, Any] = {
        "screen": view.name if view else "", "locked": shell.locked, "active": shell.isActiveWindow(),
        "toast": shell.toast.accessibleName() if shell.toast.isVisible() else "",
        "focus": focus.accessibleName() if focus else "",
    }  # fmt: skip
    match now["screen"]:
        case "lock":
            now |= {"side": view.side.accessibleName(), "wait": view.state.wait}
        case "intake":
            current = view.papers.list.current()
            row = next((p for p in view.state.papers if p.id == current), None)
            now |= {
                "verdict": view.verdict.accessibleName(), "paper": current, "hint": row.hint if row else "",
                "papers": len(view.state.papers), "name": view.person.text(),
            }  # fmt: skip
        case "sector":
            now |= {"panel": view.panel.accessibleName(), "lines": len(view.state.lines)}
    return now


def main(store: str, key: str) -> int:
    app = QApplication([])
    last: dict[str, Any] = {}

    def look() -> None:
        nonlocal last
        shell = next((w for w in app.topLevelWidgets() if isinstance(w, Shell)), None)
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
