"""What becomes of scans: never attached before they are kept, never lost with a draft, seen on the case and by the licensor."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.outside import foreign_files as files
from tests.ui.desks.counter import INSPECTOR, Counter
from tests.ui.desks.test_intake_desk import NUMBER, mark_all
from tests.ui.desks.test_scans import PDF, begin, bring, key, row, settle
from ui.parts.attached import Brought
from ui.screenshots import send

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # of a screen without a window manager


def test_nothing_is_attached_before_it_is_committed(counter: Counter) -> None:
    desk = begin(counter)
    desk.attaching.add(Brought(pictures=(files.picture(),)))
    while not desk.visit.scans_under_way:
        counter.qtbot.wait(5)
    assert row(desk).scans == 0
    assert desk.view.main_action().blocked
    settle(counter)
    assert row(desk).scans == 1
    assert desk.visit.scans_under_way == 0


def test_a_draft_names_its_scans_as_soon_as_they_are_kept(counter: Counter) -> None:
    desk = begin(counter)
    bring(counter, PDF)
    (draft,) = counter.app().ask("queue.my_drafts", {}, as_=INSPECTOR)
    assert [d.scan for d in draft.draft.documents] == [hashlib.sha256(PDF).hexdigest()]
    assert desk.visit.saved


def test_a_scan_before_its_kind_asks_for_the_kind_to_be_confirmed(counter: Counter) -> None:
    desk = begin(counter)
    bring(counter, files.picture())
    key(counter, Qt.Key.Key_Escape)
    first = desk.visit.demanded()[0]
    assert (row(desk).tone, row(desk).verdict) == ("risk", "Подтвердите вид")
    for document in desk.visit.demanded()[1:]:
        desk.view.papers.go(document.id)
        counter.type(str(1 + ["original", "copy", "notarised-copy", "form", "electronic"].index(document.kinds[0])))
        settle(counter)
    settle(counter)
    assert desk.view.main_action().blocked == "Подтвердите вид документа"
    counter.press("Ctrl+Enter")
    assert desk.view.papers.list.current() == first.id
    counter.type(str(row(desk).kind))
    settle(counter)
    assert desk.view.main_action().blocked == ""


def test_a_visit_taken_up_again_shows_its_scans(counter: Counter) -> None:
    desk = begin(counter)
    bring(counter, PDF)
    key(counter, Qt.Key.Key_Escape)
    counter.press("F9")
    counter.press("F9")
    counter.choose(counter.front.shell.palette_.entries[0].id)
    desk.view.papers.go(desk.visit.demanded()[0].id)
    counter.press("F4")
    settle(counter)
    assert desk.view.panel.state.place == "1 / 3"
    assert desk.view.panel.preview.page is not None


def test_all_scans_of_the_visit_are_seen_at_once_and_enter_goes_to_one(counter: Counter) -> None:
    desk = begin(counter)
    bring(counter, PDF)
    key(counter, Qt.Key.Key_Down)
    bring(counter, files.picture())
    key(counter, "v")
    assert [t.words for t in desk.view.panel.thumbs.thumbs] == ["№ 1", "№ 2"]
    assert all(t.image is not None for t in desk.view.panel.thumbs.thumbs)
    key(counter, Qt.Key.Key_PageUp)
    key(counter, Qt.Key.Key_Return)
    assert desk.view.papers.list.current() == desk.visit.demanded()[0].id
    assert desk.view.panel.state.place == "1 / 3"


def test_the_case_shows_its_scans_and_says_where_one_is_not_here(counter: Counter) -> None:
    desk = begin(counter)
    bring(counter, PDF)
    key(counter, Qt.Key.Key_Escape)
    mark_all(counter, desk)
    counter.press("Ctrl+Enter")
    number = NUMBER.search(counter.told)
    assert number
    case = counter.app().ask("case.open", {"code": number[0]}, as_=INSPECTOR).case
    counter.front.go("case", case.id)
    counter.rest()
    there = counter.front.desks["case"]
    there.press("Ctrl+S")
    for _ in range(4):
        counter.rest()
    assert there.view.scans.state.place == "1 / 3"
    name = case.documents[0].scan
    place = Path(f"{counter.app().store.path}.files") / name[:2] / name
    place.unlink()
    there.scans.close()
    there.press("Ctrl+S")
    for _ in range(4):
        counter.rest()
    assert there.view.scans.state.empty == "Файла на месте нет. Дело цело; восстановите файл из копии"


def test_the_licensor_sees_a_scan_that_came_with_its_case(counter: Counter) -> None:
    desk = begin(counter)
    bring(counter, PDF)
    key(counter, Qt.Key.Key_Escape)
    mark_all(counter, desk)
    counter.press("Ctrl+Enter")
    number = NUMBER.search(counter.told)
    assert number
    centre, there = counter.app(), counter.app("licensor")
    send(centre, there, [f"C-{number[0]}"], counter.front.door.exchange)
    counter.log_in("chancellery.ad01")
    licensor = counter.go("licensor")
    settle_all(counter)
    assert licensor.view.state.sheet.away == ""
    assert licensor.view.state.sheet.place == "лист 1 из 3"
    QTest.keyClick(licensor.view.checks, Qt.Key.Key_PageDown)
    settle_all(counter)
    assert licensor.view.state.sheet.place == "лист 2 из 3"
    assert [t.image is not None for t in licensor.view.thumbs.thumbs] == [True] * 3


def settle_all(counter: Counter) -> None:
    for _ in range(5):
        counter.rest()
