"""No text is cut and no word broken: every screen, in every language, at 100 and 150 percent."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget

from tests.ui.conftest import Opened
from tests.ui.demo_states import SCREENS
from ui.look_text import Drawn, traced
from ui.parts.button import Button

CASES = [(name, n) for name, (_, states) in SCREENS.items() for n in range(len(states))]


def cut(drawn: Drawn) -> str:
    widget = drawn.on
    in_list = isinstance(widget, QWidget) and isinstance(widget.parentWidget(), QAbstractItemView)
    if drawn.broken:
        return "a word is broken"
    if drawn.left < -1 or drawn.right > drawn.room + 1:
        return f"runs out at the side: {drawn.right:.0f} of {drawn.room}"
    if not in_list and (drawn.top < -2 or drawn.bottom > drawn.high + 2):
        return f"runs out at the foot: {drawn.bottom:.0f} of {drawn.high}"
    return ""


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
@pytest.mark.parametrize(("name", "n"), CASES)
def test_no_text_is_cut_on_a_full_screen(opened: Opened, name: str, n: int, lang: str, scale: float) -> None:
    shell, _ = opened(name, SCREENS[name][1][n], lang=lang, scale=scale)
    with traced() as drawn:
        shell.grab()
    assert drawn
    faults = {
        f"{d.text!r} on {type(d.on).__name__}/{type(d.on.parentWidget()).__name__}: {cut(d)}" for d in drawn if cut(d)
    }
    faults |= {
        f"{b.text()!r}: the button is {b.width()} wide and needs {b.sizeHint().width()}"
        for b in shell.findChildren(Button)
        if b.isVisible() and b.width() < b.sizeHint().width() - 1
    }
    faults |= {
        f"{q.text()!r}: the label is {q.height()} high and needs {q.heightForWidth(q.width())}"
        for q in shell.findChildren(QLabel)
        if q.isVisible() and q.text() and q.height() + 1 < q.heightForWidth(q.width())
    }
    assert faults == set()


@pytest.mark.parametrize(
    ("size", "theme"), [((1366, 700), "dark"), ((1920, 1080), "contrast"), ((1280, 1024), "light")]
)
@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_fits_other_sizes_and_themes(opened: Opened, name: str, size: tuple[int, int], theme: str) -> None:
    shell, _ = opened(name, lang="kk", theme=theme, size=size)
    with traced() as drawn:
        shell.grab()
    assert (shell.width(), shell.height()) == size
    assert {f"{d.text!r}: {cut(d)}" for d in drawn if cut(d)} == set()
