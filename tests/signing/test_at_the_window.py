"""An ЭЦП in the window: F5 at the lock screen, F9 at the case – through NCALayer's protocol, spoken by a stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.command import Coded
from app.domain.moment import Moment
from app.outside.trust import judging_in
from app.signing import build
from tests.signing import pki
from tests.signing.nca_stand_in import StandIn, standing
from tests.signing.test_at_the_case import HEAD, OPERATOR, Nuc, lay, now, owner
from tests.ui.desks.counter import Counter, counter  # noqa: F401  (fixture)
from tests.world import MG, PLACE, World, who

OPERATORS = owner("operator", iin=(OPERATOR,))
DOOR = owner("operators-door", iin=(OPERATOR,), extended=(pki.LOG_IN, pki.PERSON))


class Asked:
    """НУЦ of the stand-in's key."""

    def __init__(self, whose: pki.Owner) -> None:
        self.nuc = Nuc(whose)

    def gather(self, cms: bytes) -> Any:
        return self.nuc.gather(cms)


@pytest.fixture
def set_up(counter: Counter, file_here: World, ram: Path) -> Iterator[Counter]:  # noqa: F811
    """The node knows whom to believe, and whose ИИН belongs to the operator. The world looks through the window's node."""
    counter.clock.set(PLACE[MG].region, Moment(file_here.now[MG]))
    file_here._apps[file_here.url] = counter.app()
    lay(ram / "trust")
    app = counter.app()
    app.judging = judging_in(ram / "trust", app.clock)
    app.entrance.signatures = app.judging
    app.run("account.bind_signature", {"login": who("inspector", MG), "number": OPERATOR}, as_=who("administrator", MG))
    yield counter
    file_here._apps.clear()  # the window closes it


def by_key(counter: Counter, whose: pki.Owner, monkeypatch: pytest.MonkeyPatch) -> StandIn:  # noqa: F811
    """A token of that owner lies at this machine."""
    judging = counter.app().judging
    counter.app().judging = counter.app().entrance.signatures = type(judging)(
        judging.trust, judging.clock, Asked(whose)
    )
    return StandIn(sign=lambda data: build.signed(data, pki.signing_key(whose, pki.CA), at=now()))


def test_a_person_comes_in_by_their_key(set_up: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    with standing(by_key(set_up, DOOR, monkeypatch)) as there:
        monkeypatch.setenv("TEREZE_NCALAYER", there.address)
        lock = set_up.front.lock
        lock.render(set_up._typed(who("inspector", MG)))
        lock.login.line.setText(who("inspector", MG))
        lock.on_key("F5")
        set_up.rest()
    assert set_up.front.session is not None, lock.state.error
    assert set_up.front.session.me.login == who("inspector", MG)


def test_a_key_of_somebody_else_opens_nothing(set_up: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    other = owner("others-door", iin=(HEAD,), extended=(pki.LOG_IN, pki.PERSON))
    with standing(by_key(set_up, other, monkeypatch)) as there:
        monkeypatch.setenv("TEREZE_NCALAYER", there.address)
        lock = set_up.front.lock
        lock.render(set_up._typed(who("inspector", MG)))
        lock.login.line.setText(who("inspector", MG))
        lock.on_key("F5")
        set_up.rest()
    assert set_up.front.session is None
    assert lock.state.error


def test_the_form_is_signed_at_the_case_and_the_verdict_stands_there(
    set_up: Counter, file_here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = set_up.app().run("intake.certify", {"draft": file_here.draft(act=MG)}, as_=who("inspector", MG)).value
    set_up.log_in(who("inspector", MG))
    set_up.front.go("case", done.case)
    set_up.rest()
    assert "F9" in [h.key for h in set_up.view.hints()]
    with standing(by_key(set_up, OPERATORS, monkeypatch)) as there:
        monkeypatch.setenv("TEREZE_NCALAYER", there.address)
        set_up.press("F9")
        set_up.rest()
    assert "ЭЦП действительна" in set_up.told
    assert "F9" not in [h.key for h in set_up.view.hints()]
    assert set_up.view.state.remarks[0].title == "ЭЦП действительна"
    case = set_up.app().ask("case.open", Coded(code=done.case), as_=who("inspector", MG)).case
    assert [s.verdict for s in case.signatures] == ["valid"]


def test_without_a_key_the_sentence_says_what_to_do_and_the_case_is_as_it_was(
    set_up: Counter, file_here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = set_up.app().run("intake.certify", {"draft": file_here.draft(act=MG)}, as_=who("inspector", MG)).value
    set_up.log_in(who("inspector", MG))
    set_up.front.go("case", done.case)
    set_up.rest()
    monkeypatch.setenv("TEREZE_NCALAYER", "ws://127.0.0.1:9")
    set_up.press("F9")
    set_up.rest()
    assert "NCALayer" in set_up.told
    assert set_up.app().ask("case.open", Coded(code=done.case), as_=who("inspector", MG)).case.signatures is None
