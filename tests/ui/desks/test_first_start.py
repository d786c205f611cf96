"""The first start: by keyboard alone to a store of one's own, back and forth, and on again after a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.domain.personal import Secret
from app.start import Settings, opened
from tests.ui.desks.counter import Counter, HandClock
from ui.desks.first_making import make
from ui.desks.first_plan import STEPS, Plan, faults, keep, kept
from ui.start import front_of

OWN, NEW = "жасыл көл үстінде алты аққу", "тоғыз қызыл бұлт пен балапан"
ROOT = Path(__file__).resolve().parents[3]
OFFICE = {
    "name_ru": "Корпорация", "name_kk": "Корпорация", "branch_ru": "Отдел 5", "branch_kk": "5-бөлім",
    "address_ru": "г. Атырау", "address_kk": "Атырау қ.",
}  # fmt: skip


def window(folder: Path, qtbot: Any) -> Counter:
    front = front_of(f"sqlite:///{folder / 'own.db'}", key=str(folder / "own.key"), folder=folder)
    made = Counter(front, HandClock(), qtbot)
    front.shell.resize(1366, 768)
    front.shell.show()
    front.shell.activateWindow()
    front.start()
    made.rest()
    return made


def close(made: Counter) -> None:
    made.front.shell.close()
    made.front.shell.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()


@pytest.fixture
def new(ram: Path, qtbot: Any) -> Iterator[Counter]:
    made = window(ram, qtbot)
    yield made
    close(made)


def plan(folder: Path) -> Plan:
    return Plan(
        store=f"sqlite:///{folder / 'own.db'}", code="AT05", administrator="Жүнісов Ерлан Қайратұлы",
        licensor_code="AD05", licensor_ru="Управление", licensor_kk="Басқарма",
        people={"inspector": "Оразбаева Жанар Мұратқызы", "sector": ""}, **OFFICE,
    )  # fmt: skip


def words(new: Counter, *answers: str) -> None:
    """Each into the field that has the focus, then Enter to the next."""
    for answer in answers:
        focus = QApplication.focusWidget()
        assert focus is not None
        focus.selectAll()
        focus.insert(answer)
        focus.setModified(True)
        new.press("Enter")


def test_a_new_store_is_made_by_keyboard_alone(new: Counter, ram: Path) -> None:
    assert new.view.name == "first"
    assert not (ram / "own.db").exists(), "nothing is made before the person says so"
    new.press("Ctrl+Enter")
    new.press("Enter")  # side
    new.press("Enter")  # region
    words(new, "at05", "01")
    new.press("Ctrl+Enter")
    assert new.view.state.at == "office"
    words(new, *OFFICE.values())
    new.press("Ctrl+Enter")
    words(new, "AD05", "", "Управление", "Басқарма")
    new.press("Ctrl+Enter")
    new.press("F9")
    new.press("F9")
    assert new.view.state.at == "people"
    words(new, "Жүнісов Ерлан Қайратұлы", "administrator.at05", "коротко", "коротко", "Оразбаева Жанар Мұратқызы")
    new.press("Ctrl+Enter")
    assert new.view.state.at == "people", "a short password is not taken"
    words(new, OWN, OWN)
    new.press("Ctrl+Enter")
    assert new.view.state.at == "summary"
    assert not new.view.main_action().blocked
    new.press("Ctrl+Enter")
    ((login, once),) = new.front.guide.given
    assert login == "inspector.at05"
    assert once in [cell.text for row in new.view.state.lines for cell in row.cells]
    new.press("Ctrl+Enter")
    assert new.view.name == "lock"
    assert not new.front.guide.given
    assert not (ram / "first-start.json").exists()
    about_us = json.loads((ram / "tereze-AT05.json").read_text("utf-8"))
    assert list(about_us["devices"]) == ["AT05-01"]
    new.front.enter("inspector.at05", "")
    new.rest()
    assert new.front.session is None
    for typed in (once, NEW, NEW):
        new.front.enter("inspector.at05", typed)
        new.rest()
    me = new.front.session.me
    assert (me.name, me.office.licensors["medical-licence"]) == ("Оразбаева Жанар Мұратқызы", "AD05")
    assert not me.training
    assert not new.front.shell.hazard.isVisible()


def test_what_is_missing_is_said_beside_its_field_and_stops_only_that_step(new: Counter) -> None:
    new.press("Ctrl+Enter")
    new.press("Ctrl+Enter")
    assert new.view.state.at == "place"
    code = next(a for a in new.view.state.asks if a.id == "code")
    assert code.bad
    assert "AT01" in code.reason
    assert QApplication.focusWidget() is new.view.asked["code"].line


def test_going_back_loses_nothing_and_a_closed_window_goes_on_where_it_was(ram: Path, qtbot: Any) -> None:
    first = window(ram, qtbot)
    first.press("Ctrl+Enter")
    first.press("Enter")
    first.press("Enter")
    words(first, "AT05")
    first.press("Ctrl+Enter")
    first.press("Esc")
    assert next(a.value for a in first.view.state.asks if a.id == "code") == "AT05"
    first.press("Ctrl+Enter")
    close(first)
    again = window(ram, qtbot)
    try:
        assert again.view.state.at == "office"
        assert again.front.guide.plan.code == "AT05"
    finally:
        close(again)


def test_the_language_switches_at_once_and_the_look_too(new: Counter) -> None:
    new.front.guide.answer("language", "kk")
    assert new.view.state.title == "Қай тілде жұмыс істейсіз?"
    new.front.guide.answer("theme", "dark")
    assert new.front.habits.theme == "dark"
    assert new.front.habits.language == "kk"


@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_kill_while_it_is_made_is_mended_at_the_next_start(ram: Path, qtbot: Any, nth: int) -> None:
    wanted = replace(plan(ram), step="summary", reached=len(STEPS) - 1, making=True)
    keep(ram, wanted)
    program = (
        "from pathlib import Path; from ui.desks.first_making import make; from ui.desks.first_plan import kept\n"
        f"folder = Path({str(ram)!r})\n"
        f"from app.domain.personal import Secret\nmake(kept(folder, {wanted.store!r}), Secret({'another ' + OWN!r}), "
        "key=str(folder / 'own.key'), folder=folder)"
    )
    env = {**os.environ, "TEREZE_AT": f"commit.after:kill:{nth}"}
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=env, timeout=60)
    assert done.returncode == -signal.SIGKILL
    again = window(ram, qtbot)
    try:
        assert again.view.state.at == "summary"
        assert again.view.main_action().blocked, "a password is in no file: it is asked for again"
        for id in ("password", "password_again"):
            again.front.guide.answer(id, OWN)
            again.front.guide.show()
        again.press("Ctrl+Enter")
        assert [login for login, _ in again.front.guide.given] == ["inspector.at05"]
        again.press("Ctrl+Enter")
        assert again.view.name == "lock"
        assert not again.app().prove("administrator.at05", OWN).once
        people = again.app().ask("house.people", {}, as_="administrator.at05")
        assert [p.login for p in people] == ["administrator.at05", "inspector.at05"]
        assert again.app().store.offices["AT05"].licensors
    finally:
        close(again)


def test_the_other_sides_file_is_taken_and_the_two_nodes_know_each_other(ram: Path) -> None:
    here, there = ram / "here", ram / "there"
    licensor = replace(plan(there), side="licensor", code="AD05", licensor_code="", people={})
    here.mkdir()
    there.mkdir()
    file = make(licensor, Secret(OWN), key=str(there / "own.key"), folder=there).place
    centre = replace(plan(here), peer=json.loads(file.read_text("utf-8")), peer_address="https://ad05.example:8470")
    make(centre, Secret(OWN), key=str(here / "own.key"), folder=here)
    from app.sync.peers import peers_of

    with opened(Settings(store=centre.store, key=here / "own.key")) as app:
        (peer,) = peers_of(app.store)
        assert (peer.address, peer.devices) == ("https://ad05.example:8470", ("AD05-01",))
        assert app.store.offices["AD05"].side == "licensor"


def test_a_file_that_is_no_nodes_file_is_refused_in_words(new: Counter, ram: Path) -> None:
    (ram / "other.json").write_text('{"id": 1, "devices": {"AD05-01": "не ключ"}}', "utf-8")
    new.front.guide.take_peer(ram / "other.json")
    assert "Это не файл узла" in new.told
    assert not new.front.guide.plan.peer


def test_a_spoilt_plan_is_as_if_there_were_none(ram: Path) -> None:
    (ram / "first-start.json").write_text("[1]", "utf-8")
    assert kept(ram, "sqlite:///x") == Plan(store="sqlite:///x")
    keep(ram, plan(ram))
    assert kept(ram, "sqlite:///x") == Plan(store="sqlite:///x"), "of another store"
    assert oct((ram / "first-start.json").stat().st_mode & 0o777) == "0o600"
    assert not faults(plan(ram), "summary")
