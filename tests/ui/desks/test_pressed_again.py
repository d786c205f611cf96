"""The answer to a press was lost: pressed again it is the same wish, and the person is taken in once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ui.desks.counter import INSPECTOR, KNOWN, Counter, counter
from tests.ui.desks.test_intake_desk import mark_all, sit_down

__all__ = ["counter"]


def taken_in_unheard(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A visit that is committed, and nobody hears of it; its desk."""
    desk = sit_down(counter)
    counter.type(KNOWN)
    mark_all(counter, desk)
    counter.rest()
    monkeypatch.setenv("TEREZE_AT", "commit.after:full")  # it is committed, and nobody hears of it
    desk.accept()
    counter.rest()
    assert "Принято" not in counter.told
    monkeypatch.delenv("TEREZE_AT")
    return desk


def test_a_visit_whose_answer_was_lost_makes_one_case_when_it_is_pressed_again(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = taken_in_unheard(counter, monkeypatch)
    desk.accept()
    counter.rest()
    assert "Принято" in counter.told
    assert len(counter.app().ask("queue.all", {}, as_=INSPECTOR)) == 1


def test_a_visit_that_was_taken_in_unheard_is_not_taken_in_again_after_the_log_in(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program died between the commit and the end of the draft: what stands there again is the same wish."""
    taken_in_unheard(counter, monkeypatch)
    counter.front.log_out()
    counter.log_in(INSPECTOR)
    again = counter.front.desks["intake"]
    assert counter.view.number.text() == KNOWN
    again.accept()
    counter.rest()
    assert "Принято" in counter.told
    assert len(counter.app().ask("queue.all", {}, as_=INSPECTOR)) == 1
    assert counter.app().ask("queue.my_drafts", {}, as_=INSPECTOR) == ()
