"""Plots on the screen: readable in each theme, told in words, and what has no room is counted instead of cut."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtTest import QTest

from tests.report.half_month import counted
from tests.ui.conftest import Opened
from tests.ui.demo_summary import summary, summary_behind, summary_empty
from ui import look
from ui.look_text import traced
from ui.parts.plots import HEAT, SCALE, draw_plot, heat_step, mixed
from ui.parts.plots_card import PlotBox


@pytest.mark.parametrize("theme", look.THEMES)
def test_every_figure_in_a_plot_can_be_read_on_its_ground(qapp, theme: str) -> None:
    look.apply(qapp, look.THEMES[theme], 1.0, animate=False)
    ink = lambda token: look.colour(token).name()  # noqa: E731
    for step, share in enumerate(HEAT):
        assert look.contrast(mixed(share).name(), ink("on_accent" if step == 5 else "text")) >= 4.5, step
    for token, share, over in SCALE.values():
        assert look.contrast(mixed(share, token).name(), ink(over)) >= 4.5, token
    for tone in ("ok", "risk", "late"):
        assert look.contrast(ink(tone), ink("on_status")) >= 4.5


def test_heat_has_six_steps_and_the_most_is_the_last() -> None:
    assert [heat_step(n, 22) for n in (0, 1, 4, 5, 9, 13, 17, 18, 22)] == [0, 1, 1, 2, 3, 3, 4, 5, 5]
    assert heat_step(0, 0) == 0


def test_a_card_tells_a_screen_reader_what_its_picture_shows(opened: Opened) -> None:
    _, view = opened("summary", summary)
    for box, card in zip(view.boxes, view.state.cards, strict=True):
        assert box.accessibleName() == card.said
    assert "Курьер Бекенов А.: всего 74, в срок 61, на пределе 7, поздно 6" in view.boxes[3].accessibleName()


def _drawn(card, wide: int, high: int) -> list[str]:
    box = PlotBox()
    box.resize(wide, high)
    box.show_as(card)
    with traced() as texts:
        box.grab()
    return [t.text for t in texts]


def test_what_has_no_room_is_counted_and_the_weightiest_stay(qapp) -> None:
    card = summary().cards[2]
    small, large = _drawn(card, 400, 240), _drawn(card, 600, 480)
    assert "ещё" not in " ".join(large)
    assert any(text.startswith("ещё") for text in small)
    assert "Форма сведений" in small
    late = _drawn(summary().cards[1], 400, 200)
    assert "Курьер → услугодатель" in [t.replace("\u00a0", " ") for t in late]
    assert "Регистрация" not in late


def test_red_begins_at_the_limit_and_not_before(qapp) -> None:
    from ui.parts.plots import Plot, PlotRow

    look.apply(qapp, look.LIGHT, 1.0, animate=False)

    def reds(middle: int, ninth: int) -> list[int]:
        picture = QPixmap(400, 60)
        picture.fill(QColor("white"))
        from PySide6.QtCore import QRectF
        from PySide6.QtGui import QPainter

        p = QPainter(picture)
        draw_plot(
            p, QRectF(0, 0, 400, 60), Plot(kind="spans", rows=(PlotRow(key="a", label="a", values=(middle, ninth)),))
        )
        p.end()
        image, red = picture.toImage(), look.colour("late").name()
        return [x for x in range(400) if any(image.pixelColor(x, y).name() == red for y in range(60))]

    assert reds(50, 100) == []
    assert reds(100, 100) == []
    past, far = reds(50, 120), reds(110, 190)
    assert past
    assert len(far) > len(past)


def test_arrows_go_over_the_cards_and_enter_asks_for_the_cases_of_the_answer(opened: Opened) -> None:
    _, view = opened("summary", summary)
    asked: list[tuple[str, str]] = []
    view.asked.connect(lambda *figure: asked.append(figure))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Left):  # at the edge it stays
        QTest.keyClick(view.boxes[view.at], key)
    assert view.boxes[view.at].card.key == "parties"
    QTest.keyClick(view.boxes[view.at], Qt.Key.Key_Return)
    view.on_key("F6")
    assert asked == [("parties", "courier:a:late"), ("parties", "")]


def test_every_card_is_reached_where_letters_are_large(opened: Opened) -> None:
    _, view = opened("summary", summary, scale=1.5)
    seen = set()
    for _ in range(6):
        shown = [box for box in view.boxes if box.isVisible()]
        assert 0 < len(shown) < 6
        assert view.boxes[view.at] in shown
        seen |= {box.card.key for box in shown}
        assert "/ 6" in view.title()
        QTest.keyClick(view.boxes[view.at], Qt.Key.Key_Right)
    assert len(seen) == 6


def test_the_list_behind_a_figure_goes_left_and_right_and_back(opened: Opened) -> None:
    _, view = opened("summary", summary_behind)
    back: list[bool] = []
    view.back.connect(lambda: back.append(True))
    assert view.behind.cases.list.hasFocus()
    QTest.keyClick(view.behind.cases.list, Qt.Key.Key_Left)
    assert view.behind.figures.list.hasFocus()
    chosen: list[str] = []
    view.behind.figure_chosen.connect(chosen.append)
    QTest.keyClick(view.behind.figures.list, Qt.Key.Key_Down)
    assert chosen == ["courier:b"]
    QTest.keyClick(view.behind.figures.list, Qt.Key.Key_Right)
    assert view.behind.cases.list.hasFocus()
    view.on_key("Esc")
    assert back == [True]


def test_a_card_without_figures_says_what_will_stand_there(opened: Opened) -> None:
    _, view = opened("summary", summary_empty)
    for box in view.boxes:
        assert box.card.answer in box.accessibleName()
        assert box.card.counted


def test_nothing_is_drawn_twice_as_large_as_its_limit_says(qapp) -> None:
    card = summary().cards[1]
    wild = replace(card.plot.rows[0], values=(900, 5000))
    texts = _drawn(replace(card, plot=replace(card.plot, rows=(wild,))), 400, 260)
    assert any("мин" in t for t in texts)
    assert counted().steps[0].step == "accept"
