"""All cases in the window: sorted by a head, narrowed to such as the current one, and never more than a few hundred rows."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.bench.generate import fill
from app.domain.names import alphabetical
from tests.ui.desks.counter import INSPECTOR, Counter
from ui.desks import listed
from ui.parts.gridhead import places

CASES = 90


@pytest.fixture
def desk(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(listed, "PAGE", 20)
    monkeypatch.setattr(listed, "MOST", 50)
    fill(counter.app(), CASES)
    counter.log_in(INSPECTOR)
    found = counter.go("find")
    counter.press("F4")
    return found


def numbers(desk: Any) -> list[str]:
    return [row.number for row in desk.view.state.rows]


def press_head(counter: Counter, desk: Any, n: int) -> None:
    head = desk.view.table.head
    x, _ = places(head.columns, head.width())[n]
    QTest.mouseClick(head, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(x + 4, head.height() // 2))
    counter.rest()


def scroll(counter: Counter, desk: Any, *, down: bool) -> None:
    bar = desk.view.table.list.verticalScrollBar()
    bar.setValue(bar.maximum() if down else bar.minimum())
    counter.rest()


def test_a_press_on_a_head_sorts_another_turns_it_round_a_third_lets_it_be(counter: Counter, desk: Any) -> None:
    newest = numbers(desk)
    column = next(n for n, c in enumerate(desk.view.table.head.columns) if c.sort == "applicant")
    press_head(counter, desk, column)
    names = [row.who for row in desk.view.state.rows]
    assert names == sorted(names, key=alphabetical)
    assert desk.view.table.head.columns[column].order == "up"
    assert "по возрастанию" in desk.view.table.head.accessibleName()
    press_head(counter, desk, column)
    last = [row.who for row in desk.view.state.rows]
    assert last == sorted(last, key=alphabetical, reverse=True)
    assert alphabetical(last[0]) > alphabetical(names[-1])
    press_head(counter, desk, column)
    assert numbers(desk) == newest


def test_the_head_is_reached_by_keys(counter: Counter, desk: Any) -> None:
    head = desk.view.table.head
    assert head.focusPolicy() == Qt.FocusPolicy.TabFocus
    head.setFocus()
    at = head.columns[head.at].sort
    QTest.keyClick(head, Qt.Key.Key_Right)
    assert head.columns[head.at].sort != at
    QTest.keyClick(head, Qt.Key.Key_Return)
    counter.rest()
    assert desk.waiting.newest.sort == head.columns[head.at].sort


def test_the_end_is_reached_and_the_beginning_again_with_few_rows_at_once(counter: Counter, desk: Any) -> None:
    press_head(counter, desk, 0)
    right = [r.number for r in counter.app().ask("queue.all", {"sort": "number", "limit": 200}, as_=INSPECTOR)]
    assert len(right) == CASES
    seen: list[str] = []
    for _ in range(12):
        here = numbers(desk)
        assert len(here) <= 50
        assert here == right[right.index(here[0]) :][: len(here)]  # a stretch of the order, nothing lost or doubled
        seen += [n for n in here if n not in seen]
        scroll(counter, desk, down=True)
    assert seen == right
    assert numbers(desk)[-1] == right[-1]
    for _ in range(12):
        here = numbers(desk)
        assert here == right[right.index(here[0]) :][: len(here)]
        scroll(counter, desk, down=False)
    assert numbers(desk)[0] == right[0]


def test_the_row_under_the_eye_stays_when_rows_come_and_go(counter: Counter, desk: Any) -> None:
    rows = desk.view.table.list
    for _ in range(3):
        bar = rows.verticalScrollBar()
        bar.setValue(bar.maximum())
        rows.executeDelayedItemsLayout()
        top = rows.indexAt(QPoint(1, 1))
        id, y = rows.rows.rows[top.row()].id, rows.visualRect(top).top()
        counter.rest()
        again = rows.indexAt(QPoint(1, max(1, y + 1)))
        assert rows.rows.rows[again.row()].id == id


def test_only_such_cases_as_the_current_one_and_all_again(counter: Counter, desk: Any) -> None:
    press_head(counter, desk, next(n for n, c in enumerate(desk.view.table.head.columns) if c.sort == "status"))
    every = numbers(desk)
    desk.view.table.list.go(desk.view.state.rows[0].id)
    word = desk.view.state.rows[0].status
    counter.press("F3")
    assert {row.status for row in desk.view.state.rows} == {word}
    assert desk.view.state.only == f"Только: {word}"
    counter.press("F3")
    assert numbers(desk)[:20] == every[:20]
    assert desk.view.state.only == ""


def test_the_order_stays_when_a_case_comes_in(counter: Counter, desk: Any) -> None:
    press_head(counter, desk, 0)
    scroll(counter, desk, down=True)
    before = numbers(desk)
    desk.reload()
    counter.rest()
    assert numbers(desk) == before
    assert desk.waiting.newest.sort == "number"


def test_of_two_letters_it_is_said_where_they_were_looked_for(counter: Counter, desk: Any) -> None:
    desk.find("щъ")
    counter.rest()
    assert desk.found == ()
    assert "20\u202f000" in desk.view.state.answer
    desk.find("щъы")
    counter.rest()
    assert desk.view.state.answer == ""
