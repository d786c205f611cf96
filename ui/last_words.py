"""Where faults come in that no command caught: Python's hooks, other threads, Qt's own words, a crash below Python."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QMessageBox

from app.words import words
from ui import report

KINDS = {
    QtMsgType.QtDebugMsg: "debug", QtMsgType.QtInfoMsg: "info", QtMsgType.QtWarningMsg: "warning",
    QtMsgType.QtCriticalMsg: "critical", QtMsgType.QtFatalMsg: "fatal",
}  # fmt: skip
NATIVE = "native-*.txt"


class Ears:
    """Listens from the first paint to the last. `told` takes a fault while the window lives."""

    def __init__(self, folder: Path, told: Callable[[BaseException], None]) -> None:
        self.folder, self.told = folder, told
        self.lines = report.Remembered(logging.INFO)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.native = (folder / f"native-{os.getpid()}.txt").open("w", encoding="utf-8")

    def listen(self) -> None:
        logging.getLogger().addHandler(self.lines)
        sys.excepthook = self._fault
        threading.excepthook = self._in_thread
        qInstallMessageHandler(self._qt)
        faulthandler.enable(self.native)

    def rest(self) -> None:
        """The window has closed in peace: nothing is left to be told at the next start."""
        faulthandler.disable()
        qInstallMessageHandler(None)
        threading.excepthook, sys.excepthook = threading.__excepthook__, sys.__excepthook__
        logging.getLogger().removeHandler(self.lines)
        self.native.close()
        Path(self.native.name).unlink(missing_ok=True)

    def _fault(self, kind: type[BaseException], wrong: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, (KeyboardInterrupt, SystemExit)):
            sys.__excepthook__(kind, wrong, trace)
        else:
            self.told(wrong.with_traceback(trace))

    def _in_thread(self, fault: threading.ExceptHookArgs) -> None:
        if fault.exc_value is not None:
            self._fault(fault.exc_type, fault.exc_value, fault.exc_traceback)

    def _qt(self, kind: QtMsgType, context: object, message: str) -> None:
        report.remember_qt(KINDS.get(kind, "other"), message)
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            print(message, file=sys.stderr)


def found_from_last_time(folder: Path) -> str:
    """A crash below Python leaves a file: it becomes a report. Its number; empty when the last end was a good one."""
    number = ""
    for file in sorted(folder.glob(NATIVE)):
        if file.name == f"native-{os.getpid()}.txt":
            continue
        with contextlib.suppress(OSError):  # another window of this person holds its own open
            if text := file.read_text("utf-8", errors="replace"):
                number = report.write_native(text, folder)
            file.unlink()
    return number


def say_goodbye(wrong: BaseException, folder: Path, lang: str) -> None:
    """The window itself cannot go on: the one dialog, for there is nothing left to type into."""
    number = report.write(wrong, folder)
    say = words(lang)
    text = f"{say('fault.end', number=number)}\n{say('fault.whole')}"
    print(text, file=sys.stderr)
    box = QMessageBox(QMessageBox.Icon.Critical, "Tereze", text)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(f"{say('fault.report')}\n{folder / f'{number}.zip'}")
    box.exec()
