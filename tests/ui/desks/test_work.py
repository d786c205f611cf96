"""The threads behind the window: order, the latest answer only, and nothing after the end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from ui.work import Work


@pytest.fixture
def work(qtbot: Any) -> Iterator[Work]:
    made = Work()
    yield made
    made.close()


def test_only_the_latest_question_of_a_key_is_answered(work: Work, qtbot: Any) -> None:
    gate, answers = threading.Event(), []
    work.read(lambda: gate.wait(20) and "first", answers.append, key="list")
    work.read(lambda: "second", answers.append, key="list")
    work.read(lambda: "third", answers.append, key="list")
    gate.set()
    qtbot.waitUntil(lambda: work.pending == 0)
    assert answers == ["third"]


def test_what_is_written_is_never_passed_over_and_keeps_its_order(work: Work, qtbot: Any) -> None:
    written: list[int] = []
    answers: list[int] = []
    for n in range(5):
        work.write(lambda n=n: written.append(n) or n, answers.append)
    qtbot.waitUntil(lambda: work.pending == 0)
    assert written == answers == [0, 1, 2, 3, 4]


def test_an_answer_comes_in_the_windows_own_thread(work: Work, qtbot: Any) -> None:
    threads: list[threading.Thread] = []
    work.read(threading.current_thread, threads.append)
    work.read(lambda: None, lambda _: threads.append(threading.current_thread()))
    qtbot.waitUntil(lambda: work.pending == 0)
    assert threads[0] is not threads[1]
    assert threads[1] is threading.main_thread()


def test_a_fault_that_nobody_takes_is_told_once(work: Work, qtbot: Any) -> None:
    faults: list[BaseException] = []
    work.fault.connect(faults.append)
    work.write(lambda: 1 // 0)
    qtbot.waitUntil(lambda: work.pending == 0)
    assert [type(f) for f in faults] == [ZeroDivisionError]


def test_after_the_end_nothing_is_answered_and_what_was_begun_is_done(qtbot: Any) -> None:
    work, done, answers = Work(), [], []
    gate = threading.Event()
    work.write(lambda: gate.wait(20) and done.append("written"), answers.append)
    gate.set()
    work.close()
    work.write(lambda: done.append("too late"))
    qtbot.wait(50)
    assert done == ["written"]
    assert answers == []


def test_what_is_under_way_has_a_name_until_it_came_back(work: Work, qtbot: Any) -> None:
    gate = threading.Event()
    work.read(lambda: gate.wait(20), key="list")
    work.write(lambda: gate.wait(20))
    work.read(lambda: None, key="count", later=True)
    first, second, third = work.under_way().split(", ")
    assert (first, third, work.pending) == ("list", "count", 3)
    assert "test_what_is_under_way" in second, "where it was asked"
    gate.set()
    qtbot.waitUntil(lambda: work.pending == 0)
    assert work.under_way() == ""
