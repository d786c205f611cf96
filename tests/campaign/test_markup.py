"""S09: markup in a name is seen as it was typed, on every screen and paper; no file is opened, no host is called."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import Qt as Guessing  # Qt's own guess is kept beside its pictures
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import QApplication, QLabel, QTextEdit, QWidget
from reportlab.platypus import Paragraph, SimpleDocTemplate  # type: ignore[import-untyped]

from app import print as papers
from app.domain.names import tidy
from tests.campaign.counted import WHOLE, ran
from tests.campaign.words_markup import words
from tests.print.examples import EXAMPLES
from tests.print.reading import closed
from tests.ui import demo_states
from tests.ui.conftest import _dressed, view  # noqa: F401  (a fixture that dresses)
from ui.look_text import para, traced

OPENED = 0x20  # IN_OPEN


@dataclass
class Canary:
    """A picture in a folder of its own, and a port: both see whoever comes."""

    file: Path
    host: str
    watch: int
    door: socket.socket

    def touched(self) -> bool:
        try:
            seen = bool(os.read(self.watch, 4096))
        except BlockingIOError:
            seen = False
        try:
            self.door.accept()[0].close()
        except BlockingIOError:
            return seen
        return True


@pytest.fixture
def canary(ram: Path) -> Iterator[Canary]:
    file = ram / "canary" / "a.png"
    file.parent.mkdir()
    file.write_bytes(picture())
    libc = ctypes.CDLL(None, use_errno=True)
    watch = libc.inotify_init1(os.O_NONBLOCK)
    assert watch >= 0
    assert libc.inotify_add_watch(watch, str(file.parent).encode(), OPENED) >= 0
    door = socket.create_server(("127.0.0.1", 0))
    door.setblocking(False)
    yield Canary(file, f"127.0.0.1:{door.getsockname()[1]}", watch, door)
    os.close(watch)
    door.close()


def picture() -> bytes:
    body = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", body), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b""))
    chunks = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def named(value: Any, word: str) -> Any:
    """Every text of a state or of a paper that a person reads is the word; ids, days and figures stay."""
    match value:
        case str() if spoken(value):
            return word
        case tuple():
            return type(value)(*(named(v, word) for v in value)) if hasattr(value, "_fields") else tuple(
                named(v, word) for v in value
            )  # fmt: skip
        case list():
            return [named(v, word) for v in value]
        case dict():
            return {k: named(v, word) for k, v in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: named(getattr(value, f.name), word) for f in fields(value) if f.init})
    return value


def spoken(text: str) -> bool:
    return any(c.isalpha() and not c.isascii() for c in text) or (" " in text and any(c.isalpha() for c in text))


def rich(screen: QWidget) -> Iterator[str]:
    """What Qt would take for markup there: labels that guess, tips, fields that keep it."""
    for widget in (screen, *screen.findChildren(QWidget)):
        tip = widget.toolTip()
        if Guessing.mightBeRichText(tip) and not {"<", "&"} & {*QTextDocumentFragment.fromHtml(tip).toPlainText()}:
            yield f"tip of {type(widget).__name__}: {tip[:60]}"
        if (
            isinstance(widget, QLabel)
            and widget.textFormat() != Qt.TextFormat.PlainText
            and Guessing.mightBeRichText(widget.text())
        ):
            yield f"label: {widget.text()[:60]}"
        if isinstance(widget, QTextEdit) and widget.acceptRichText():
            yield f"field: {widget.toPlainText()[:60]}"


def looked_at(screen: Any, state: Any, word: str, qapp: QApplication) -> tuple[list[str], bool]:
    """What went wrong, and whether the word was seen at all."""
    screen.render(named(state, word))
    with traced() as drawn:
        screen.repaint()
        screen.grab()
        qapp.processEvents()
    shown = any("<" in d.text or "{" in d.text or "&" in d.text for d in drawn)
    return list(rich(screen)), shown


@contextmanager
def on_screen(name: str, qapp: QApplication) -> Iterator[Any]:
    """The screen alone, as large as it stands in the window."""
    around, screen = QWidget(), view(name)
    around.resize(1280, 680)
    screen.setParent(around)
    screen.resize(around.size())
    around.show()
    screen.show()
    try:
        yield screen
    finally:
        around.close()
        around.deleteLater()
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_markup_in_a_name_is_letters_on_every_screen(qapp: QApplication, canary: Canary) -> None:
    attacks, tried, seen, through = words(str(canary.file), canary.host), 0, set(), list[str]()
    for k, (name, (_, states)) in enumerate(demo_states.SCREENS.items()):
        with on_screen(name, qapp) as screen:
            for n, state in enumerate(states):
                for word in attacks[(n + k) % 2 :: 2] if WHOLE else attacks[(7 * n + 13 * k) % len(attacks) :][:1]:
                    tried += 1
                    wrong, shown = looked_at(screen, state(), word, qapp)
                    through += [f"{name}-{n}: {what}" for what in wrong]
                    seen |= {name} if shown else set()
    touched = canary.touched()
    assert not through, through[:8]
    assert not touched
    assert len(seen) > len(demo_states.SCREENS) // 2, sorted(seen)
    ran("S09 screens", tried, planted=planted(qapp, canary))


def planted(qapp: QApplication, canary: Canary) -> tuple[int, int]:
    """A label that guesses, a tip of a name, a field that keeps markup: each is told, and the label opens the picture."""
    word, caught = f'<img src="file://{canary.file}">Серік', 0
    makers: tuple[Callable[[QWidget], object], ...] = (
        lambda on: QLabel(word, on).show(),
        lambda on: on.findChildren(QWidget)[0].setToolTip(word),
        lambda on: QTextEdit(word, on).show(),
    )
    for make in makers:
        with on_screen("find", qapp) as screen:
            state = demo_states.SCREENS["find"][1][0]()
            screen.render(state)
            make(screen)
            caught += bool(looked_at(screen, state, "Серік", qapp)[0])
    return caught + canary.touched(), len(makers) + 1


PAPERS = [name for name, sheet in EXAMPLES.items() if sheet]


def test_markup_in_a_name_is_letters_on_every_paper(canary: Canary) -> None:
    attacks, tried, lost = words(str(canary.file), canary.host), 0, list[str]()
    for n, name in enumerate(PAPERS):
        for word in attacks[n % 6 :: 6] if WHOLE else attacks[(11 * n) % len(attacks) :][:1]:
            tried += 1
            paper = papers.draw(name, named(EXAMPLES[name], tidy(word)), "ru")
            if closed(tidy(word))[:12] not in closed(paper):
                lost.append(f"{name}: {word!r}")
    touched = canary.touched()
    assert not touched
    assert not lost, lost[:5]
    ran("S09 papers", tried, planted=(int(as_paragraph(canary)), 1))


def as_paragraph(canary: Canary) -> bool:
    """What the library does with a name where it is taken for its own markup."""
    story = [Paragraph(f'<img src="{canary.file}" width="1" height="1"/>Серік')]
    SimpleDocTemplate(BytesIO()).build(story)
    return canary.touched()


def test_what_the_window_paints_knows_no_markup() -> None:
    laid = para('<b>Серік</b> &amp; "ұлы"')
    assert laid.text == '<b>Серік</b> &amp; "ұлы"'
