"""The case on the screen: what stands there already is not painted anew, and nothing of another case or language stays."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.conftest import Opened
from ui.look_words import say, speak
from ui.screens.case_view import CaseView


class Paints(QObject):
    def __init__(self, *watched: QWidget) -> None:
        super().__init__()
        self.of: Counter[QObject] = Counter()
        for widget in watched:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.of[watched] += event.type() == QEvent.Type.Paint
        return False


def test_the_reasons_that_come_later_paint_neither_head_nor_line(opened: Opened, qapp: QApplication) -> None:
    _, view = opened("case")
    assert isinstance(view, CaseView)
    paints = Paints(view.head, view.lanes, view.lines)
    view.render(replace(view.state, why_lines=("• почему",)))
    qapp.processEvents()
    assert (paints.of[view.head], paints.of[view.lanes]) == (0, 0)
    assert paints.of[view.lines] > 0


def test_each_change_of_head_and_line_is_painted(opened: Opened, qapp: QApplication) -> None:
    _, view = opened("case")
    assert isinstance(view, CaseView)
    first, last = view.state.steps[0], view.state.steps[-1]
    paints = Paints(view.head, view.lanes)
    view.render(replace(view.state, due_left="осталось 3 ч"))
    qapp.processEvents()
    assert paints.of[view.head] == 1
    for step in (replace(first, spent="14 мин"), replace(first, title="Приём\nвторой строкой")):
        before = paints.of[view.lanes]
        view.render(replace(view.state, steps=(step, *view.state.steps[1:])))
        qapp.processEvents()
        assert paints.of[view.lanes] > before
    high = view.lanes.row_of(last.id).bottom()
    assert high <= view.lanes.height()


def test_the_row_that_the_arrows_left_is_marked_again_when_the_desk_says_so(opened: Opened, qapp: QApplication) -> None:
    _, view = opened("case")
    assert isinstance(view, CaseView)
    steps = tuple(replace(s, id=str(n)) for n, s in enumerate(view.state.steps))
    view.render(replace(view.state, steps=steps, step="1"))
    qapp.processEvents()
    view.lanes.go("0")
    paints = Paints(view.lanes)
    view.render(view.state)
    qapp.processEvents()
    assert (view.lanes.current, paints.of[view.lanes]) == ("1", 1)


def test_head_and_line_follow_the_language(opened: Opened, qapp: QApplication) -> None:
    shell, view = opened("case")
    assert isinstance(view, CaseView)
    paints, said = Paints(view.head, view.lanes), say("window.lane.done")
    shell.speak("kk")
    qapp.processEvents()
    assert paints.of[view.head] > 0
    assert paints.of[view.lanes] > 0
    assert say("window.lane.done") != said
    assert said not in view.lanes.accessibleName()
    speak("ru")
