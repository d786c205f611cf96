"""The exchange by a stick in the window: written and read from the settings, by keyboard; and certificates that end."""

from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from app import by_hand
from app.domain.moment import Instant
from app.sync import authority, certificates, enclosed, stick
from app.sync.peers import Stopped, told_of
from tests.ui.desks.counter import INSPECTOR, KNOWN, Counter, accepted
from ui.desks.settings import SettingsDesk
from ui.screenshots import filled

ADMINISTRATOR = "administrator.at01"
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # of a screen without a window manager


def at_exchange(counter: Counter) -> SettingsDesk:
    counter.log_in(ADMINISTRATOR)
    desk = counter.go("settings")
    desk.choose("exchange")
    counter.rest()
    return desk


def chosen(counter: Counter, *places: Path) -> None:
    """Somebody picks these files in the dialog that is open."""
    dialog = counter.front.shell.findChild(QFileDialog)
    assert dialog is not None
    if len(places) == 1:
        dialog.fileSelected.emit(str(places[0]))
    dialog.filesSelected.emit([str(place) for place in places])
    dialog.reject()
    counter.rest()


def enter_on(counter: Counter, desk: SettingsDesk, line: str) -> None:
    desk.view.table.list.go(line)
    QTest.keyClick(
        desk.view.table.list, Qt.Key.Key_Return
    )  # a dialog was in front: offscreen nothing has the focus then
    counter.rest()


def test_a_stick_is_written_and_the_answer_of_the_other_side_is_read_from_it(counter: Counter) -> None:
    accepted(counter)
    desk = at_exchange(counter)
    there, back = counter.front.folder / "there.tereze", counter.front.folder / "back.tereze"
    enter_on(counter, desk, "bundle-write")
    chosen(counter, there)
    assert "Пакет записан" in counter.told
    assert [r.id for r in desk.view.state.rows if r.id.startswith("unsent:")], (
        "it stays unsent until its receipt is here"
    )
    other = counter.front.door.apps["licensor"]
    (brought,) = by_hand.read_bundles(other, [there])
    assert brought.read is not None
    assert brought.read.received >= 1
    by_hand.write_bundle(other, "", back)
    enter_on(counter, desk, "bundle-read")
    chosen(counter, back, there)
    assert "Флешка прочитана" in counter.told
    assert "записан здесь же" in counter.told  # our own was among them
    assert not [r.id for r in desk.view.state.rows if r.id.startswith("unsent:")]


def test_when_the_stick_is_full_the_next_one_is_asked_for(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    app, scans = counter.app(), (b"%PDF-1.7 a diploma", b"%PDF-1.7 a passport")
    for n, scan in enumerate(scans):
        kept = app.run("intake.keep_scan", {"body": base64.b64encode(scan).decode()}, as_=INSPECTOR).value.scan
        asked = filled(app, KNOWN, n)
        asked["documents"][0]["scan"] = kept
        app.run("intake.accept", asked, as_=INSPECTOR)
    desk = at_exchange(counter)
    monkeypatch.setattr(enclosed, "ROOM", 20)
    first_stick, second_stick = (
        counter.front.folder / "one" / "road.tereze",
        counter.front.folder / "two" / "road.tereze",
    )
    for place in (first_stick, second_stick):
        place.parent.mkdir()
    room = stick.room
    monkeypatch.setattr(  # the second bundle finds no room on the first stick
        stick,
        "room",
        lambda place, most, *, beside: 0 if place.name == "road-2.tereze" else room(place, most, beside=beside),
    )
    enter_on(counter, desk, "bundle-write")
    chosen(counter, first_stick)
    assert "не поместилось файлов: 1" in counter.told
    counter.choose("bundle-next")
    chosen(counter, second_stick)
    assert "Файлов дел: 1" in counter.told
    assert "не поместилось" not in counter.told
    other = counter.front.door.apps["licensor"]
    brought = by_hand.read_bundles(other, [second_stick, first_stick])
    assert [one.read.files for one in brought if one.read] == [1, 1]


def test_the_exchange_page_says_what_ends_and_what_to_do_about_it(counter: Counter) -> None:
    desk = at_exchange(counter)
    assert not [r for r in desk.view.state.rows if r.id.startswith("certificate:")]
    app = counter.front.door.apps["centre"]
    now = app.clock.instant()
    folder, place = app.settings.key.parent / "certificates", app.settings.key.parent / "authority"
    then = Instant(now.utc - timedelta(days=80))
    mark = authority.make(place, "atyrau", now=then, kept="file")
    _, answer = authority.issue(place, certificates.request(folder, "at01"), now=then, days=100)
    certificates.install(folder, answer, now=then, compared=mark)
    desk.reload()
    counter.rest()
    rows = [r for r in desk.view.state.rows if r.id.startswith("certificate:")]
    assert "certificates request" in rows[0].cells[0].text
    assert "19" in rows[0].cells[0].text or "20" in rows[0].cells[0].text
    assert [r.cells[0].shape for r in rows] == ["risk", "ok", "ok"]


def test_a_certificate_that_stops_the_exchange_is_named(counter: Counter) -> None:
    desk = at_exchange(counter)
    counter.front.exchange._done([{"away": "own-certificate-ended"}])
    desk.reload()
    counter.rest()
    link = next(r for r in desk.view.state.rows if r.id == "link")
    assert "certificates request" in link.cells[0].second


def test_clocks_that_differ_are_told_in_the_bar_and_on_the_page_with_which_way(counter: Counter) -> None:
    desk = at_exchange(counter)
    assert not [r for r in desk.view.state.rows if r.id.startswith("clock:")]
    exchange = counter.front.exchange
    app, other = counter.front.door.apps["centre"], counter.front.door.apps["licensor"]
    for seconds, way in ((130, "спешат"), (-190, "отстают")):
        told_of(app.store).apart[other.store.id] = seconds
        exchange._done([{"sent": 0}])
        assert exchange.words() == ("risk", "Часы расходятся")
        desk.reload()
        counter.rest()
        (row,) = [r for r in desk.view.state.rows if r.id.startswith("clock:")]
        assert way in row.cells[0].text
        assert "мин" in row.cells[1].text
    exchange._done([{"away": "unreachable"}])
    assert exchange.key == "desk.link.away", "a line that is gone is no clock"
    told_of(app.store).apart[other.store.id] = 100
    exchange._done([{"sent": 0}])
    assert exchange.tone == "ok"
    told_of(app.store).apart.clear()


def test_a_chain_that_waits_for_a_person_is_told_in_the_bar_and_on_the_page(counter: Counter) -> None:
    desk = at_exchange(counter)
    exchange = counter.front.exchange
    app, other = counter.front.door.apps["centre"], counter.front.door.apps["licensor"]
    told_of(app.store).stopped[other.store.id] = (Stopped(device="AT01-02", reason="chain-differs"),)
    exchange._done([{"away": "fault", "stopped": [{"device": "AT01-02", "reason": "chain-differs"}]}])
    assert exchange.words() == ("late", "Обмен: нужен человек"), "the line is there, and says no"
    counter.front._tick()  # the page looks again by itself, within a second
    counter.rest()
    (row,) = [r for r in desk.view.state.rows if r.id.startswith("stopped:")]
    assert "администратор сравнит хранилища" in row.cells[0].second
    assert row.cells[1].text == "AT01-02"
    exchange._done([{"sent": 0}])
    assert exchange.key == "desk.link.stopped", "a listening end hears of it from the other's contact alone"
    exchange._done([{"away": "unreachable"}])
    assert exchange.key == "desk.link.away"
    told_of(app.store).stopped.clear()
    exchange._done([{"sent": 0}])
    assert exchange.tone == "ok"


def test_enter_on_what_was_set_aside_tries_it_again(counter: Counter) -> None:
    """The row says that the first event is missing; it has come since, so that trying again settles it."""
    at_exchange(counter)
    accepted(counter)
    store = counter.app().store
    with store.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO parked (event, centre, subject, reason, settled) "
            "SELECT id, centre, subject, 'first-missing', 0 FROM events WHERE kind = 'application.accepted'"
        )

    def waiting() -> int:
        with store.reading() as connection:
            return int(connection.exec_driver_sql("SELECT count(*) FROM parked WHERE NOT settled").scalar_one())

    assert waiting() == 1
    counter.press("F9")
    counter.rest()
    QTest.keyClick(counter.front.shell.palette_.line, Qt.Key.Key_Return)
    counter.qtbot.waitUntil(lambda: waiting() == 0, timeout=20_000)
