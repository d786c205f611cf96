"""The exchange by a stick in the window: written and read from the settings, by keyboard; and certificates that end."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from app import by_hand
from app.domain.moment import Instant
from app.sync import authority, certificates
from tests.ui.desks.counter import Counter, accepted
from ui.desks.settings import SettingsDesk

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
