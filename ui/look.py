"""How every screen looks: tokens of three themes, type sizes, the user's scale; one palette and one QSS from them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One column of the token table. Texts are ≥ 4.5 on their ground, edges and focus ≥ 3 (a test computes it)."""

    name: str
    bg: str
    surface: str
    sunken: str
    raised: str
    line: str  # decor only
    edge: str  # controls
    text: str
    text2: str
    text3: str
    accent: str
    on_accent: str
    accent_soft: str
    accent_text: str
    focus: str
    ok: str
    ok_soft: str
    risk: str
    risk_soft: str
    late: str
    late_soft: str
    stop: str
    stop_soft: str
    diamond: str  # the status "info"
    diamond_soft: str
    wait: str
    wait_soft: str
    on_status: str
    scan_ok: str
    scan_error: str
    on_scan: str
    heavy: int = 1  # width of the edges of cards, fields and buttons
    still: bool = False  # no motion at all


LIGHT = Theme(
    name="light", bg="#EBEFF2", surface="#FFFFFF", sunken="#F4F6F8", raised="#FFFFFF", line="#D8DEE4", edge="#7A8793",
    text="#14202A", text2="#42505D", text3="#5A6773", accent="#0B6A8C", on_accent="#FFFFFF", accent_soft="#E0F0F6",
    accent_text="#0A5D7B", focus="#0B6A8C", ok="#146C37", ok_soft="#E1F3E7", risk="#855000", risk_soft="#FDEFD0",
    late="#B3261E", late_soft="#FCE7E5", stop="#643B9A", stop_soft="#EFE8F8", diamond="#1D5A9E", diamond_soft="#E5EFFA",
    wait="#4A5866", wait_soft="#E8ECF0", on_status="#FFFFFF", scan_ok="#146C37", scan_error="#B3261E",
    on_scan="#FFFFFF",
)  # fmt: skip
DARK = Theme(
    name="dark", bg="#0F1419", surface="#181E25", sunken="#131920", raised="#212932", line="#2C3641", edge="#71808D",
    text="#E9EEF2", text2="#B7C2CC", text3="#93A0AC", accent="#58BEDD", on_accent="#04222D", accent_soft="#12323F",
    accent_text="#7BCFEA", focus="#58BEDD", ok="#62D28D", ok_soft="#11311F", risk="#F3BA4F", risk_soft="#38290B",
    late="#FF8F86", late_soft="#43191A", stop="#C7AAF6", stop_soft="#2D2244", diamond="#8FBDF6", diamond_soft="#142B47",
    wait="#ADB9C4", wait_soft="#252F39", on_status="#10161B", scan_ok="#1B7440", scan_error="#B8352B",
    on_scan="#FFFFFF",
)  # fmt: skip
CONTRAST = Theme(
    name="contrast", bg="#000000", surface="#000000", sunken="#000000", raised="#000000", line="#FFFFFF",
    edge="#FFFFFF", text="#FFFFFF", text2="#FFFFFF", text3="#E8E8E8", accent="#FFE600", on_accent="#000000",
    accent_soft="#2B2700", accent_text="#FFE600", focus="#00E5FF", ok="#7CFF9B", ok_soft="#000000", risk="#FFC233",
    risk_soft="#000000", late="#FF9B93", late_soft="#000000", stop="#DABBFF", stop_soft="#000000", diamond="#9CCBFF",
    diamond_soft="#000000", wait="#FFFFFF", wait_soft="#000000", on_status="#000000", scan_ok="#7CFF9B",
    scan_error="#FF9B93", on_scan="#000000", heavy=2, still=True,
)  # fmt: skip
THEMES = {t.name: t for t in (LIGHT, DARK, CONTRAST)}
TRAINING, ON_TRAINING, HAZARD = "#FFE58A", "#2B2200", ("#E7B400", "#14202A")
TONES = ("ok", "risk", "late", "stop", "info", "wait")


@dataclass(frozen=True, slots=True)
class Size:
    """A type size and its line, at scale 1."""

    px: int
    line: int


CLOCK, COUNT, BOARD = Size(76, 84), Size(72, 72), Size(56, 64)
SCAN, FIGURE, DUE, HEADING, TITLE = Size(38, 44), Size(28, 34), Size(22, 28), Size(20, 26), Size(18, 24)
VERDICT, MAIN, BODY, TIGHT, SECOND, LABEL, KEY = (
    Size(16, 22), Size(15, 20), Size(14, 20), Size(14, 17), Size(13, 18), Size(12, 16), Size(11, 13),
)  # fmt: skip

FIELD_RADIUS, BUTTON_RADIUS, CARD_RADIUS = 4, 6, 8


@dataclass(frozen=True, slots=True, eq=False)  # as itself: what is laid out is looked up by it a thousand times a press
class Look:
    theme: Theme
    scale: float
    sans: str
    mono: str
    still: bool  # "no animation", or a theme that has none


_look = Look(LIGHT, 1.0, "Noto Sans", "Noto Sans Mono", True)


def now() -> Look:
    return _look


def theme() -> Theme:
    return _look.theme


def px(n: float) -> int:
    """A length of the design at the user's scale."""
    return round(n * _look.scale)


def side(n: float, width: int, *, most: float = 0.34) -> int:
    """A side column's width: the design's, but never more than its share when letters are large."""
    return min(px(n), max(120, int(width * most)))


@cache
def _colour(hex_: str) -> QColor:
    return QColor(hex_)


def hex_of(theme: Theme, token: str) -> str:
    return getattr(theme, token.replace("info", "diamond"))


def ink(token: str) -> str:
    """A token's colour now, as it is written; a literal `#…` passes through."""
    return token if token.startswith("#") else hex_of(_look.theme, token)


def colour(token: str) -> QColor:
    return _colour(ink(token))


@cache
def _font(family: str, size: int, bold: bool) -> QFont:
    font = QFont(family)
    font.setPixelSize(max(1, size))
    font.setBold(bold)
    font.setStyleHint(QFont.StyleHint.Monospace if "Mono" in family else QFont.StyleHint.SansSerif)
    return font


def font(size: Size = BODY, bold: bool = False, *, mono: bool = False) -> QFont:
    return _font(_look.mono if mono else _look.sans, px(size.px), bold)


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2: what a person with weak sight can still read."""

    def luminance(hex_: str) -> float:
        parts = [int(hex_[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@cache
def _families() -> tuple[str, str]:
    """The bundled faces; without them DejaVu, which also has every Kazakh letter."""
    for file in sorted(FONTS.glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
    known = set(QFontDatabase.families())
    sans = next((f for f in ("Noto Sans", "DejaVu Sans") if f in known), "Sans Serif")
    mono = next((f for f in ("Noto Sans Mono", "DejaVu Sans Mono") if f in known), "Monospace")
    return sans, mono


def apply(app: QApplication, theme: Theme, scale: float = 1.0, *, animate: bool = True, styled: bool = False) -> None:
    """Dress the whole program; every part measures and paints itself anew on the style change.

    `styled`: it was started in Fusion. To ask Qt for its style makes all that a style can be asked, and costs 6 ms. Under our
    sheet Fusion is what it wears: set again, every part would be measured twice.
    """
    global _look
    sans, mono = _families()
    asked, worn = (theme, min(1.5, max(1.0, scale)), sans, mono, theme.still or not animate), _look
    same = asked == (worn.theme, worn.scale, worn.sans, worn.mono, worn.still)
    _look = worn if same else Look(*asked)
    if not styled and not app.styleSheet() and app.style().objectName() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    if same and app.styleSheet():
        return  # dressing every widget again costs time, and nothing would look different
    app.setFont(font())
    app.setPalette(_palette(theme))
    app.setStyleSheet(_qss(theme))


def _palette(t: Theme) -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    for key, token in (
        (role.Window, "bg"), (role.Base, "surface"), (role.AlternateBase, "sunken"), (role.Button, "surface"),
        (role.Text, "text"), (role.WindowText, "text"), (role.ButtonText, "text"), (role.BrightText, "late"),
        (role.Highlight, "accent"), (role.HighlightedText, "on_accent"), (role.Link, "accent_text"),
        (role.LinkVisited, "accent_text"), (role.ToolTipBase, "raised"), (role.ToolTipText, "text"),
        (role.PlaceholderText, "text3"), (role.Light, "raised"), (role.Mid, "line"), (role.Dark, "edge"),
        (role.Midlight, "line"), (role.Shadow, "edge"), (role.Accent, "accent"),
    ):  # fmt: skip
        palette.setColor(key, QColor(getattr(t, token)))
    for key in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(group.Disabled, key, QColor(t.text3))
    return palette


_QSS = """
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QDateEdit {{
  background: {surface}; color: {text}; border: {heavy}px solid {edge}; border-radius: {r4}px;
  padding: 0 {p8}px; min-height: {field}px; max-height: {field}px;
  selection-background-color: {accent}; selection-color: {on_accent}; }}
QPlainTextEdit {{ max-height: none; padding: {p4}px; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus {{
  border: 2px solid {focus}; padding: 0 {p7}px; min-height: {in_field}px; max-height: {in_field}px; }}
QPlainTextEdit:focus {{ min-height: 0; max-height: none; }}
QLabel[field="true"] {{ color: {text2}; background: transparent; }}
QLineEdit[state="bad"] {{
  border: 2px solid {late}; color: {late}; padding: 0 {p7}px; font-weight: 700;
  min-height: {in_field}px; max-height: {in_field}px; }}
QLineEdit[state="warn"] {{ color: {risk}; font-weight: 700; }}
QLineEdit[state="register"] {{ background: {sunken}; border-color: {quiet}; font-weight: 700; }}
QLineEdit[state="register"]:focus {{ border: 2px solid {focus}; }}
QLineEdit[row="true"] {{ min-height: {rowfield}px; max-height: {rowfield}px; }}
QLineEdit[row="true"]:focus, QLineEdit[row="true"][state="bad"] {{
  min-height: {in_rowfield}px; max-height: {in_rowfield}px; }}
QLineEdit[big="true"] {{ min-height: {bigfield}px; max-height: {bigfield}px; }}
QLineEdit[big="true"]:focus, QLineEdit[big="true"][state="bad"] {{
  min-height: {in_bigfield}px; max-height: {in_bigfield}px; }}
QLineEdit[bare="true"], QLineEdit[bare="true"]:focus {{
  border: none; background: transparent; min-height: {scanfield}px;
  max-height: {scanfield}px; padding: 0; }}
QComboBox QAbstractItemView {{
  background: {raised}; border: 1px solid {edge}; selection-background-color: {accent_soft};
  selection-color: {text}; }}
QListView, QTableView, QTreeView, QScrollArea {{ background: transparent; border: none; outline: 0; }}
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {edge}; padding: {p4}px {p8}px; }}
QScrollBar:vertical {{ background: transparent; width: {bar}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {bar}px; margin: 0; }}
QScrollBar::handle {{ background: {edge}; border-radius: {r4}px; min-height: 24px; min-width: 24px; margin: 2px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QCheckBox, QRadioButton {{ color: {text}; spacing: {p8}px; }}
QCheckBox:focus, QRadioButton:focus {{ outline: 2px solid {focus}; }}
"""


def _qss(t: Theme) -> str:
    tokens = {f.name: getattr(t, f.name) for f in fields(t)}
    heights = {
        "in_field": px(32) - 4,
        "in_rowfield": px(28) - 4,
        "in_bigfield": px(44) - 4,
        "scanfield": px(30),
    }  # inside a 2 px edge
    tokens |= heights | {
        "quiet": t.edge if t.heavy > 1 else t.line, "r4": px(FIELD_RADIUS), "p4": px(4), "p7": px(8) - 1, "p8": px(8),
        "field": px(32) - 2 * t.heavy, "rowfield": px(28) - 2 * t.heavy, "bigfield": px(44) - 2 * t.heavy,
        "bar": px(10),
    }  # fmt: skip
    return _QSS.format(**tokens)
