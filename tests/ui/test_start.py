"""The lock screen comes before the program behind it: the same picture from the first moment on, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.__main__ import window
from tests.world import World, file_here, furnished_file  # noqa: F401
from ui.behind import Behind
from ui.desks.front import Front
from ui.desks.habits import Habits, remember, remembered
from ui.look_words import language
from ui.start import porch_of

LOGIN = "inspector.at01"  # a demonstration's people come in with any password


@contextmanager
def behind(folder: Path, store: str = "", key: str | None = None, *, demo: bool = False) -> Iterator[Behind]:
    """The window as it is first shown; nothing is built behind it yet."""
    porch = porch_of(folder, demo=demo)
    porch.shell.resize(1366, 768)
    porch.shell.show()
    porch.shell.activateWindow()
    QApplication.processEvents()
    made = Behind(porch, store, key)
    try:
        yield made
    finally:
        porch.shell.close()
        porch.shell.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()


def built(made: Behind) -> Front:
    for _ in made.build():
        QApplication.processEvents()
    assert made.front is not None
    return made.front


def seen(made: Behind) -> QImage:
    QApplication.processEvents()
    return made.porch.shell.grab().toImage()


def write(made: Behind, letters: str) -> None:
    """By a person: into what has the focus, and slower than a scanner types."""
    for letter in letters:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, letter)
        if made.porch.shell.furnished:
            made.porch.shell.wedge.give_back()


@pytest.mark.parametrize("demo", [True, False])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_the_picture_does_not_jump_when_the_rest_is_there(
    lang: str, theme: str, demo: bool, tmp_path: Path, qtbot: Any
) -> None:
    QApplication.setCursorFlashTime(0)
    remember(tmp_path, Habits(language=lang, theme=theme, login="" if demo else LOGIN))
    with behind(tmp_path, demo=demo) as made:
        first = seen(made)
        front = built(made)
        assert seen(made) == first
        assert front.shell.furnished
        assert not any(part.isVisible() for part in (front.shell.rail, front.shell.top, front.shell.foot))
        assert (
            len({first.pixelColor(x, y).rgb() for x in range(0, 1366, 5) for y in range(0, 768, 5)}) > 9
        )  # a picture at all


def test_letters_stay_and_the_person_goes_in_when_the_store_is_open(file_here: World, qtbot: Any) -> None:  # noqa: F811
    folder = file_here.key.parent
    with behind(folder, file_here.url, str(file_here.key), demo=True) as made:
        write(made, "insp")
        letters = iter(LOGIN.removeprefix("insp"))
        for _ in made.build():
            write(made, next(letters))
            QApplication.processEvents()
        write(made, "".join(letters))
        front = made.front
        assert front is not None
        assert front.lock.login.text() == LOGIN
        assert QApplication.focusWidget() is front.lock.login.line
        QTest.keyClick(front.lock.login.line, Qt.Key.Key_Return)
        write(made, "anything")
        QTest.keyClick(front.lock.password.line, Qt.Key.Key_Return)  # the store is not even being opened yet
        front.shell.wedge.give_back()
        assert front.session is None
        front.start()
        qtbot.waitUntil(lambda: front.session is not None or front.wrong is not None, timeout=60_000)
        assert front.wrong is None, front.wrong
        assert front.session is not None
        assert front.session.me.login == LOGIN
        qtbot.waitUntil(lambda: not front.work.pending, timeout=60_000)


def test_a_password_that_is_half_typed_stays_when_the_store_is_open(file_here: World, qtbot: Any) -> None:  # noqa: F811
    with behind(file_here.key.parent, file_here.url, str(file_here.key), demo=True) as made:
        write(made, "nobody")
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        front = built(made)
        write(made, "half of")
        front.start()
        qtbot.waitUntil(lambda: front.ready or front.wrong is not None, timeout=60_000)
        assert front.wrong is None, front.wrong
        assert (front.lock.login.text(), front.lock.password.text()) == ("nobody", "half of")
        assert QApplication.focusWidget() is front.lock.password.line
        assert front.session is None
        qtbot.waitUntil(lambda: not front.work.pending, timeout=60_000)


def test_another_language_is_spoken_at_once_and_remembered(tmp_path: Path, qtbot: Any) -> None:
    with behind(tmp_path) as made:
        made.porch.lock.language_chosen.emit("kk")
        assert language() == "kk"
        assert remembered(tmp_path).language == "kk"
        first = seen(made)
        front = built(made)
        assert language() == "kk"
        assert seen(made) == first
        front.lock.language_chosen.emit("en")
        assert front.habits.language == language() == "en"


def test_the_crash_of_the_last_time_is_told_from_the_first_picture_on(tmp_path: Path, qtbot: Any) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "native-1.txt").write_text("Fatal Python error: Segmentation fault\n")
    with behind(tmp_path) as made:
        (notice,) = made.porch.lock.state.notices
        first = seen(made)
        front = built(made)
        assert front.lock.state.notices == (notice,)
        assert seen(made) == first


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (["window"], ("sqlite:///own.db", None, False)),
        (["window", "--demo"], ("sqlite:///own.db", None, True)),
        (["window", "--store", "sqlite:///a.db", "--key", "k", "--demo"], ("sqlite:///a.db", "k", True)),
        (["window", "--store"], None),
        (["window", "--store", "--demo"], None),
        (["window", "--store", "a", "--store", "b"], None),
        (["window", "--help"], None),
        (["number", "window"], None),
        ([], None),
    ],
)
def test_only_a_window_plainly_asked_for_comes_by_the_short_way(
    told: list[str], wanted: tuple[str | None, str | None, bool] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEREZE_STORE", "sqlite:///own.db")
    monkeypatch.delenv("TEREZE_KEY", raising=False)
    found = window(told)
    assert (None if found is None else tuple(found)) == wanted
