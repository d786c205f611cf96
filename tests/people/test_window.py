"""The window on a real store: password, badge, first change, re-authentication, the courier's own password."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.entrance import LIVES
from app.store.argon import Hasher
from tests.people.house import ADMIN, CARD, INSPECTOR, NEW, ONCE, OWN, SECTOR, House
from tests.ui.desks.counter import Counter, HandClock
from ui.start import front_of


@pytest.fixture
def window(house: House, qtbot: Any) -> Iterator[Counter]:
    house.app.close()
    folder = house.key.parent
    front = front_of(house.url, key=str(house.key), folder=folder)
    made = Counter(front, HandClock(), qtbot)
    front.shell.resize(1366, 768)
    front.shell.show()
    front.shell.activateWindow()
    front.start()
    made.rest()
    store = made.app().store
    store.ticks, store._hasher = house.ticks, Hasher(time=1, memory=64)
    yield made
    front.shell.close()
    front.shell.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()


def come_in(window: Counter, login: str, *passwords: str) -> None:
    """By keys, as a person does."""
    lock = window.front.lock
    lock.login.line.setText(login)
    for password in passwords:
        lock.password.line.setText(password)
        QTest.keyClick(lock.password.line, Qt.Key.Key_Return)
        window.rest()


def settled(window: Counter, login: str) -> None:
    come_in(window, login, ONCE, NEW, NEW)
    assert window.front.session is not None
    window.front.log_out()
    window.rest()


def test_what_is_asked_for_stands_in_another_language(window: Counter) -> None:
    """The first log-in: a switch of language must not make a new password look like the old one's field."""
    come_in(window, INSPECTOR, ONCE)
    lock = window.front.lock
    asked, why = lock.state.prompt, lock.state.told
    assert asked
    assert why
    lock.language_chosen.emit("kk")
    window.rest()
    assert lock.state.prompt not in ("", asked)
    assert lock.state.told not in ("", why)
    assert lock.password.label.text() == lock.state.prompt
    come_in(window, INSPECTOR, NEW, NEW)
    assert window.front.session is not None


def test_an_error_of_the_log_in_is_said_anew(window: Counter) -> None:
    come_in(window, INSPECTOR, "wrong password")
    lock = window.front.lock
    error = lock.state.error
    assert error
    lock.language_chosen.emit("en")
    window.rest()
    assert lock.state.error not in ("", error)


def do(window: Counter, name: str, **given: Any) -> Any:
    app = window.app()
    return app.run(name, given, as_=ADMIN, proof=app.prove(ADMIN, OWN))


def ended(window: Counter, name: str, given: dict[str, Any]) -> list[str]:
    """What came of a command of the session: "done", or the codes of its refusals."""
    told: list[str] = []
    session = window.front.session
    assert session is not None
    session.run(
        name, given, lambda _: told.append("done"), failed=lambda no: told.append(getattr(no, "code", repr(no)))
    )
    window.rest()
    return told


def type_secret(window: Counter, text: str) -> None:
    palette = window.front.shell.palette_
    assert palette.isVisible()
    palette.line.setText(text)
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    window.rest()


def test_a_password_lets_in_and_a_wrong_one_says_the_same_as_a_wrong_name(window: Counter) -> None:
    come_in(window, ADMIN, "wrong")
    wrong = window.front.lock.state.error
    come_in(window, "nobody.at01", "wrong")
    assert window.front.lock.state.error == wrong != ""
    assert window.front.session is None
    assert window.front.lock.password.text() == ""
    come_in(window, ADMIN.upper(), OWN)
    assert window.front.session is not None
    assert window.front.session.me.login == ADMIN


def test_nobody_comes_in_without_a_password(window: Counter) -> None:
    window.front.lock.login.line.setText(ADMIN)
    window.front.coming.without_password()
    QTest.keyClick(window.front.lock.login.line, Qt.Key.Key_Return)
    window.front.enter(ADMIN, "")
    window.rest()
    assert window.front.session is None


def test_a_first_password_is_changed_before_anything_else(window: Counter) -> None:
    come_in(window, SECTOR, ONCE)
    assert window.front.session is None
    assert window.front.lock.password.line.echoMode() == QLineEdit.EchoMode.Password
    come_in(window, SECTOR, "коротко", "коротко")
    assert window.front.session is None
    assert "15" in window.front.lock.state.error
    come_in(window, SECTOR, NEW, NEW + "!")
    assert window.front.session is None
    come_in(window, SECTOR, NEW, NEW)
    assert window.front.session is not None
    window.front.log_out()
    come_in(window, SECTOR, NEW)
    assert window.front.session is not None


def test_the_badge_is_scanned_beside_the_password_in_either_order(window: Counter) -> None:
    settled(window, INSPECTOR)
    do(window, "account.issue_badge", login=INSPECTOR, badge=CARD)
    come_in(window, INSPECTOR, NEW)
    assert window.front.session is None
    window.scan(CARD.replace("-", ""))
    assert window.front.session is not None
    window.front.log_out()
    window.rest()
    window.front.lock.login.line.setText(INSPECTOR)
    window.scan(CARD)
    assert window.front.session is None, "a badge alone lets nobody in"
    come_in(window, INSPECTOR, NEW)
    assert window.front.session is not None


def test_the_password_is_asked_again_after_five_minutes_and_the_work_goes_on(window: Counter, house: House) -> None:
    come_in(window, ADMIN, OWN)
    given = {"login": INSPECTOR, "badge": CARD}
    assert ended(window, "account.issue_badge", given) == ["done"]
    house.ticks.now += LIVES + 1
    told = ended(window, "account.issue_badge", given)
    assert told == []
    assert window.front.shell.palette_.line.echoMode() == QLineEdit.EchoMode.Password
    type_secret(window, OWN)
    assert told == ["done"]
    assert window.front.shell.palette_.line.text() == ""
    assert ended(window, "account.issue_badge", given) == ["done"]


def test_a_wrong_password_and_esc_leave_the_work_as_it_stands(window: Counter, house: House) -> None:
    come_in(window, ADMIN, OWN)
    house.ticks.now += LIVES + 1
    told = ended(window, "account.revoke_badge", {"login": INSPECTOR})
    type_secret(window, "wrong")
    assert told == ["log-in-refused"]
    told = ended(window, "account.revoke_badge", {"login": INSPECTOR})
    window.press("Esc")
    assert told == ["proof-needed"]
    assert window.front.session is not None


def test_another_person_confirms_at_this_machine_by_their_own_password(window: Counter, house: House) -> None:
    settled(window, SECTOR)
    come_in(window, ADMIN, OWN)
    session, proofs = window.front.session, []
    assert session is not None
    session.proving.ask(proofs.append, proofs.append, login=SECTOR, name="Әсел")
    type_secret(window, OWN)
    assert getattr(proofs.pop(), "code", "") == "log-in-refused", "the password of who sits there is not theirs"
    session.proving.ask(proofs.append, proofs.append, login=SECTOR, name="Әсел")
    type_secret(window, NEW)
    assert proofs[0].login == SECTOR
    assert session.proof is not None
    assert session.proof.login == ADMIN


def test_a_proof_of_the_badge_too_where_one_was_issued(window: Counter, house: House) -> None:
    do(window, "account.issue_badge", login=ADMIN, badge=CARD)
    come_in(window, ADMIN, OWN)
    window.scan(CARD)
    house.ticks.now += LIVES + 1
    told = ended(window, "account.unlock", {"login": SECTOR})
    type_secret(window, OWN)
    assert told == []
    window.scan(CARD)
    assert told == ["done"]
    assert house.ticks.now > 0


def test_too_many_failures_say_how_long_and_a_restart_does_not_help(window: Counter) -> None:
    come_in(window, SECTOR, *["wrong"] * 5)
    come_in(window, SECTOR, ONCE)
    assert "2 с" in window.front.lock.state.error or "1 с" in window.front.lock.state.error
    assert window.front.session is None
