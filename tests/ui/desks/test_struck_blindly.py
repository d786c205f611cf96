"""Papers marked as the guide says: a digit for the kind, the sheets, Enter, and on to the next one's kind."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.ui.desks.counter import INSPECTOR

IIN = "650103435172"


def test_enter_out_of_the_sheets_leads_to_the_next_papers_kind(counter):
    counter.log_in(INSPECTOR)
    desk = counter.go("intake")
    counter.type(IIN)
    counter.press("Enter")
    table = desk.view.papers
    first, second, *_ = table.list.papers()
    table.go(first)
    editor = table.list.editor
    editor.sheets.setFocus()
    counter.quickly("3")
    counter.strike(Qt.Key.Key_Return)
    assert table.list.current() == second
    assert counter.front.shell.window().focusWidget() is editor.kind
