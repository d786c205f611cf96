"""Teaching the scanner: three test scans, each shown as its keys were written and as they are read.

To embed it: `teach = Teach(parent)`; `teach.begin(shell.wedge)` when its page comes to the front, `teach.end()` when the
page goes. Between the two no scan leaves the part: nothing is opened, entered or printed. `taught` brings `Taught`
(`ui/devices/teaching.py`) after the third good scan; keep it by `session.keep(scanner={**kept, **lesson_kept(taught)})`.
`retry()` forgets the scans; `read(burst)` shows one that did not come through the wedge.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.numbers import read_number
from ui import look
from ui.devices.burst import Burst, cleaned
from ui.devices.teaching import PATIENT, SCANS, Taught, learn
from ui.devices.wedge import Thresholds, Wedge
from ui.look_shapes import draw_shape
from ui.look_text import Para, para
from ui.look_words import say
from ui.parts.base import Fits, Painted, panel
from ui.parts.words import Words


def lesson_kept(taught: Taught) -> dict[str, Any]:
    """What the workplace remembers of the lesson."""
    return {"gap_ms": taught.gap_ms, "least": taught.least, "end": taught.end}


def kind_of(code: str) -> str:
    """«дело», «реестр», «ИИН»: what the program takes the code for, or that it is none of ours."""
    read = read_number(cleaned(code))
    if read.problem or read.kind == "unknown":
        return say("scanner.teach.foreign")
    if read.code_kind:
        return say(f"desk.code-kind.{read.code_kind}")
    return say(f"number.kind.{read.kind}")


class ScanSlot(Painted):
    """One test scan: what the layout wrote, what it means, how slow it was, how it ended."""

    def __init__(self, n: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.n, self.burst, self.low = n, None, False  # low: one below the other, in two lines each
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.show_burst(None)

    def show_burst(self, burst: Burst | None) -> None:
        self.burst: Burst | None = burst
        facts = " ".join(f"{label}: {value}." for label, value, _ in self._facts())
        self.setAccessibleName(f"{self._title()}. {facts}".strip())
        self.updateGeometry()
        self._measure()
        self.update()

    def _tone(self) -> str:
        if self.burst is None:
            return "wait"
        return "ok" if self.burst.end else "late"

    def _title(self) -> str:
        return say("scanner.teach.scan", n=self.n)

    def _facts(self) -> list[tuple[str, str, bool]]:
        b = self.burst
        if b is None:
            return []
        end = say(f"scanner.end.{b.end.replace(' ', '-').lower()}") if b.end else say("scanner.end.none")
        return [
            (say("scanner.teach.read"), cleaned(b.code), True),
            (say("scanner.teach.kind"), kind_of(b.code), False),
            (say("scanner.teach.raw"), "".join(c if c.isprintable() else "·" for c in b.raw), True),
            (say("scanner.teach.gap"), say("scanner.teach.ms", n=b.slowest_ms), False),
            (say("scanner.teach.end"), end, False),
        ]

    def fold(self, low: bool) -> None:
        self.low = low
        self._measure()
        self.update()

    def _two_lines(self, width: int) -> tuple[Para, Para]:
        """Low: the code, then all the rest in one line that wraps."""
        facts = [value for _, value, _ in self._facts()]
        room = max(look.px(120), width - look.px(32))
        code = para(facts[0], look.BODY, mono=True, bold=True) if facts else para("", look.BODY)
        rest = " · ".join(facts[1:]) if facts else say("scanner.teach.waits")
        return code, para(rest, look.SECOND, tone="text2", width=room)

    def _paras(self, width: int) -> list[tuple[Para, Para]]:
        room = max(look.px(120), width - look.px(32))
        if self.burst is None:
            waits = para(say("scanner.teach.waits"), look.BODY, tone="text2", width=room)
            return [(waits, para("", look.LABEL))]
        return [
            (para(label, look.LABEL, tone="text2", width=room), _broken(value, room, bold=mono))
            for label, value, mono in self._facts()
        ]

    def _high(self, width: int) -> int:
        """As high as five facts from the beginning: nothing jumps when a scan comes."""
        if self.low:
            return look.px(8) + look.px(26) + max(self._two_lines(width)[1].height, look.px(18)) + look.px(10)
        body = sum(a.height + b.height + look.px(6) for a, b in self._paras(width)) if self.burst else 0
        kept = 5 * (look.px(look.LABEL.line) + look.px(look.BODY.line) + look.px(6))
        return look.px(16) + look.px(28) + look.px(10) + max(body, kept) + look.px(12)

    def _measure(self) -> None:
        self.setMinimumHeight(self._high(max(self.width(), look.px(220))))

    def fit(self) -> None:
        self._measure()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._measure()

    def sizeHint(self) -> QSize:
        return QSize(look.px(260), self._high(max(self.width(), look.px(220))))

    def draw(self, p: QPainter) -> None:
        tone = self._tone()
        edge = "line" if tone == "wait" else tone
        panel(p, QRectF(self.rect()), fill="surface", edge=edge, width=look.theme().heavy)
        if self.low:
            self._draw_low(p, tone)
            return
        size, x, y = look.px(24), look.px(16), look.px(16)
        draw_shape(p, tone, x, y + look.px(2), size)
        title = para(self._title(), look.TITLE, bold=True)
        title.draw(p, x + size + look.px(10), y + (look.px(28) - title.height) / 2)
        y += look.px(28) + look.px(10)
        for label, value in self._paras(self.width()):
            label.draw(p, x, y)
            y += label.height
            if self.burst is not None:
                value.draw(p, x, y)
                y += value.height + look.px(6)

    def _draw_low(self, p: QPainter, tone: str) -> None:
        size, x, y = look.px(20), look.px(16), look.px(8)
        draw_shape(p, tone, x, y + look.px(3), size)
        title = para(self._title(), look.BODY, bold=True)
        code, rest = self._two_lines(self.width())
        x += size + look.px(10)
        title.draw(p, x, y + (look.px(26) - title.height) / 2)
        code.draw(p, x + title.width + look.px(16), y + (look.px(26) - code.height) / 2)
        rest.draw(p, look.px(16), y + look.px(26))


def _broken(value: str, room: int, *, bold: bool) -> Para:
    """A long code goes on below, between two letters: it is no word that could be misread for another."""
    whole = para(value, look.BODY, mono=bold, bold=bold)
    if not bold or whole.width <= room:
        return para(value, look.BODY, width=room) if not bold else whole
    each = max(4, len(value) * room // max(1, whole.width))
    lines = [value[n : n + each] for n in range(0, len(value), each)]
    return para("\n".join(lines), look.BODY, mono=True, bold=True)


class Teach(Fits, QWidget):
    """Three slots and one sentence: what to do now, or what was found."""

    taught = Signal(object)  # Taught, after the third scan that agrees

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bursts: tuple[Burst, ...] = ()
        self._wedge: Wedge | None = None
        self._before = Thresholds()
        self.words = Words("", look.VERDICT, self, bold=True)
        self.do = Words("", look.BODY, self, tone="text2")
        self.slots = [ScanSlot(n + 1, self) for n in range(SCANS)]
        self.grid = QGridLayout()
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.addWidget(self.words)
        self.box.addWidget(self.do)
        self.box.addLayout(self.grid)
        self.fit()
        self.show_now()

    def begin(self, wedge: Wedge) -> None:
        """From now on scans are only shown here, also those of a scanner that is slower than the settings say."""
        self.end()
        self._wedge, self._before = wedge, wedge.thresholds
        wedge.thresholds, wedge.taught = PATIENT, True
        wedge.burst.connect(self.read)
        wedge.unended.connect(self.read)
        self.retry()

    def end(self) -> None:
        """Scans go to their places again, at the speed that was found here or at the one from before."""
        wedge, self._wedge = self._wedge, None
        if wedge is None:
            return
        wedge.give_back()
        wedge.burst.disconnect(self.read)
        wedge.unended.disconnect(self.read)
        found = self.lesson
        learned = found.lesson == "learned"
        wedge.thresholds = Thresholds(gap_ms=found.gap_ms, least=found.least) if learned else self._before
        wedge.taught = False

    def retry(self) -> None:
        self.bursts = ()
        self.show_now()

    def read(self, burst: Burst) -> None:
        """The fourth scan begins the lesson anew; one without an end key is shown until a better one comes."""
        done = self.lesson.lesson in ("learned", "ends-differ", "slow")
        good = () if done else tuple(b for b in self.bursts if b.end)
        self.bursts = (*good, burst)
        self.show_now()
        if self.lesson.lesson == "learned":
            self.taught.emit(self.lesson)

    @property
    def lesson(self) -> Taught:
        return learn(self.bursts)

    def show_now(self) -> None:
        found = self.lesson
        facts = {"left": SCANS - len(self.bursts)}
        if found.lesson == "learned":
            facts = {"ms": found.gap_ms, "end": say(f"scanner.end.{found.end.replace(' ', '-').lower()}")}
        words = say(f"scanner.teach.{found.lesson}", **facts)
        do = say(f"scanner.teach.{found.lesson}.do")
        tone = {"learned": "ok", "wait": "text"}.get(found.lesson, "late")
        self.words.show_words(words, tone=tone)
        self.do.show_words(do)
        self._keep_words()
        self.setAccessibleName(f"{words}. {do}")
        for n, slot in enumerate(self.slots):
            slot.show_burst(self.bursts[n] if n < len(self.bursts) else None)

    def retranslate(self) -> None:
        self.show_now()

    def fit(self) -> None:
        gap = look.px(12)
        self.box.setSpacing(look.px(6))
        self.grid.setSpacing(gap)
        self.grid.setContentsMargins(0, look.px(8), 0, 0)
        beside = self.width() >= look.px(240) * SCANS
        for n, slot in enumerate(self.slots):
            self.grid.addWidget(slot, 0 if beside else n, n if beside else 0)
            slot.fold(not beside)
        self._keep_words()

    def _keep_words(self) -> None:
        """A layout that is short of room would take it from the sentences."""
        for words in (self.words, self.do):
            words.setMinimumHeight(words.heightForWidth(max(self.width(), look.px(200))))
        self.setMinimumHeight(self.box.totalMinimumSize().height())

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.fit()

    def hideEvent(self, event: Any) -> None:
        """A page that forgot to say so: scans must not stay kept from their places."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.end()
