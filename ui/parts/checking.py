"""Above and below a list of checks: what is being done and how long there is left, and what came of it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from ui import look
from ui.look_shapes import draw_shape
from ui.look_text import Run, clause_run, para
from ui.parts.badge import paint_mark
from ui.parts.base import Painted, bar, hairline, panel
from ui.parts.figures import TermState
from ui.parts.verdict import Verdict


class TermHead(Painted):
    """What is being done now and how long there is left, tinted by the danger."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.term, self.left = TermState(title=""), ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_as(self, term: TermState, left: str) -> None:
        self.term, self.left = term, left
        self.setAccessibleName(f"{term.title}: {left}. {term.until} {term.clause}")
        self._measure()
        self.update()

    def _paras(self):
        wide = max(look.px(160), self.width() - look.px(28))
        left = para(self.left, look.TITLE, bold=True)
        beside = para(self.term.title, look.BODY, bold=True).width + left.width + look.px(40) <= wide
        room = wide - look.px(26) - (left.width + look.px(8) if beside else 0)
        title = para(self.term.title, look.BODY, bold=True, width=room)
        runs = [Run(self.term.until, "text2")]
        if self.term.clause:
            runs += [Run(" · ", "text2"), clause_run(self.term.clause, wide)]
        return title, left, para(tuple(runs), look.LABEL, width=wide), beside

    def _measure(self) -> None:
        title, left, until, beside = self._paras()
        row = max(title.height, left.height) if beside else title.height + left.height
        self.setFixedHeight(row + until.height + look.px(34))

    def fit(self) -> None:
        self._measure()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._measure()

    def draw(self, p: QPainter) -> None:
        tone = self.term.tone
        p.fillRect(self.rect(), look.colour("sunken" if tone == "ok" else f"{tone}_soft"))
        title, left, until, beside = self._paras()
        row, size = max(title.height, left.height) if beside else title.height, look.px(17)
        y = look.px(9)
        draw_shape(p, tone, look.px(14), y + (row - size) / 2, size)
        title.draw(p, look.px(40), y + (row - title.height) / 2)
        if beside:
            left.draw(p, self.width() - look.px(14) - left.width, y + (row - left.height) / 2)
        else:
            left.draw(p, look.px(40), y + row)
            row += left.height
        y += row + look.px(4)
        bar(p, QRectF(look.px(14), y, self.width() - look.px(28), look.px(8)), self.term.share, tone=tone,
            ground="surface")  # fmt: skip
        until.draw(p, look.px(14), y + look.px(11))
        hairline(p, 0, self.height() - 1, self.width(), self.height() - 1)


class Below(Painted):
    """The verdict of the check and who has done what already."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.verdict: Verdict | None = None
        self.marks: tuple[tuple[str, str], ...] = ()

    def show_as(self, verdict: Verdict | None, marks: tuple[tuple[str, str], ...]) -> None:
        self.verdict, self.marks = verdict, marks
        said = [f"{verdict.title}. {verdict.why}"] if verdict else []
        self.setAccessibleName(". ".join(said + [words for _, words in marks]))
        self._measure()
        self.update()

    def _paras(self):
        wide = max(look.px(160), self.width() - look.px(12 * 2 + 38 + 12))
        if not self.verdict:
            return None, None
        title = para(self.verdict.title, look.BODY, tone=self.verdict.tone, bold=True, width=wide)
        return title, para(self.verdict.why, look.SECOND, tone="text2", width=wide + look.px(26))

    def _marks(self) -> list:
        return [
            para(w, look.LABEL, tone="text2", width=max(look.px(160), self.width() - look.px(52)))
            for _, w in self.marks
        ]

    def _measure(self) -> None:
        title, why = self._paras()
        box = title.height + why.height + look.px(18) + look.px(20) if title else 0
        marks = sum(m.height + look.px(7) for m in self._marks())
        self.setFixedHeight(box + (marks + look.px(18) if self.marks else 0))

    def fit(self) -> None:
        self._measure()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._measure()

    def draw(self, p: QPainter) -> None:
        y = 0
        title, why = self._paras()
        if title and self.verdict:
            high = title.height + why.height + look.px(18)
            box = QRectF(look.px(12), look.px(10), self.width() - look.px(24), high)
            edge = self.verdict.tone if look.theme().heavy > 1 else ""
            panel(p, box, fill=f"{self.verdict.tone}_soft", edge=edge, radius=look.BUTTON_RADIUS)
            size = look.px(17)
            draw_shape(
                p, self.verdict.tone, box.left() + look.px(12), box.top() + look.px(9) + (title.height - size) / 2, size
            )
            title.draw(p, box.left() + look.px(38), box.top() + look.px(9))
            why.draw(p, box.left() + look.px(12), box.top() + look.px(9) + title.height)
            y = box.bottom() + look.px(10)
        if self.marks:
            hairline(p, 0, y, self.width(), y)
            y += look.px(10)
        for (tone, words), label in zip(self.marks, self._marks(), strict=True):
            if label.lines == 1:
                paint_mark(p, look.px(14), y + label.height / 2, tone, words, size=look.LABEL)
            else:
                draw_shape(p, tone, look.px(14), y + look.px(2), look.px(12))
                label.draw(p, look.px(32), y)
            y += label.height + look.px(7)
