"""A store whose key lies under a passphrase is opened from the lock screen, and the passphrase is kept nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.outside.clock import HandClock
from app.store import keys
from tests.ui.desks.counter import Counter
from tests.world import World
from ui.start import front_of

PASSPHRASE = "жасыл көл үстінде алты аққу"


def test_the_passphrase_is_asked_for_until_it_is_right_and_the_work_begins(
    file_here: World, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.put(file_here.key, keys.read(file_here.key), "passphrase", passphrase=PASSPHRASE)
    monkeypatch.setattr(keys, "_known", {})
    monkeypatch.setattr(keys, "_ask", [])
    monkeypatch.delenv("TEREZE_PASSPHRASE", raising=False)
    front = front_of(file_here.url, key=str(file_here.key), demo=True, folder=file_here.key.parent, clock=HandClock())
    counter = Counter(front, HandClock(), qtbot)
    palette = front.shell.palette_
    try:
        front.shell.resize(1366, 768)
        front.shell.show()
        front.shell.activateWindow()
        front.start()
        counter.rest()
        assert palette.isVisible()
        assert palette.title.words == "Парольная фраза ключа хранилища"
        assert palette.line.echoMode() == palette.line.EchoMode.Password
        for typed in ("другая фраза из пяти слов", PASSPHRASE):
            assert not front.ready
            palette.line.setText(typed)
            QTest.keyClick(palette.line, Qt.Key.Key_Return)
            counter.rest()
            assert palette.line.text() == ""
        assert front.ready
        assert palette.isHidden()
        assert PASSPHRASE not in front.shell.accessibleName() + file_here.key.read_text()
        counter.log_in("inspector.at01")
        assert front.session is not None
    finally:
        front.shell.close()
        front.shell.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()
