"""The answer to a press was lost: pressed again it is the same wish, and the person is taken in once."""

from __future__ import annotations

import pytest

from app.store import points
from tests.ui.desks.counter import INSPECTOR, KNOWN, Counter, counter
from tests.ui.desks.test_intake_desk import mark_all, sit_down

__all__ = ["counter"]


def test_a_visit_whose_answer_was_lost_makes_one_case_when_it_is_pressed_again(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = sit_down(counter)
    counter.type(KNOWN)
    mark_all(counter, desk)
    counter.rest()
    points._met.clear()
    monkeypatch.setenv("TEREZE_AT", "commit.after:full")  # it is committed, and nobody hears of it
    desk.accept()
    counter.rest()
    assert "Принято" not in counter.told
    monkeypatch.delenv("TEREZE_AT")
    desk.accept()
    counter.rest()
    assert "Принято" in counter.told
    assert len(counter.app().ask("queue.all", {}, as_=INSPECTOR)) == 1
