"""Training cannot be taken for real work: strip, chip, title, papers – on every place, and on the lock screen."""

from __future__ import annotations

import pytest

from app import print as papers
from app.print.forms import FORMS
from tests.print.examples import EXAMPLES
from tests.print.reading import text
from tests.ui.desks.counter import Counter
from tests.ui.desks.test_every_desk import ROLE
from ui.desks import SCREENS


@pytest.mark.parametrize(("lang", "words"), [("kk", "ОҚУ РЕЖИМІ"), ("ru", "УЧЕБНЫЙ РЕЖИМ"), ("en", "TRAINING")])
def test_every_place_and_the_lock_say_that_it_is_training(counter: Counter, lang: str, words: str) -> None:
    shell = counter.front.shell
    counter.front.speak(lang)
    assert shell.hazard.isVisible()
    assert words.casefold() in counter.front.lock.side.accessibleName().casefold()
    for name, _, _ in SCREENS:
        counter.log_in(ROLE.get(name, "administrator.at01"))
        counter.go(name)
        assert shell.hazard.isVisible(), name
        assert shell.top.chip.isVisible(), name
        assert words.casefold() in shell.top.chip.accessibleName().casefold()
        assert words.casefold() in shell.windowTitle().casefold(), name
    counter.press("F12")
    assert shell.hazard.isVisible()
    assert words.casefold() in shell.windowTitle().casefold()


@pytest.mark.parametrize("name", [name for name, _ in FORMS])
@pytest.mark.parametrize("language", ["kk", "ru", "both"])
def test_every_paper_of_training_says_so_and_a_real_one_never(name: str, language: str) -> None:
    from dataclasses import replace

    marks = ("ОҚУ", "УЧЕБНЫЙ")
    real = papers.draw(name, replace(EXAMPLES[name], training=False), language)  # type: ignore[arg-type]
    training = papers.draw(name, replace(EXAMPLES[name], training=True), language)  # type: ignore[arg-type]
    assert any(mark in text(training).upper() for mark in marks)
    assert not any(mark in text(real).upper() for mark in marks)
