"""Intake without a mouse: one digit and Enter per paper, gaps beside their row, Enter goes on and Shift+Enter back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui import demo_states
from tests.ui.conftest import Opened
from tests.ui.test_wedge import Board
from ui.parts.documents import PaperEntry, PaperRow
from ui.parts.field import FieldState

SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_it_opens_on_the_number(opened: Opened) -> None:
    _, screen = opened("intake", demo_states.intake_empty)
    assert QApplication.focusWidget() is screen.number.line
    assert screen.number.label.text() == "ИИН"


def test_enter_goes_on_and_tells_what_was_typed(opened: Opened, qtbot) -> None:
    _, screen = opened("intake", demo_states.intake_empty)
    Board(screen.number.line).type("880411400607", every=120)
    with qtbot.waitSignal(screen.number_entered) as caught:
        qtbot.keyClick(screen.number.line, Qt.Key.Key_Return)
    assert caught.args == ["880411400607"]
    second = QApplication.focusWidget()
    assert second is not screen.number.line
    qtbot.keyClick(second, Qt.Key.Key_Return, SHIFT)
    assert QApplication.focusWidget() is screen.number.line


def test_one_digit_and_enter_per_paper(opened: Opened, qtbot) -> None:
    papers = tuple(PaperRow(id=id, name=f"Документ {id}") for id in "abc")
    _, screen = opened("intake", lambda: replace(demo_states.intake_empty(), papers=papers))
    entries: list[PaperEntry] = []
    screen.paper_entered.connect(entries.append)
    screen.papers.setFocus()
    kind = screen.papers.list.editor.kind
    for digit in "240":
        assert QApplication.focusWidget() is kind
        qtbot.keyClick(kind, digit)
        qtbot.keyClick(kind, Qt.Key.Key_Return)
        screen.render(screen.state)
    assert [(e.id, e.kind) for e in entries] == [("a", 2), ("b", 4), ("c", 0)]


def test_arrows_walk_the_papers(opened: Opened, qtbot) -> None:
    _, screen = opened("intake", demo_states.intake_refused)
    screen.papers.go("c")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert screen.papers.list.current() == "d"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert screen.papers.list.current() == "b"


def test_sheets_and_remark_are_told_with_the_row(opened: Opened, qtbot) -> None:
    _, screen = opened("intake", demo_states.intake_refused)
    screen.papers.go("d")
    editor = screen.papers.list.editor
    editor.sheets.line.setFocus()
    editor.sheets.line.selectAll()
    qtbot.keyClicks(editor.sheets.line, "3")
    with qtbot.waitSignal(screen.paper_entered) as caught:
        qtbot.keyClick(editor.sheets.line, Qt.Key.Key_Tab)
    assert caught.args == [PaperEntry("d", 2, 3, "", "")]


def test_the_until_field_is_there_only_for_papers_that_expire(opened: Opened) -> None:
    _, screen = opened("intake", demo_states.intake_refused)
    screen.papers.go("c")
    assert screen.papers.list.editor.until.isVisible()
    screen.papers.go("d")
    assert not screen.papers.list.editor.until.isVisible()


def test_a_gap_says_what_why_and_the_clause_in_its_row(opened: Opened) -> None:
    _, screen = opened("intake", demo_states.intake_refused)
    row = next(r for r in screen.papers.list.rows.rows if r.id == "c")
    assert "Срок истёк 4 дня назад — нужна действующая" in row.sentence()
    assert "Стандарт, п. 9" in row.sentence()
    assert "Просрочен" in row.sentence()


def test_a_running_clock_changes_nothing_that_is_being_typed(opened: Opened, qtbot) -> None:
    _, screen = opened("intake", demo_states.intake_empty)
    Board(screen.number.line).type("8804", every=120)
    state = demo_states.intake_empty()
    clocks = (replace(state.clocks[0], elapsed=13), *state.clocks[1:])
    screen.render(replace(state, clocks=clocks))
    assert screen.number.text() == "8804"
    assert screen.head.clocks.steps[0].elapsed == 13


@pytest.mark.parametrize(("elapsed", "tone"), [(402, "accent"), (720, "risk"), (901, "late")])
def test_the_clock_is_tinted_by_the_danger(elapsed: int, tone: str) -> None:
    clock = demo_states._clocks(elapsed)[0]
    assert clock.tone == tone


def test_an_error_keeps_its_place_so_that_nothing_jumps(opened: Opened) -> None:
    _, screen = opened("intake", demo_states.intake_empty)
    before = screen.person.mapTo(screen, screen.person.rect().topLeft())
    state = demo_states.intake_empty()
    wrong = FieldState("880411400600", "bad", "", "Контрольная цифра 7, не 0")
    screen.render(replace(state, applicant=replace(state.applicant, number=wrong)))
    QApplication.processEvents()
    assert screen.person.mapTo(screen, screen.person.rect().topLeft()) == before
    assert screen.number.reason.words == "Контрольная цифра 7, не 0"
    assert "Контрольная цифра" in screen.number.line.accessibleDescription()


def test_what_registers_hold_folds_to_one_line_in_a_low_window(opened: Opened) -> None:
    _, tall = opened("intake", size=(1366, 768))
    assert len([r for r in tall.papers.list.rows.rows if r.id.startswith("held")]) == 2
    _, low = opened("intake", size=(1366, 700))
    assert [r for r in low.papers.list.rows.rows if r.id.startswith("held")] == []
    assert "Регистрация юридического лица" in low.papers.list.rows.rows[-1].sentence()
