"""Plain words on a screen that wrap and are never cut."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter

from ui import look
from ui.look_text import Runs, para, plain
from ui.parts.base import Painted


class Words(Painted):
    """A paragraph as a widget: its height follows its width."""

    def __init__(
        self,
        words: Runs = "",
        size: look.Size = look.BODY,
        parent=None,
        *,
        tone: str = "text",
        bold: bool = False,
        mono: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        super().__init__(parent)
        self.size_, self.tone, self.bold, self.mono, self.align = size, tone, bold, mono, align
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.words: Runs = ""
        self.show_words(words)

    def show_words(self, words: Runs, *, tone: str | None = None) -> None:
        if tone is not None:
            self.tone = tone
        self.words = words
        self.setAccessibleName(plain(words))
        self.stand((words, self.tone))

    def _para(self, width: int):
        return para(
            self.words, self.size_, width=width, tone=self.tone, bold=self.bold, mono=self.mono, align=self.align
        )

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        around = self.contentsMargins()
        return self._para(width - around.left() - around.right()).height + around.top() + around.bottom()

    def sizeHint(self) -> QSize:
        words = para(self.words, self.size_, bold=self.bold, mono=self.mono)
        return QSize(words.width, look.px(self.size_.line)).grownBy(self.contentsMargins())

    def minimumSizeHint(self) -> QSize:
        longest = max(plain(self.words).replace("\n", " ").split(" "), key=len, default="")
        if self.mono:
            longest = plain(self.words)
        words = para(longest, self.size_, bold=self.bold, mono=self.mono)
        return QSize(words.width, look.px(self.size_.line)).grownBy(self.contentsMargins())

    def draw(self, p: QPainter) -> None:
        inside = self.contentsRect()
        self._para(inside.width()).draw(p, inside.x(), inside.y())
