"""No text is cut and no word broken: every state of a screen, in every language, at 100 to 150 percent."""

from __future__ import annotations

import ast
import os

import pytest

from tests.house.source import sources
from tests.ui.conftest import Opened
from tests.ui.demo_states import SCREENS
from tests.ui.stages import cut, faults
from ui.look_text import traced

SCALES = (1.0, 1.25, 1.5) if os.environ.get("TEREZE_CAMPAIGN") else (1.0, 1.5)  # the stages are walked at 125 % too
CASES = [(name, n) for name, (_, states) in SCREENS.items() for n in range(len(states))]


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
@pytest.mark.parametrize(("name", "n"), CASES)
def test_no_text_is_cut_on_a_full_screen(opened: Opened, name: str, n: int, lang: str, scale: float) -> None:
    shell, _ = opened(name, SCREENS[name][1][n], lang=lang, scale=scale)
    with traced() as drawn:
        shell.grab()
    assert drawn
    assert set(faults(shell, drawn)) == set()


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


def test_nothing_is_elided_without_its_whole_text_in_a_tooltip() -> None:
    """Texts wrap here; whoever shortens one all the same says the rest in a tooltip, in the same class."""
    wrong = [
        f"{source.place}:{node.lineno} {node.name}"
        for source in sources("ui")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
        and "elide" in (text := ast.unparse(node)).lower()
        and "setToolTip" not in text
    ]
    assert wrong == []
