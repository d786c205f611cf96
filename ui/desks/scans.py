"""Files chosen in the file dialog: scans of papers, a licence of a pack, whatever a desk asks for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from ui.desks.session import Session

SCANS = "*.pdf *.jpg *.jpeg *.png *.tif *.tiff"


def pick_file(session: Session, title: str, kinds: str, then: Callable[[Path], None]) -> None:
    """The dialog lies over the window and holds nothing up: clocks and exchange go on."""
    dialog = QFileDialog(session.shell, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(kinds)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()


def pick_folder(session: Session, title: str, then: Callable[[Path], None]) -> None:
    dialog = QFileDialog(session.shell, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()


def pick_files(session: Session, title: str, kinds: str, then: Callable[[list[Path]], None]) -> None:
    """Several at once: the sheets of one document may lie in many files."""
    dialog = QFileDialog(session.shell, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilter(kinds)
    dialog.filesSelected.connect(lambda paths: then([Path(path) for path in paths]))
    dialog.open()
