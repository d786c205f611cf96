"""F4 at the intake: a scan from a file lies beside its paper, goes with the case, and a wrong file stops nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from tests.ui.desks.counter import INSPECTOR, KNOWN, Counter
from tests.ui.desks.test_intake_desk import NUMBER, mark_all, sit_down

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # of a screen without a window manager
PDF = b"%PDF-1.7\nsome scanned page"


def choose_file(counter: Counter, body: bytes, name: str) -> Path:
    """F4, and what a person does in the file dialog."""
    path = counter.front.folder / name
    path.write_bytes(body)
    counter.press("F4")
    dialog = counter.front.shell.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    counter.front.shell.activateWindow()
    counter.rest()
    return path


def first_row(desk: Any) -> Any:
    return desk.view.state.papers[0]


def test_a_scan_from_a_file_is_counted_beside_its_paper_and_goes_with_the_case(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.type(KNOWN)
    document = desk.visit.demanded()[0].id
    desk.view.papers.go(document)
    choose_file(counter, PDF, "scan.pdf")
    assert first_row(desk).scans == 1
    mark_all(counter, desk)
    assert first_row(desk).scans == 1, "marking the paper does not lose its scan"
    counter.press("Ctrl+Enter")
    number = NUMBER.search(counter.told)
    assert number
    case = counter.app().ask("case.open", {"code": number[0]}, as_=INSPECTOR).case
    assert next(d.scan for d in case.documents if d.document == document) == hashlib.sha256(PDF).hexdigest()


def test_a_file_that_is_no_scan_is_said_beside_its_paper_when_it_is_chosen(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.type(KNOWN)
    desk.view.papers.go(desk.visit.demanded()[0].id)
    choose_file(counter, b"MZ not a scan", "scan.pdf")
    assert first_row(desk).scans == 0
    assert "нужен PDF, JPEG, PNG или TIFF" in first_row(desk).reason
    choose_file(counter, PDF, "scan.pdf")
    assert (first_row(desk).scans, first_row(desk).reason) == (1, "")


def test_f4_without_a_list_says_what_to_do_first(counter: Counter) -> None:
    sit_down(counter)
    counter.front.desks["intake"].visit.checklist = None
    counter.press("F4")
    assert "Сначала наберите номер" in counter.told


def test_the_electronic_flow_records_that_there_is_no_data_instead_of_a_refusal_on_a_receipt(counter: Counter) -> None:
    counter.log_in("inspector.mg01")
    desk = counter.go("intake")
    counter.type("140640017300")
    assert desk.view.second_action().words == "Записать: данных нет"
    counter.front.speak("kk")
    assert desk.view.second_action().words == "Тіркеу: дерек жоқ"
