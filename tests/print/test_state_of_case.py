"""«Состояние дела», however far a case has come: nothing is printed over its foot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app import print as papers
from app.print.forms import state_of_case
from tests.print.examples import EXAMPLES
from tests.print.reading import boxes, closed, pages, text
from tests.print.test_every_form import _inside, _overlaps

STATE = EXAMPLES["state-of-case"]


@pytest.mark.parametrize("language", ["kk", "ru", "both"])
@pytest.mark.parametrize("many", [4, 6, 8, 11, 16, 30])
@pytest.mark.parametrize("training", [False, True])
def test_more_steps_take_a_larger_sheet_and_then_another(many: int, language: str, *, training: bool) -> None:
    assert isinstance(STATE, state_of_case.Facts)
    long = replace(
        STATE.steps[1].text, ru="Работник канцелярии услугодателя передаёт результат с описью курьеру центра"
    )
    steps = (replace(STATE.steps[0], text=long),) * (many - 1) + (STATE.steps[-1],)
    paper = papers.draw("state-of-case", replace(STATE, steps=steps, training=training), language)  # type: ignore[arg-type]
    for page in boxes(paper):
        assert not (found := _overlaps(page)), found
    _inside(paper, ("state-of-case", language))
    assert closed(text(paper)).count(closed(long.in_("kk" if language == "both" else language))) == many - 1
    assert pages(paper) == 1 if many < 9 else pages(paper) <= 1 + many // 9
