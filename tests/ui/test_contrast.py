"""What is painted can be read, by the table of tokens; `test_every_stage.py` looks at the pixels."""

from __future__ import annotations

import pytest

from ui import look

THEMES = pytest.mark.parametrize("theme", look.THEMES.values(), ids=look.THEMES)
TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
GROUNDS = ("bg", "surface", "sunken", "raised", "accent_soft")
TEXTS = {
    **dict.fromkeys(("text", "text2"), (*GROUNDS, *(f"{tone}_soft" for tone in look.TONES))),
    "text3": ("bg", "surface", "sunken", "raised", "accent_soft"),
    "accent_text": ("bg", "surface", "sunken", "raised", "accent_soft"),
    "on_accent": ("accent",), "on_scan": ("scan_ok", "scan_error"), "on_status": look.TONES,
    **{tone: ("surface", "sunken", "raised", f"{tone}_soft") for tone in look.TONES},
}  # fmt: skip
SHAPES = {
    "edge": ("bg", "surface", "sunken", "raised"), "focus": GROUNDS, "accent": ("bg", "surface", "sunken", "raised"),
    **{tone: ("bg", *GROUNDS, f"{tone}_soft") for tone in look.TONES},
}  # fmt: skip


def pairs(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(ink, ground) for ink, grounds in table.items() for ground in grounds]


def low(theme: look.Theme, table: dict[str, tuple[str, ...]], least: float) -> dict[str, float]:
    ratios = {f"{i} on {g}": look.contrast(look.hex_of(theme, i), look.hex_of(theme, g)) for i, g in pairs(table)}
    return {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < least}


@THEMES
def test_every_text_can_be_read_on_every_ground_it_stands_on(theme: look.Theme) -> None:
    assert low(theme, TEXTS, TEXT) == {}


@THEMES
def test_every_shape_and_edge_is_seen(theme: look.Theme) -> None:
    assert low(theme, SHAPES, SHAPE) == {}
