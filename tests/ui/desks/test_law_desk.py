"""The law at hand, by keys alone: a clause from any line, the reader, two versions, a new version step by step."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.desks.counter import INSPECTOR, KNOWN, Counter, accepted
from ui.desks import law_rows
from ui.desks.why import PROCESS

ADMINISTRATOR = "administrator.at01"
OLD, NOW = "atyrau-2015-324@2015-12-06", "atyrau-2015-324@2016-07-15"
TEXT = Path(__file__).resolve().parents[4] / "shared" / "regulations" / "000_9e9a7670a0e2c430.txt"


def entries(counter: Counter) -> list[str]:
    return [e.id for e in counter.front.shell.palette_.entries]


def sheet(counter: Counter) -> str:
    """What lies beside the work, as a screen reader says it; empty: nothing."""
    part = counter.front.shell.clause
    return part.accessibleName() if part.isVisible() else ""


def attach(counter: Counter) -> None:
    if not TEXT.exists():
        pytest.skip("the act's text is not here")
    given = {"act": "atyrau-2015-324", "text": TEXT.read_text("utf-8")}
    counter.app().run("upkeep.attach_text", given, as_=ADMINISTRATOR)


# ---- a clause from any line


def test_a_step_of_a_case_leads_to_its_clause_and_esc_gives_the_work_back(counter: Counter) -> None:
    code = accepted(counter)
    counter.log_in(INSPECTOR)
    counter.front.go("case", code)
    counter.rest()
    before = QApplication.focusWidget()
    counter.press("F6")
    counter.choose("register")
    assert "прил. 1, п. 10 2)" in sheet(counter)
    assert "Регламент государственной услуги «Выдача лицензии" in sheet(counter)
    assert "Установлено самим актом" in sheet(counter)
    assert "администратор" in sheet(counter), "an inspector is told who attaches the text"
    assert QApplication.focusWidget() is before
    counter.press("Esc")
    assert sheet(counter) == ""


def test_the_words_are_there_when_the_act_was_attached_and_f6_reads_on(counter: Counter) -> None:
    attach(counter)
    code = accepted(counter)
    counter.log_in(INSPECTOR)
    counter.front.go("case", code)
    counter.rest()
    counter.press("F6")
    counter.choose("register")
    assert "процесс 2" in sheet(counter)
    bar = counter.front.shell.clause.area.verticalScrollBar()
    assert bar.maximum() > 0
    assert bar.value() == 0
    counter.press("F6")
    assert bar.value() > 0
    assert not counter.front.shell.palette_.isVisible()


def test_a_document_of_a_case_and_a_ground_of_refusal_have_their_clauses(counter: Counter) -> None:
    code = accepted(counter)
    counter.log_in(INSPECTOR)
    counter.front.go("case", code)
    counter.rest()
    counter.press("F6")
    found = entries(counter)
    assert "document/application" in found
    ground = next(id for id in found if id.startswith("ground/"))
    counter.choose("document/application")
    assert "Восстановлено" in sheet(counter)
    counter.press("F6") if not counter.front.shell.clause.area.verticalScrollBar().maximum() else counter.press("Esc")
    if not counter.front.shell.palette_.isVisible():
        counter.press("F6")
    counter.choose(ground)
    assert "п." in sheet(counter)


def test_what_was_lacking_in_a_refusal_comes_first(counter: Counter) -> None:
    from ui.screenshots import filled

    given = filled(counter.app(), KNOWN, 0)
    lacking = given["documents"][0]["document"]
    refused = counter.app().run("intake.refuse", {**given, "documents": given["documents"][1:]}, as_=INSPECTOR).value
    counter.log_in(INSPECTOR)
    counter.front.go("case", refused.case)
    counter.rest()
    counter.press("F6")
    first = next(e for e in counter.front.shell.palette_.entries if e.id not in (PROCESS,))
    assert first.id == "gap/0"
    assert "не представлен" in first.words
    counter.choose("gap/0")
    assert "Стандарт" in sheet(counter) or "прил." in sheet(counter), lacking


def test_the_marked_document_of_a_visit_leads_to_its_clause(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    desk = counter.go("intake")
    desk.number(KNOWN)
    counter.rest()
    current = desk.view.papers.list.current()
    counter.press("F6")
    assert entries(counter)[0] == f"document/{current}"
    counter.choose(f"document/{current}")
    assert sheet(counter)
    counter.front.go("find")
    counter.rest()
    assert sheet(counter) == "", "it belongs to the line it was asked from"


def test_a_line_of_the_board_leads_to_the_clause_of_its_deadline(counter: Counter) -> None:
    accepted(counter)
    counter.log_in(INSPECTOR)
    counter.go("deadlines")
    counter.press("F6")
    clocks = [id for id in entries(counter) if id != PROCESS]
    counter.choose(clocks[0])
    assert "прил. 1, п. 10" in sheet(counter)


# ---- the reader


def test_the_reader_opens_at_what_holds_here_today(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    desk = counter.go("law")
    assert desk.shown == NOW
    shown = [r.id for r in desk.view.state.versions]
    assert shown[:2] == [NOW, OLD], "this region's act first"
    assert any(v.startswith("mangystau-2013-3") for v in shown), "those that ended too"
    assert any("medical-licence:steps" in r.id for r in desk.view.state.rows)


def test_a_typed_word_finds_lines_under_their_headings_and_esc_shows_all_again(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    desk = counter.go("law")
    whole = len(desk.view.state.rows)
    assert desk.view.table.list.hasFocus()
    counter.type("курьер")
    found = desk.view.state.rows
    assert 0 < len(found) < whole
    lines = [r for r in found if len(r.extra) == 3]
    assert lines
    assert all("курьер" in r.sentence().casefold() for r in lines)
    assert found[0].id == "medical-licence:"
    counter.press("Enter")
    assert desk.view.table.list.hasFocus()
    counter.press("Esc")
    assert len(desk.view.state.rows) == whole


def test_the_clause_beside_the_line_follows_the_arrows(counter: Counter) -> None:
    attach(counter)
    counter.log_in(INSPECTOR)
    desk = counter.go("law")
    desk.view.table.list.go("medical-licence:steps:1")
    counter.rest()
    first = desk.view.clause.body.state
    QTest.keyClick(desk.view.table.list, Qt.Key.Key_Down)
    counter.rest()
    second = desk.view.clause.body.state
    assert (first.clause, second.clause) == ("прил. 1, п. 10 1)", "прил. 1, п. 10 2)")
    assert second.words


def test_a_fee_says_for_what_none_is_taken(counter: Counter) -> None:
    pack = counter.app().catalogue.pack(NOW)
    (cells,) = [row.cells for row in law_rows.version_lines(pack) if row.id == "medical-licence:fees:0"]
    assert "10 МРП · не взимается: приложение" in str(cells[0])
    ended = counter.app().catalogue.pack("mangystau-2013-3@2013-02-08")  # knows no annex
    assert not any("не взимается" in str(row.cells[0]) for row in law_rows.version_lines(ended))


def test_an_ended_version_is_read_and_f4_comes_back_to_today(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    desk = counter.go("law")
    desk.view.versions.list.setFocus()
    QTest.keyClick(desk.view.versions.list, Qt.Key.Key_Down)
    counter.rest()
    assert desk.shown == OLD
    assert "06.12.2015 – 14.07.2016" in desk.view.state.under
    counter.press("F4")
    assert desk.shown == NOW


def test_f5_compares_two_versions_and_f5_again_reads_on(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    desk = counter.go("law")
    counter.press("F5")
    counter.choose(OLD)
    rows = desk.view.state.rows
    assert len(rows) == 22
    assert all("корпорац" in r.sentence().casefold() or "восстановлено" in r.sentence().casefold() for r in rows)
    assert desk.view.state.comparing
    counter.press("F5")
    assert not desk.view.state.comparing
    assert desk.shown == NOW


def test_f3_leads_to_a_part_of_a_service(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    desk = counter.go("law")
    counter.press("F3")
    counter.choose("gobmp-compliance:steps")
    assert desk.view.table.list.current() == "gobmp-compliance:steps"


# ---- a new version


def test_only_an_administrator_enters_the_place_of_new_versions(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    counter.front.go("new-law")
    counter.rest()
    assert "new-law" not in counter.front.desks


def test_a_version_is_copied_checked_tried_and_adopted_in_the_window(counter: Counter, tmp_path: Path) -> None:
    accepted(counter)
    counter.log_in(ADMINISTRATOR)
    desk = counter.go("new-law")
    assert desk.view.main_action().blocked == ""
    desk.copy(NOW, date(2017, 1, 10), tmp_path)
    counter.rest()
    path = tmp_path / "atyrau-2015-324@2017-01-10.toml"
    assert path.exists()
    assert "09.01.2017" in counter.told
    text = path.read_text("utf-8")
    place = text.index("limit = ", text.index('id = "to-sector"'))
    path.write_text(text[:place] + "limit = 7" + text[text.index("\n", place) :], "utf-8")
    desk._choose("check")
    counter.press("Ctrl+Enter")
    assert desk.view.state.tone == "ok"
    assert len(desk.view.state.rows) == 1
    counter.press("Ctrl+Enter")
    assert desk.way.step == "try"
    counter.press("Ctrl+Enter")
    assert "Иначе: 1" in desk.view.state.answer
    assert "Передача в сектор" in desk.view.state.rows[0].sentence() or "сектор" in desk.view.state.rows[0].sentence()
    counter.press("Ctrl+Enter")
    assert desk.way.step == "adopt"
    counter.press("Ctrl+Enter")
    counter.choose("no")
    assert desk.way.adopted == ""
    counter.press("Ctrl+Enter")
    counter.choose("yes")
    assert desk.way.adopted == "atyrau-2015-324@2017-01-10"
    assert "10.01.2017" in counter.told
    reader = counter.go("law")
    assert any(r.id == "atyrau-2015-324@2017-01-10" for r in reader.view.state.versions)


def test_a_spoilt_file_stops_the_way_with_the_place_of_each_fault(counter: Counter, tmp_path: Path) -> None:
    counter.log_in(ADMINISTRATOR)
    desk = counter.go("new-law")
    desk.copy(NOW, date(2017, 1, 10), tmp_path)
    counter.rest()
    path: Path = desk.way.path
    path.write_text(path.read_text("utf-8").replace("limit = 15", 'limit = "15"', 1), "utf-8")
    desk._choose("check")
    counter.press("Ctrl+Enter")
    assert desk.view.state.tone == "late"
    assert "limit" in desk.view.state.rows[0].sentence()
    assert "Напишите значение названного вида" in desk.view.state.rows[0].sentence().replace("\u200b", "")
    desk._choose("try")
    assert desk.view.main_action().blocked
    desk._choose("adopt")
    assert desk.view.main_action().blocked


def test_a_file_that_is_there_is_never_written_over(counter: Counter, tmp_path: Path) -> None:
    counter.log_in(ADMINISTRATOR)
    desk = counter.go("new-law")
    (tmp_path / "atyrau-2015-324@2017-01-10.toml").write_text("mine", "utf-8")
    desk.copy(NOW, date(2017, 1, 10), tmp_path)
    counter.rest()
    assert (tmp_path / "atyrau-2015-324@2017-01-10.toml").read_text("utf-8") == "mine"
    assert "уже есть" in counter.told
