"""The commission's secretary at the window: compliant or not, the protocol's number, and how they voted."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.moment import Moment
from app.start import listening
from tests.print.reading import text
from tests.services.test_every_command import Scene, journalled
from tests.ui.desks.counter import Counter
from tests.world import AT, World, code, desk

SECRETARY, HEAD = desk("secretary"), desk("head")


@pytest.fixture
def sitting(request: pytest.FixtureRequest, file_here: World) -> tuple[Counter, str]:
    """A supplier's application in the commission's journal, after the last day for filing."""
    with listening(file_here.licensor) as link:
        case = code(journalled(Scene(file_here, link)))
    file_here.close()  # before the window has the store
    file_here.later(AT, hours=1)
    counter: Counter = request.getfixturevalue("counter")
    counter.clock.set("atyrau", Moment(file_here.now[AT]))
    counter.log_in(SECRETARY)
    counter.go("licensor")
    return counter, case


def line(counter: Counter, words: str, choice: str) -> None:
    counter.front.shell.palette_.line.setText(words)
    counter.choose(choice)
    counter.rest()


def extract(counter: Counter, case: str) -> tuple[Any, str]:
    app = counter.app("licensor")
    app.run("licensor_desk.prepare", {"code": case}, as_=SECRETARY)
    paper = app.run("licensor_desk.sign", {"code": case}, as_=HEAD).value.paper
    return app.ask("case.open", {"code": case}, as_=HEAD).case, " ".join(text(app.paper(paper, as_=HEAD)[2]).split())


def test_how_the_commission_voted_is_said_and_stands_on_the_extract(sitting: tuple[Counter, str]) -> None:
    counter, case = sitting
    counter.press("Ctrl+Enter")
    line(counter, "№ 4", "yes")
    line(counter, "семь", "counted")
    assert "Голоса не прочитаны" in counter.told
    line(counter, "7 1 0 9", "counted")
    decided, said = extract(counter, case)
    assert (decided.votes, decided.members, decided.outcome) == ((7, 1, 0), 9, "compliant")
    assert "8 из 9" in said


def test_without_the_votes_the_extract_is_silent_about_them(sitting: tuple[Counter, str]) -> None:
    """It once said that nobody of nobody had been there, and nobody had voted."""
    counter, case = sitting
    counter.press("Ctrl+Enter")
    line(counter, "№ 4", "no")
    line(counter, "", "without")
    decided, said = extract(counter, case)
    assert (decided.votes, decided.outcome) == (None, "non-compliant")
    assert "0 из 0" not in said
    assert "воздержал" not in said.lower()


def test_more_votes_than_members_are_no_vote(sitting: tuple[Counter, str]) -> None:
    counter, case = sitting
    counter.press("Ctrl+Enter")
    line(counter, "№ 4", "yes")
    line(counter, "7 1 0 5", "counted")
    assert "так быть не может" in counter.told
    assert counter.app("licensor").ask("case.open", {"code": case}, as_=SECRETARY).case.outcome is None
