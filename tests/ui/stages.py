"""Every stage of the pictures, once through: what is painted, said and reached on it, in each language, size and theme."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from shiboken6 import isValid

from app.outside.clock import HandClock
from app.words import LANGUAGES
from ui import look, screenshots
from ui.look_text import Drawn, traced
from ui.parts.button import Button
from ui.parts.keycap import KeyCap
from ui.start import front_of

SMALL, LARGE = (1366, 768), (1920, 1080)
VIEWS = ((1.0, (SMALL, LARGE)), (1.25, (SMALL,)), (1.5, (SMALL, LARGE)))
ROLE = QAccessible.Role
CONTROLS = {
    ROLE.Button,
    ROLE.RadioButton,
    ROLE.CheckBox,
    ROLE.ComboBox,
    ROLE.EditableText,
    ROLE.List,
    ROLE.Table,
    ROLE.ListItem,
}
REST_MS = 120
MOST = 60  # rows of a list that are walked


@dataclass(frozen=True, slots=True)
class Node:
    """What a screen reader is given of one thing."""

    role: QAccessible.Role
    name: str
    says: str  # description and value
    thing: str  # its class
    left: int
    top: int
    right: int
    bottom: int
    depth: int
    focusable: bool
    rows: int = 0  # of a list: as many as its model has
    children: int = 0


@dataclass(frozen=True, slots=True)
class Ink:
    """A text in a theme: how far its ink is from its ground, as painted."""

    text: str
    theme: str
    ratio: float
    large: bool


@dataclass(slots=True)
class Stage:
    name: str
    texts: dict[str, frozenset[str]] = field(default_factory=dict)  # by language: painted, or said by a reader
    faults: set[str] = field(default_factory=set)  # what is cut, in some language, size or scale
    nodes: tuple[Node, ...] = ()
    order: tuple[tuple[str, int, int], ...] = ()  # where Tab leads: name, left, top
    rings: dict[str, list[str]] = field(default_factory=dict)  # by theme: what looks alike with the focus and without
    inks: list[Ink] = field(default_factory=list)
    restless: Counter[str] = field(default_factory=Counter)  # what paints itself again while nobody does anything


class Paints(QObject):
    """Counts what is painted, by the widget's class."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: Counter[str] = Counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.seen[type(watched).__name__] += 1
        return False


def at_rest() -> Counter[str]:
    """What is painted in a moment in which nothing happens."""
    app, paints = QApplication.instance(), Paints()
    assert app is not None
    app.installEventFilter(paints)
    QTest.qWait(REST_MS)
    app.removeEventFilter(paints)
    return paints.seen


def cut(drawn: Drawn) -> str:
    widget = drawn.on
    in_list = isinstance(widget, QWidget) and isinstance(widget.parentWidget(), QAbstractItemView)
    if drawn.broken:
        return f"a word is broken: {drawn.broken!r} in {drawn.room}"
    if drawn.left < -1 or drawn.right > drawn.room + 1:
        return f"runs out at the side: {drawn.right:.0f} of {drawn.room}"
    if not in_list and (drawn.top < -2 or drawn.bottom > drawn.high + 2):
        return f"runs out at the foot: {drawn.bottom:.0f} of {drawn.high}"
    return ""


def faults(shell: QWidget, drawn: list[Drawn]) -> Iterator[str]:
    """Painted texts against their room, and widgets against what they ask for."""
    for d in drawn:
        if found := cut(d):
            yield f"{d.text!r} on {type(d.on).__name__}: {found}"
    for widget in shell.findChildren(QWidget):
        if not widget.isVisible():
            continue
        match widget:
            case Button() if widget.width() < widget.sizeHint().width() - 1:
                yield f"{widget.text()!r}: the button is {widget.width()} wide and needs {widget.sizeHint().width()}"
            case QLabel() if widget.text() and widget.height() + 1 < widget.heightForWidth(widget.width()):
                yield f"{widget.text()!r}: the label is {widget.height()} high and needs more"
            case QLineEdit() if _too_low(widget):
                yield f"{widget.accessibleName()!r}: the line is {widget.height()} high, lower than its letters"
            case QLineEdit() if widget.placeholderText() and not widget.text() and _too_narrow(widget):
                yield f"{widget.placeholderText()!r}: longer than its line"
            case QComboBox() if widget.width() < widget.minimumSizeHint().width():
                yield f"{widget.currentText()!r}: longer than its box"


def _too_low(line: QLineEdit) -> bool:
    return line.contentsRect().height() < line.fontMetrics().height() - 4


def _too_narrow(line: QLineEdit) -> bool:
    return line.fontMetrics().horizontalAdvance(line.placeholderText()) > line.contentsRect().width()


def walk(
    interface: QAccessibleInterface, depth: int = 0, *, without: tuple[QWidget, ...] = ()
) -> Iterator[Node]:  # fmt: skip
    state = interface.state()
    if (state.invisible and depth) or depth > 20:
        return
    thing, box = interface.object(), interface.rect()
    if any(thing is part for part in without):
        return
    text = interface.text
    value = "" if isinstance(thing, QLineEdit) else text(QAccessible.Text.Value)  # what somebody typed
    rows = thing.model().rowCount() if isinstance(thing, QAbstractItemView) and thing.model() else 0
    yield Node(
        interface.role(), text(QAccessible.Text.Name),
        f"{text(QAccessible.Text.Description)} {value}".strip(),
        type(thing).__name__ if thing else "", box.left(), box.top(), box.right(), box.bottom(), depth,
        bool(state.focusable) and isinstance(thing, QWidget) and thing.focusProxy() is None, rows, interface.childCount(),
    )  # fmt: skip
    for n in range(min(interface.childCount(), MOST)):
        child = interface.child(n)
        if child is not None and child.isValid():
            yield from walk(child, depth + 1, without=without)


def passing(shell: Any, thing: object) -> bool:
    """A message or a list over the window: it was said in the language of its moment, and goes before another is spoken."""
    return isinstance(thing, QWidget) and any(part is thing or part.isAncestorOf(thing) for part in over(shell))


def over(shell: Any) -> tuple[QWidget, ...]:
    stay = (shell.rail, shell.top, shell.stack, shell.foot, shell.help)
    return tuple(w for w in shell.children() if isinstance(w, QWidget) and w not in stay)


def said(shell: Any, interface: QAccessibleInterface, drawn: list[Drawn]) -> frozenset[str]:
    told = {d.text for d in drawn if not isinstance(d.on, KeyCap) and not passing(shell, d.on)}
    told |= {w.toolTip() for w in shell.findChildren(QWidget) if w.isVisible() and not passing(shell, w)}
    for node in walk(interface, without=over(shell)):
        told |= {node.name, node.says}
    return frozenset(" ".join(t.replace("\u00a0", " ").replace("\u2011", "-").split()) for t in told if t.strip())


def tab_order(shell: Any) -> tuple[tuple[str, int, int], ...]:
    """From the first thing on the screen, once around."""
    found: list[tuple[str, int, int]] = []
    first = at = shell.nextInFocusChain()
    while at is not None:
        stop = at.isVisible() and at.isEnabled() and int(at.focusPolicy().value) & 1 and at.focusProxy() is None
        if stop and any(part.isAncestorOf(at) for part in (shell.rail, shell.top, shell.stack, shell.foot)):
            spot = at.mapTo(shell, QPoint(0, 0))
            found.append((f"{type(at).__name__} {at.accessibleName()}", spot.x(), spot.y()))
        at = at.nextInFocusChain()
        if at is first:
            break
    return tuple(found)


def without_ring(shell: QWidget) -> list[str]:
    """Each control that Tab reaches is painted otherwise when it has the focus."""
    same = []
    view = shell.current()
    for widget in view.findChildren(QWidget) if view else []:
        if not isValid(widget) or not widget.isVisible() or not widget.isEnabled():
            continue
        if not int(widget.focusPolicy().value) & 1 or widget.focusProxy() is not None:
            continue
        if isinstance(widget, QAbstractItemView) and not (widget.model() and widget.model().rowCount()):
            continue
        name = f"{type(widget).__name__} {widget.accessibleName()}"
        shell.setFocus()
        before = widget.grab().toImage()
        widget.setFocus()
        QApplication.processEvents()
        if isValid(widget) and widget.hasFocus() and widget.isVisible() and widget.grab().toImage() == before:
            same.append(name)
    return same


def inks(picture: QImage, shell: QWidget, drawn: list[Drawn], theme: str) -> Iterator[Ink]:
    """The ground is the commonest colour round a text, the ink the colour furthest from it."""
    flat = picture.convertToFormat(QImage.Format.Format_RGB32)
    pixels, across = memoryview(flat.constBits()).cast("B").cast("I"), flat.bytesPerLine() // 4
    for d in drawn:
        if not isinstance(d.on, QWidget) or not any(c.isalnum() for c in d.text):
            continue
        at = d.on.mapTo(shell, QPoint(0, 0))
        seen = d.on.visibleRegion().boundingRect().translated(at)
        left, right = max(int(at.x() + d.left), seen.left(), 0), min(int(at.x() + d.right), seen.right(), flat.width())
        top, foot = max(int(at.y() + d.top), seen.top(), 0), min(int(at.y() + d.bottom), seen.bottom(), flat.height())
        on_top = shell.childAt((left + right) // 2, (top + foot) // 2)
        if right - left < 6 or foot - top < 10 or on_top is None or not (on_top is d.on or d.on.isAncestorOf(on_top)):
            continue
        colours: Counter[int] = Counter()
        for y in range(top, foot):
            colours.update(pixels[y * across + left : y * across + right])
        (ground, _), *_ = colours.most_common(1)
        name = lambda c: f"#{c & 0xFFFFFF:06X}"  # noqa: E731
        ratio = max(look.contrast(name(c), name(ground)) for c, n in colours.items() if n >= 2)
        yield Ink(d.text, theme, ratio, foot - top >= 24)


def every_stage(only: frozenset[str] = frozenset()) -> Iterator[Stage]:
    """The furnished window, worked through all its stages. English is spoken when a stage begins: what stays English shows."""
    with tempfile.TemporaryDirectory(prefix="tereze-") as place:
        folder, clock = Path(place), HandClock()
        url, key = f"sqlite:///{folder / 'demo.db'}", str(folder / "key")
        front: Any = front_of(url, key=key, demo=True, folder=folder, clock=clock)
        shell = front.shell
        shell.resize(*SMALL)
        shell.show()
        shell.activateWindow()
        try:
            front.known, front.ready = front.door.open(), True
            screenshots.live(front, clock)
            for name, stage in screenshots.STAGES:
                if only and name not in only:
                    continue
                front.speak("en")
                stage(front)
                screenshots.settle(front)
                yield _seen(front, Stage(name))
        finally:
            shell.close()
            shell.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            QApplication.processEvents()


def _seen(front: Any, stage: Stage) -> Stage:
    shell = front.shell
    for scale, sizes in VIEWS:
        front.dress(look.LIGHT, scale)  # a third of a second: every style anew
        for lang in LANGUAGES:
            front.speak(lang)
            for size in sizes:
                shell.resize(*size)
                screenshots.settle(front)
                with traced() as drawn:
                    shell.grab()
                assert (shell.width(), shell.height()) == size
                stage.faults |= {f"{lang} {size[0]} {scale}: {words}" for words in faults(shell, drawn)}
                if (size, scale) == (SMALL, 1.0):
                    stage.texts[lang] = said(shell, QAccessible.queryAccessibleInterface(shell), drawn)
    shell.resize(*SMALL)
    front.dress(look.LIGHT, 1.0)
    front.speak("ru")
    screenshots.settle(front)
    stage.restless = at_rest()
    stage.nodes = tuple(walk(QAccessible.queryAccessibleInterface(shell), without=(shell.hazard,)))
    stage.order = tab_order(shell)
    for theme in look.THEMES.values():
        front.dress(theme, 1.0)
        screenshots.settle(front)
        with traced() as drawn:
            picture = shell.grab().toImage()
        stage.inks += inks(picture, shell, drawn, theme.name)
        stage.rings[theme.name] = without_ring(shell)
    front.dress(look.LIGHT, 1.0)
    return stage
