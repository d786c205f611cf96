"""The scan of a paper: its page large, its sheets in a row, what may be done with them, each by its key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ui import keys, look
from ui.keys import Hint
from ui.parts.badge import StatusMark
from ui.parts.base import panel
from ui.parts.card import Card
from ui.parts.deeds import Deeds
from ui.parts.keycap import KeyCap
from ui.parts.sheet_view import SheetView
from ui.parts.thumbs import Thumb, Thumbs
from ui.parts.words import Words

ANY_WIDTH = 16_777_215  # what Qt means by "no limit"
LETTERS = {"r": "R", "s": "S", "v": "V", "p": "P"}
ARROWS = {Qt.Key.Key_Left: "Left", Qt.Key.Key_Right: "Right", Qt.Key.Key_Up: "Up", Qt.Key.Key_Down: "Down"}


@dataclass(frozen=True, slots=True)
class Brought:
    """What was dropped or pasted: files by their place, pictures as the bytes of a PNG."""

    paths: tuple[Path, ...] = ()
    pictures: tuple[bytes, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.paths or self.pictures)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachState:
    """`tone` and `says` stand under the page: kept, on its way, or what is wrong and what to do. `empty`: instead of it."""

    title: str = ""
    name: str = ""
    place: str = ""  # «1 / 4»
    page: QImage | None = None
    what: str = ""  # names the page for a reader of the screen
    empty: str = ""
    thumbs: tuple[Thumb, ...] = ()
    on: int = -1
    tone: str = ""
    says: str = ""
    hints: tuple[Hint, ...] = ()


def brought(mime: QMimeData | None) -> Brought:
    """Only files of this machine: an address of the net would have to be fetched."""
    if mime is None:
        return Brought()
    paths = tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
    if paths or not mime.hasImage():
        return Brought(paths)
    image = QImage(mime.imageData())
    return Brought(pictures=() if image.isNull() else (png_of(image),))


def png_of(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


class AttachPanel(Card):
    """`asked` carries a key of its hints; `turned` ±1 another sheet, `stepped` ±1 another document of the list."""

    asked = Signal(str)
    chosen = Signal(int)
    turned = Signal(int)
    stepped = Signal(int)
    dropped = Signal(object)  # Brought
    left = Signal()  # Esc
    halves: QBoxLayout | None = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, icon="paper")
        self.state = AttachState()
        self.guard: Callable[[], bool] = lambda: False  # True: Esc has closed something further inside
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.name, self.preview, self.thumbs = Words("", look.SECOND, self, tone="text2"), SheetView(self), Thumbs(self)
        self.says, self.deeds = StatusMark(parent=self), Deeds(self)
        self.caps = [KeyCap(key, self) for key in ("PgUp", "PgDn")]
        for cap in self.caps:
            self.head.put(cap)
        self.add(self.name)
        self.halves, self.side = QBoxLayout(QBoxLayout.Direction.TopToBottom), QVBoxLayout()
        self.halves.addWidget(self.preview, 1)
        self.halves.addLayout(self.side)
        for widget in (self.thumbs, self.says, self.deeds):
            self.side.addWidget(widget)
        self.body.addLayout(self.halves, 1)
        self.thumbs.chosen.connect(self.chosen)
        self.deeds.chosen.connect(self._clicked)
        self.setAcceptDrops(True)
        self.fit()

    def fit(self) -> None:
        super().fit()
        self.body.setContentsMargins(look.px(12), look.px(8), look.px(12), look.px(10))
        self.body.setSpacing(look.px(8))
        if self.halves is None:  # the card measures itself before it is filled
            return
        beside = self.width() >= look.px(480)  # the page as high as there is room, its sheets and keys at its right
        self.halves.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self.halves.setSpacing(look.px(14 if beside else 8))
        self.side.setSpacing(look.px(8))
        self.side.setAlignment(Qt.AlignmentFlag.AlignTop if beside else Qt.AlignmentFlag(0))
        for widget in (self.thumbs, self.says, self.deeds):
            widget.setFixedWidth(min(look.px(252), self.width() // 2)) if beside else _free(widget)
        self.says.setMinimumHeight(self.says.heightForWidth(self.says.width()) if self.state.says else 0)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()

    def show_as(self, state: AttachState) -> None:
        self.state = state
        self.head.show_words(state.title, state.place)
        for cap in self.caps:
            cap.setVisible(len(state.thumbs) > 1)
        self.name.show_words(state.name)
        self.name.setVisible(bool(state.name))
        self.preview.show_page(state.page, state.empty, what=state.what)
        self.thumbs.show_as(state.thumbs, state.on)
        self.thumbs.setVisible(bool(state.thumbs))
        self.says.show_as(state.tone, state.says)
        self.says.setVisible(bool(state.says))
        self.deeds.show_hints(state.hints)
        self.fit()
        self.setAccessibleName(f"{state.title} {state.place}".strip())
        self.setAccessibleDescription(f"{state.name}. {state.says or state.empty}")
        self.update()

    # ---- keys

    def takes(self, key: str) -> bool:
        """A key that the window routes; taken only while the panel has the focus."""
        if not self.isVisible() or not self.hasFocus():
            return False
        match key:
            case "Esc":
                if not self.guard():
                    self.left.emit()
            case "PgUp" | "PgDn":
                self.turned.emit(-1 if key == "PgUp" else 1)
            case _ if any(h.key == key for h in self.state.hints):
                self._ask(key)
            case _:
                return False
        return True

    def _ask(self, key: str) -> None:
        if any(h.key == key and not h.blocked for h in self.state.hints):
            self.asked.emit(key)

    def _clicked(self, key: str) -> None:
        """A click on a deed: the panel has the keys from then on."""
        self.setFocus()
        if key == "Esc":
            self.takes(key)
        elif key == "±":
            self.preview.enlarge(1)
        else:
            self.asked.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        mods = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        arrow = ARROWS.get(Qt.Key(event.key()) if event.key() < 2**31 else None, "")
        if arrow:
            self._arrow(arrow, alt=bool(mods & Qt.KeyboardModifier.AltModifier))
        elif event.key() == Qt.Key.Key_Delete:
            self._ask("Del")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not mods:
            self._ask("Enter")
        elif not self._letter(event):
            super().keyPressEvent(event)

    def _arrow(self, arrow: str, *, alt: bool) -> None:
        if alt and arrow in ("Left", "Right"):
            self.asked.emit(f"Alt+{arrow}")
        elif self.preview.zoom > 1:
            self.preview.move_by(
                {"Left": -0.25, "Right": 0.25}.get(arrow, 0), {"Up": -0.25, "Down": 0.25}.get(arrow, 0)
            )
        elif arrow in ("Left", "Right"):
            self.turned.emit(-1 if arrow == "Left" else 1)
        else:
            self.stepped.emit(-1 if arrow == "Up" else 1)

    def _letter(self, event: QKeyEvent) -> bool:
        """By the key's place on the board: the layout does not matter."""
        letter = keys.char(event)
        if letter in ("+", "="):
            self.preview.enlarge(1)
        elif letter in ("-", "_"):
            self.preview.enlarge(-1)
        elif letter == "0":
            self.preview.enlarge(0)
        elif letter.lower() in LETTERS:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._ask(f"Shift+{LETTERS[letter.lower()]}" if shift else LETTERS[letter.lower()])
        else:
            return False
        return True

    # ---- drops

    def dragEnterEvent(self, event) -> None:
        accept_drag(event)

    def dropEvent(self, event) -> None:
        self.dropped.emit(brought(event.mimeData()))
        event.acceptProposedAction()

    def focusInEvent(self, event) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        self.update()

    def draw(self, p: QPainter) -> None:
        super().draw(p)
        if self.hasFocus():
            panel(p, QRectF(self.rect()), edge="focus", width=2)


def _free(widget: QWidget) -> None:
    widget.setMinimumWidth(0)
    widget.setMaximumWidth(ANY_WIDTH)


def accept_drag(event) -> None:
    mime = event.mimeData()
    if mime.hasImage() or any(url.isLocalFile() for url in mime.urls()):
        event.acceptProposedAction()


class Drops(QObject):
    """Files dropped onto a list: `dropped` says on which line, by where they fell."""

    dropped = Signal(object, object)  # QPoint, Brought

    def __init__(self, on: QWidget) -> None:
        super().__init__(on)
        on.setAcceptDrops(True)
        on.installEventFilter(self)

    def eventFilter(self, watched: QObject, event) -> bool:
        match event.type():
            case event.Type.DragEnter | event.Type.DragMove:
                accept_drag(event)
                return True
            case event.Type.Drop:
                self.dropped.emit(event.position().toPoint(), brought(event.mimeData()))
                event.acceptProposedAction()
                return True
        return False
