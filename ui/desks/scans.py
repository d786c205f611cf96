"""A paper's scan from a file: chosen in the file dialog, kept encrypted by the store, referred to by its hash."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.command import Outcome
from app.problems import Refused
from app.services.intake import Scan
from ui import problems
from ui.desks.session import Session
from ui.look_words import say

SCANS = "*.pdf *.jpg *.jpeg *.png *.tif *.tiff"


def pick_file(session: Session, title: str, kinds: str, then: Callable[[Path], None]) -> None:
    """The dialog lies over the window and holds nothing up: clocks and exchange go on."""
    dialog = QFileDialog(session.shell, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(kinds)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()


def attach_scan(session: Session, paper: str, marked: Callable[[str, str], None]) -> None:
    """`marked(hash, "")` when it is kept, `marked("", why)` when it is not; the words are for beside the paper's line."""

    def wrong(trouble: BaseException) -> None:
        if isinstance(trouble, OSError):
            marked("", say("desk.intake.scan-unreadable"))
        elif isinstance(trouble, Refused):
            marked("", problems.sentence(trouble))
        else:
            marked("", session.trouble(trouble).text)

    def kept(outcome: Outcome) -> None:
        marked(outcome.value.scan, "")

    def read(path: Path) -> None:
        session.read(
            lambda: base64.b64encode(path.read_bytes()).decode(),
            lambda body: session.run("intake.keep_scan", Scan(body=body), kept, failed=wrong), failed=wrong,
        )  # fmt: skip

    pick_file(session, say("desk.intake.scan-of", paper=paper), f"{say('desk.intake.scans')} ({SCANS})", read)
