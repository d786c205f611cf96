"""What a screen reader is told of parts that draw themselves: what kind of thing each is, and what can be done with it.

A class says its kind in `spoken_as`; a few of ours also hold a choice, or a child that Qt's own lists would keep silent about.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAccessibleWidget,
    QGridLayout,
    QLayout,
    QStackedLayout,
    QWidget,
)

PRESS = "Press"

_installed = False


def tell_kinds() -> None:
    """From now on. It costs nothing until a reader is there."""
    global _installed
    if not _installed:
        QAccessible.installFactory(_interface)
        _installed = True


def _interface(_class: str, thing: QObject | None) -> QAccessibleInterface | None:
    if not isinstance(thing, QWidget):
        return None
    if isinstance(thing, QAbstractButton):
        return _Pressed(thing) if hasattr(thing, "spoken_as") else None
    kind = getattr(thing, "spoken_as", None)
    if not isinstance(kind, QAccessible.Role):
        return None
    if hasattr(thing, "spoken_choices"):
        return _Chosen(thing, kind)
    return _Around(thing, kind) if hasattr(thing, "spoken_beside") else QAccessibleWidget(thing, kind)


class _Pressed(QAccessibleWidget):
    """A button that draws itself: pressed by a reader it does what its key does, and a blocked one says why it is shut."""

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__(button, button.spoken_as)
        self.button = button

    def state(self) -> QAccessible.State:
        state = super().state()
        state.checkable, state.checked = self.button.isCheckable(), self.button.isChecked()
        return state

    def actionNames(self) -> list[str]:
        return [PRESS] if self.button.isEnabled() else []

    def doAction(self, name: str) -> None:
        if name == PRESS:
            self.button.click()


class _Chosen(QAccessibleWidget):
    """One of a few: each choice is an action by its own words, and the value is what is chosen."""

    def actionNames(self) -> list[str]:
        return [words for _, words in self.widget().spoken_choices()]

    def localizedActionName(self, name: str) -> str:
        return name

    def doAction(self, name: str) -> None:
        choice = next((id for id, words in self.widget().spoken_choices() if words == name), None)
        if choice is not None:
            self.widget().spoken_choose(choice)

    def text(self, kind: QAccessible.Text) -> str:
        return self.widget().accessibleDescription() if kind == QAccessible.Text.Value else super().text(kind)


class _Around(QAccessibleWidget):
    """Its children, and beside them what stands over a list, which Qt counts as none of the list's."""

    def _beside(self) -> list[QWidget]:
        return [w for w in self.widget().spoken_beside() if w.isVisible()]

    def childCount(self) -> int:
        return super().childCount() + len(self._beside())

    def child(self, index: int) -> QAccessibleInterface | None:
        own = super().childCount()
        if index < own:
            return super().child(index)
        beside = self._beside()
        return QAccessible.queryAccessibleInterface(beside[index - own]) if index - own < len(beside) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        for n, widget in enumerate(self._beside()):
            if child.object() is widget:
                return super().childCount() + n
        return super().indexOfChild(child)


def one_line(*words: str, between: str = ", ") -> str:
    """What there is of them; nothing is said of what is empty."""
    return between.join(w for w in words if w)


def name_lists(within: QWidget, name: str, *, rank: int = 1) -> None:
    """Lists without a name of their own are called as the head above them is; the nearest head has the highest rank."""
    for found in within.findChildren(QAbstractItemView):
        own = int(found.property("named") or 0)
        if (not found.accessibleName() or own) and own <= rank:
            found.setAccessibleName(name)
            found.setProperty("named", rank)


def announce(by: QWidget, words: str, *, at_once: bool = False) -> None:
    """Said wherever the focus is, and without moving it; `at_once` breaks in."""
    if QAccessible.isActive() and words:
        event = QAccessibleAnnouncementEvent(by, words)
        how = QAccessible.AnnouncementPoliteness
        event.setPoliteness(how.Assertive if at_once else how.Polite)
        QAccessible.updateAccessibility(event)


def as_seen(root: QWidget) -> None:
    """Below `root` parts are read as their layouts stand, and Tab goes the same way; what was made later has its place too."""
    for widget in (root, *root.findChildren(QWidget)):
        layout = widget.layout()
        if layout is None or isinstance(layout, QStackedLayout):
            continue
        wanted = list(_stand(layout))
        have = [child for child in widget.children() if child in wanted]
        if have != wanted:
            for child in wanted:
                child.raise_()
    stops = [w for w in _deep(root) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.focusProxy() is None]
    for one, other in pairwise(stops):
        QWidget.setTabOrder(one, other)


def _stand(layout: QLayout) -> Iterator[QWidget]:
    """Never by `itemAt`: the binding keeps a layout's items after Qt has freed them, and takes a later object for one."""
    found = [(layout.indexOf(thing), thing) for thing in (*layout.parentWidget().children(), *layout.children())
             if isinstance(thing, (QWidget, QLayout))]  # fmt: skip
    inside = [(n, thing) for n, thing in found if n >= 0]
    if isinstance(layout, QGridLayout):
        inside.sort(key=lambda pair: layout.getItemPosition(pair[0])[:2])
    else:
        inside.sort(key=lambda pair: pair[0])
    for _, thing in inside:
        if isinstance(thing, QWidget):
            yield thing
        else:
            yield from _stand(thing)


def _deep(widget: QWidget) -> Iterator[QWidget]:
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isWindow():
            yield child
            yield from _deep(child)


def in_order(*widgets: QWidget) -> None:
    """They are read, and left by Tab, as they stand on the screen; they must not lie over each other."""
    before: QWidget | None = None
    for widget in widgets:
        widget.raise_()
        if before is not None and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            QWidget.setTabOrder(before, widget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            before = widget
