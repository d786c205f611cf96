"""The token table: every text can be read on its ground, every edge and mark seen, in each theme."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from ui import look
from ui.keys import Hint
from ui.parts.field import Field
from ui.parts.foot import Foot, HintButton

THEMES = pytest.mark.parametrize("theme", look.THEMES.values(), ids=look.THEMES)
TEXTS = [
    (ink, ground)
    for ink, grounds in {
        "text": ("bg", "surface", "sunken", "raised", "accent_soft"),
        "text2": ("bg", "surface", "sunken", "raised", "accent_soft"),
        "text3": ("bg", "surface", "sunken", "accent_soft"),
        "accent_text": ("surface", "sunken", "accent_soft"),
        "on_accent": ("accent",),
        "on_scan": ("scan_ok", "scan_error"),
    }.items()
    for ground in grounds
]
TEXTS += [(tone, ground) for tone in look.TONES for ground in ("surface", f"{tone}_soft")]
TEXTS += [(ink, f"{tone}_soft") for ink in ("text", "text2") for tone in look.TONES]
TEXTS += [("on_status", tone) for tone in look.TONES]


@THEMES
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_text_can_be_read_on_its_ground(theme: look.Theme, ink: str, ground: str) -> None:
    assert look.contrast(look.hex_of(theme, ink), look.hex_of(theme, ground)) >= 4.5


@THEMES
@pytest.mark.parametrize(
    ("mark", "ground"),
    [("edge", "surface"), ("focus", "bg"), ("focus", "surface"), ("accent", "surface"), ("edge", "sunken")],
)
def test_edges_and_focus_are_seen(theme: look.Theme, mark: str, ground: str) -> None:
    assert look.contrast(getattr(theme, mark), getattr(theme, ground)) >= 3


def test_training_chip_can_be_read() -> None:
    assert look.contrast(look.ON_TRAINING, look.TRAINING) >= 12


def test_contrast_is_21_between_black_and_white() -> None:
    assert look.contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize(("asked", "given"), [(0.5, 1.0), (1.25, 1.25), (3.0, 1.5)])
def test_scale_stays_between_100_and_150_percent(qapp, asked: float, given: float) -> None:
    look.apply(qapp, look.LIGHT, asked)
    assert look.now().scale == given


def test_no_motion_in_high_contrast_or_when_switched_off(qapp) -> None:
    look.apply(qapp, look.CONTRAST, animate=True)
    assert look.now().still
    look.apply(qapp, look.LIGHT, animate=False)
    assert look.now().still
    look.apply(qapp, look.LIGHT, animate=True)
    assert not look.now().still


def test_every_status_has_a_shape_of_its_own() -> None:
    from ui import look_shapes

    outlines = {tone: look_shapes.body(tone) for tone in look.TONES}
    for tone, outline in outlines.items():
        assert not outline.isEmpty()
        assert all(outline != other for name, other in outlines.items() if name != tone)
    with pytest.raises(ValueError, match="no status shape"):
        look_shapes.body("lost")


def test_a_fields_label_takes_the_ink_of_each_theme_when_it_is_switched(qtbot) -> None:
    field = Field("ИИН")
    qtbot.addWidget(field)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    inks = []
    for theme in (look.LIGHT, look.DARK, look.LIGHT):
        look.apply(app, theme, 1.0)
        drawn = field.label.grab().toImage()
        inks.append({drawn.pixelColor(x, y).name() for x in range(drawn.width()) for y in range(drawn.height())})
        assert look.colour("text2").name() in inks[-1]
    assert inks[0] == inks[2]
    assert inks[0] != inks[1]


def test_the_foot_shows_only_the_keys_of_now_when_they_change(qtbot) -> None:
    foot = Foot()
    qtbot.addWidget(foot)
    foot.show_as((Hint("F1", "Пернелер"), Hint("F3", "Басқа тізілім")), None, None)
    foot.show_as((Hint("F1", "Клавиши"),), None, None)
    shown = [b.hint.words for b in foot.findChildren(HintButton) if not b.isHidden()]
    assert shown == ["Клавиши"]
