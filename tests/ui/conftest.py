"""A window for tests of the look: dressed, in a language, at a size, and taken down afterwards."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui import demo_states
from ui import look, look_words
from ui.parts.screen import Screen
from ui.places import CENTRE_PLACES, LICENSOR_PLACES
from ui.shell import Shell

ROOT = Path(__file__).resolve().parents[2]


def view(name: str) -> Screen:
    module, class_ = demo_states.SCREENS[name][0].split(":")
    return getattr(importlib.import_module(module), class_)()


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> Iterator[None]:
    look_words.speak("ru")
    look.apply(qapp, look.LIGHT, 1.0, animate=False)
    yield
    look_words.speak("ru")


Opened = Callable[..., tuple[Shell, Screen]]


@pytest.fixture
def opened(qapp: QApplication, qtbot) -> Iterator[Opened]:
    """`opened("intake", state)` → the window and its screen, shown and active."""
    with ExitStack() as stack:

        def open_(
            name: str, state: Callable[[], object] | None = None, *, lang: str = "ru", theme: str = "light",
            scale: float = 1.0, size: tuple[int, int] = (1366, 768),
        ) -> tuple[Shell, Screen]:  # fmt: skip
            look_words.speak(lang)
            look.apply(qapp, look.THEMES[theme], scale, animate=False)
            shell = Shell(LICENSOR_PLACES if name == "licensor" else CENTRE_PLACES, training=True)
            stack.callback(_take_down, shell, qapp)
            shell.resize(*size)
            screen = view(name)
            shell.add(screen)
            shell.show_bar(demo_states.bar())
            screen.render((state or demo_states.SCREENS[name][1][0])())
            shell.go(name)
            shell.show()
            shell.activateWindow()
            qapp.processEvents()
            screen.render(screen.state)
            screen.shown()
            qapp.processEvents()
            return shell, screen

        yield open_


def _take_down(shell: Shell, qapp: QApplication) -> None:
    shell.close()
    shell.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # a dead window would be dressed again each time
    qapp.processEvents()


LINUX = 8  # X11 counts the places of keys from 8


def strike(target: QWidget, place: int, *, text: str = "", key: int = 0, modifiers=None, at: int = 0) -> None:
    """A key by its place on the board, whatever the layout writes."""
    mods = modifiers or Qt.KeyboardModifier.NoModifier
    for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key or (ord(text.upper()) if len(text) == 1 else 0), mods, place + LINUX, 0, 0, text)
        event.setTimestamp(at)
        QApplication.sendEvent(target, event)
