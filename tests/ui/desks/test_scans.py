"""F4 at the intake: scans brought by file, drop, paste or scanner; turned, laid, split; kept before they are attached."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pypdf
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from app.domain.line_code import line_code
from app.outside.scanner import Device, Scanned, Wish
from tests.outside import foreign_files as files
from tests.ui.desks.counter import INSPECTOR, KNOWN, Counter
from tests.ui.desks.test_intake_desk import NUMBER, mark_all, sit_down
from ui.parts.attached import Brought

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # of a screen without a window manager
PDF = files.pdf(3, widths=40)
ALT, CTRL, SHIFT, NONE = (
    Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)  # fmt: skip


class Feeder:
    """A scanner that gives these pages, and ends so."""

    def __init__(self, *pages: bytes, stopped: str = "") -> None:
        self.pages, self.stopped, self.wishes, self.cancelled = pages, stopped, list[Wish](), False

    def devices(self) -> tuple[Device, ...]:
        return (Device("stand:in", "Maker", "Model 5"),)

    def scan(self, wish: Wish, came: Any = lambda n: None) -> Scanned:
        self.wishes.append(wish)
        for n, _ in enumerate(self.pages, 1):
            came(n)
        return Scanned(pages=self.pages, stopped=self.stopped)  # type: ignore[arg-type]

    def cancel(self) -> None:
        self.cancelled = True


def begin(counter: Counter, line: int = 0) -> Any:
    desk = sit_down(counter)
    counter.type(KNOWN)
    desk.view.papers.go(desk.visit.demanded()[line].id)
    counter.press("F4")
    return desk


def key(counter: Counter, name: Qt.Key | str, mods: Qt.KeyboardModifier = NONE) -> None:
    """Into what has the focus, as a person's hand would; then until all is kept."""
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, name, mods)
    settle(counter)


def settle(counter: Counter) -> None:
    counter.front.shell.wedge.give_back()
    desk = counter.front.desks["intake"]
    counter.rest()
    if desk.attaching.pause.isActive():
        desk.attaching.flush()
    for _ in range(4):  # open, draw, join, keep: each is asked for when the one before has come
        counter.rest()


def bring(counter: Counter, *bodies: bytes, names: tuple[str, ...] = ()) -> None:
    """Ctrl+O, and what a person does in the file dialog."""
    paths = []
    for n, body in enumerate(bodies):
        path = counter.front.folder / (names[n] if names else f"{n}.scan")
        path.write_bytes(body)
        paths.append(str(path))
    key(counter, Qt.Key.Key_O, CTRL)
    dialog = counter.front.shell.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.filesSelected.emit(paths)
    dialog.reject()
    counter.front.shell.activateWindow()
    counter.front.desks["intake"].view.panel.setFocus()
    settle(counter)


def kept(counter: Counter, desk: Any, line: int = 0) -> bytes:
    """The bytes that the line refers to, as the store has them."""
    return bytes(counter.app().file(desk.visit.marks[desk.visit.demanded()[line].id].scan, as_="inspector.at01"))


def pages(body: bytes) -> list[tuple[int, int]]:
    return [(round(float(p.mediabox.width)), p.rotation) for p in pypdf.PdfReader(io.BytesIO(body)).pages]


def row(desk: Any, line: int = 0) -> Any:
    return desk.view.state.papers[line]


def test_a_scan_from_a_file_is_kept_as_it_was_given_and_goes_with_the_case(counter: Counter) -> None:
    desk = begin(counter)
    bring(counter, PDF)
    assert row(desk).scans == 3
    assert "Сохранён: 3 листа" in desk.view.panel.accessibleDescription()
    key(counter, Qt.Key.Key_Escape)
    mark_all(counter, desk)
    assert row(desk).scans == 3, "marking the paper does not lose its scan"
    counter.press("Ctrl+Enter")
    number = NUMBER.search(counter.told)
    assert number
    case = counter.app().ask("case.open", {"code": number[0]}, as_=INSPECTOR).case
    assert case.documents[0].scan == hashlib.sha256(PDF).hexdigest()


def test_turned_moved_and_deleted_sheets_become_one_pdf_by_keys_alone(counter: Counter) -> None:
    desk = begin(counter)
    bring(counter, PDF)
    key(counter, "r")
    assert pages(kept(counter, desk)) == [(300, 90), (340, 0), (380, 0)]
    key(counter, "r", SHIFT)
    assert kept(counter, desk) == PDF, "turned there and back it is the file that was given"
    key(counter, Qt.Key.Key_Right, ALT)
    assert pages(kept(counter, desk)) == [(340, 0), (300, 0), (380, 0)]
    key(counter, Qt.Key.Key_PageDown)
    key(counter, Qt.Key.Key_Delete)
    assert pages(kept(counter, desk)) == [(340, 0), (300, 0)]
    key(counter, Qt.Key.Key_Z, CTRL)
    assert pages(kept(counter, desk)) == [(340, 0), (300, 0), (380, 0)]
    assert row(desk).scans == 3


def test_when_the_last_sheet_is_deleted_the_line_has_no_scan(counter: Counter) -> None:
    desk = begin(counter)
    bring(counter, files.picture())
    assert row(desk).scans == 1
    key(counter, Qt.Key.Key_Delete)
    assert row(desk).scans == 0
    assert desk.view.panel.thumbs.thumbs == ()


def test_more_files_are_laid_behind_what_is_there_whatever_they_are(counter: Counter) -> None:
    desk = begin(counter)
    bring(counter, files.picture(kind="JPEG"), files.tiff(2), names=("scan.exe", "scan.pdf"))
    assert row(desk).scans == 3
    bring(counter, PDF)
    assert len(pages(kept(counter, desk))) == 6
    assert desk.view.panel.state.place == "4 / 6"


def test_a_bad_file_is_said_below_the_page_and_stops_no_other(counter: Counter) -> None:
    desk = begin(counter)
    bring(
        counter, b"MZ not a scan", files.picture(), files.pdf(password="x"), names=("one.pdf", "two.png", "three.pdf")
    )
    said = desk.view.panel.state.says
    assert "one.pdf: Такой файл не принимается: нужен PDF, JPEG, PNG или TIFF" in said
    assert "three.pdf: PDF закрыт паролем" in said
    assert "two.png" not in said
    assert (row(desk).scans, desk.view.panel.state.tone) == (1, "risk")


def test_a_file_dropped_onto_a_row_belongs_to_that_row(counter: Counter) -> None:
    desk = begin(counter)
    key(counter, Qt.Key.Key_Escape)
    path = counter.front.folder / "dropped.png"
    path.write_bytes(files.picture())
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    rows = desk.view.papers.list
    at = next(
        rows.visualRect(rows.model().index(n, 0))
        for n in range(9)
        if rows.rows.rows[n].id == desk.visit.demanded()[2].id
    )
    enter = QDragEnterEvent(at.center(), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, NONE)
    QApplication.sendEvent(rows.viewport(), enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(at.center()), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, NONE)
    QApplication.sendEvent(rows.viewport(), drop)
    settle(counter)
    assert [row(desk, n).scans for n in range(3)] == [0, 0, 1]
    assert desk.view.panel.isVisible()


def test_a_picture_from_the_clipboard_is_pasted(counter: Counter) -> None:
    desk = begin(counter)
    image = QImage(300, 400, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    QGuiApplication.clipboard().setImage(image)
    key(counter, Qt.Key.Key_V, CTRL)
    assert row(desk).scans == 1
    assert kept(counter, desk).startswith(b"\x89PNG")
    QGuiApplication.clipboard().clear()
    key(counter, Qt.Key.Key_V, CTRL)
    assert "нет ни картинки, ни файла" in desk.view.panel.state.says


def test_an_address_of_the_net_is_not_fetched_when_it_is_dropped(counter: Counter) -> None:
    from ui.parts.attached import brought

    mime = QMimeData()
    mime.setUrls([QUrl("http://127.0.0.1/scan.pdf")])
    assert brought(mime) == Brought()


def test_a_stack_from_the_feeder_lands_on_its_lines_at_the_separators(counter: Counter) -> None:
    desk = begin(counter)
    stack = files.stack({1: line_code(3), 3: line_code(2)}, 6)
    desk.attaching.feeding.scanner = feeder = Feeder(*stack)
    key(counter, Qt.Key.Key_F4)
    assert [row(desk, n).scans for n in range(3)] == [1, 2, 1]
    assert "Разложено по разделителям: 3 документа" in desk.view.panel.state.says
    assert kept(counter, desk) == stack[0]
    assert [w.device for w in feeder.wishes] == ["stand:in"]
    assert counter.front.habits.paper_scanner["device"] == "stand:in"


def test_a_stack_that_is_attached_already_is_split_by_its_key(counter: Counter) -> None:
    desk = begin(counter, line=1)
    bring(counter, *files.stack({1: line_code(4), 3: line_code(60)}, 5))
    key(counter, "s")
    assert [row(desk, n).scans for n in range(4)] == [0, 1, 0, 2]
    assert "1 разделитель не назвал строку" in desk.view.panel.state.says


def test_separator_sheets_are_printed_for_this_list_and_read_back(counter: Counter) -> None:
    desk = begin(counter)
    key(counter, "p")
    assert "листов-разделителей" in counter.told
    bring(counter, (counter.front.folder / "papers" / "separators.pdf").read_bytes())
    leafing = desk.attaching.leafing
    assert [leafing.sheaf.codes(leaf) for leaf in leafing.leaves] == [(line_code(n),) for n in range(1, 10)]


def test_pages_before_a_jam_are_attached_and_the_jam_is_said(counter: Counter) -> None:
    desk = begin(counter)
    desk.attaching.feeding.scanner = Feeder(files.picture(), stopped="jam")
    key(counter, Qt.Key.Key_F4)
    assert row(desk).scans == 1
    assert "Бумагу замяло" in desk.view.panel.state.says


def test_without_a_program_for_scanners_the_panel_says_what_to_do(counter: Counter, monkeypatch) -> None:
    monkeypatch.setenv("PATH", "")
    desk = begin(counter)
    key(counter, Qt.Key.Key_F4)
    assert "нет программы для сканера" in desk.view.panel.state.says
    assert row(desk).scans == 0


def test_sheets_that_come_late_belong_to_the_line_they_were_scanned_for(counter: Counter) -> None:
    desk = begin(counter)
    desk.attaching.feeding.scanner = Feeder(files.picture())
    desk.attaching.press("F4")
    desk.view.papers.list.go(desk.visit.demanded()[1].id)
    settle(counter)
    assert [row(desk, n).scans for n in range(2)] == [1, 0]


def test_a_page_grows_by_its_key_and_becomes_sharper(counter: Counter) -> None:
    desk = begin(counter)
    bring(counter, PDF)
    preview = desk.view.panel.preview
    small = preview.page.width()
    key(counter, "+")
    key(counter, "+")
    assert preview.page.width() > small * 1.8
    key(counter, Qt.Key.Key_Down)
    assert desk.view.papers.list.current() == desk.visit.demanded()[0].id, "arrows move the page, not the line"
    key(counter, "0")
    assert preview.zoom == 1


def test_escape_closes_the_panel_and_gives_the_list_back(counter: Counter) -> None:
    desk = begin(counter)
    assert desk.view.panel.isVisible()
    assert not desk.view.list.isVisible()
    key(counter, Qt.Key.Key_Escape)
    assert desk.view.list.isVisible()
    assert not desk.view.panel.isVisible()


def test_the_panel_stands_beside_the_list_where_there_is_room(counter: Counter) -> None:
    counter.front.shell.resize(1920, 1080)
    desk = begin(counter)
    assert desk.view.panel.isVisible()
    assert desk.view.list.isVisible()
    assert desk.view.panel.width() == 420


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
