"""Kept letters look as Qt itself lays them out: one manner or several, wrapped or not, in any theme and on any screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication

from ui import look
from ui.look_text import NO_WRAP, Para, Run, para

WIDE, HIGH, ROOM = 420, 160, 260
MANY = (
    Run("№ 1 · "),
    Run("Денсаулық сақтау", "late", bold=True),
    Run(" 2016-11-16", mono=True),
    Run(" ұйымы 𝛼 Ғ", "text3"),
)
TEXTS = ("Қызметті алушы", (Run("AT01-01-16-00001-H", bold=True, mono=True),), MANY)


@pytest.fixture(params=[1.0, 1.5, 2.0])
def picture(request: pytest.FixtureRequest, qapp: QApplication) -> QImage:
    made = QImage(int(WIDE * request.param), int(HIGH * request.param), QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(request.param)
    made.fill(look.colour("surface"))
    return made


def by_qt(picture: QImage, runs: tuple[Run, ...], width: int) -> QImage:
    """The whole of it as one layout with formats, which is what a paragraph is."""
    layout = QTextLayout("".join(r.text for r in runs), look.font(look.BODY))
    option = QTextOption()
    fits = QTextOption.WrapMode.NoWrap if width == NO_WRAP else QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
    option.setWrapMode(fits)
    layout.setTextOption(option)
    formats, start = [], 0
    for run in runs:
        stretch, form = QTextLayout.FormatRange(), QTextCharFormat()
        form.setFont(look.font(look.BODY, run.bold, mono=run.mono))
        form.setForeground(look.colour(run.tone or "text"))
        stretch.start, stretch.length, stretch.format = start, len(run.text.encode("utf-16-le")) // 2, form
        formats.append(stretch)
        start += stretch.length
    layout.setFormats(formats)
    layout.beginLayout()
    leading, y = look.px(look.BODY.line), 0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y + (leading - line.height()) / 2))
        y += leading
    layout.endLayout()
    return painted(picture, lambda p: layout.draw(p, QPointF(7, 5)))


def painted(picture: QImage, draw: Callable[[QPainter], object]) -> QImage:
    copy = picture.copy()
    p = QPainter(copy)
    draw(p)
    p.end()
    return copy


@pytest.mark.parametrize("width", [NO_WRAP, ROOM, 90])
@pytest.mark.parametrize("text", TEXTS, ids=["one manner", "of one width", "several"])
def test_kept_letters_are_those_of_one_layout(picture: QImage, text: str | tuple[Run, ...], width: int) -> None:
    runs = (Run(text),) if isinstance(text, str) else text
    shown = tuple(Run(laid_text(r), r.tone, r.bold, r.mono) for r in runs)
    ours = painted(picture, lambda p: para(text, width=width).draw(p, 7, 5))
    assert ours == by_qt(picture, shown, width)
    assert ours != picture, "nothing was painted at all"


def laid_text(run: Run) -> str:
    """Numbers and codes never wrap."""
    return run.text.replace(" ", "\u00a0").replace("-", "\u2011") if run.mono else run.text


def test_a_clause_that_opens_has_dots_below_it(picture: QImage) -> None:
    linked = painted(picture, lambda p: para((Run("18-т.", link=True),)).draw(p, 7, 5))
    assert linked != painted(picture, lambda p: para("18-т.").draw(p, 7, 5))


def test_a_pen_is_the_one_it_was_when_letters_were_painted(picture: QImage) -> None:
    p = QPainter(picture)
    p.setPen(QColor("#123456"))
    para("Қызметті алушы", tone="late").draw(p, 7, 5)
    assert p.pen().color() == QColor("#123456")
    p.end()


def test_a_paragraph_knows_its_lines_and_their_edges(qapp: QApplication) -> None:
    laid: Para = para("Қызметті алушы өтініш береді", width=90)
    assert laid.lines == len(laid.edges) > 1
    assert laid.edges[-1][2] == len(laid.text)
    assert max(right for _, right, _ in laid.edges) <= 90
    assert laid.height == laid.lines * look.px(look.BODY.line)
