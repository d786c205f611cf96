"""The pictures of the help and the user's guide, made anew from a demonstration that looks lived in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from ui import help_texts, look

if TYPE_CHECKING:
    from ui.desks.front import Front

SIZE = QSize(768, 432)
# place of the help → the stage that shows it best
SHOWN = {
    "start": "lock", "find": "find", "case": "case", "intake": "intake-checked", "release": "release",
    "sector": "sector", "courier": "courier", "deadlines": "deadlines", "summary": "summary", "settings": "settings",
    "scanner": "scanner", "printers": "printers", "taking": "taking", "licensor": "licensor", "sign": "sign",
}  # fmt: skip
GUIDES = Path(__file__).resolve().parent.parent / "docs" / "guide"


def renew(front: Front) -> Iterator[str]:
    """Writes `resources/help/<place>-<language>.png`, small enough to be carried along, and then the guide."""
    from ui.screenshots import STAGES, keep, settle

    stages = dict(STAGES)
    help_texts.FOLDER.mkdir(parents=True, exist_ok=True)
    for place, stage in SHOWN.items():
        if stage not in stages:
            continue
        stages[stage](front)
        for lang in help_texts.PICTURED:
            front.speak(lang)
            front.dress(look.LIGHT, 1.0)
            settle(front)
            file = help_texts.FOLDER / f"{place}-{lang}.png"
            keep(small(front.shell.grab().toImage()), file, 20)
            yield file.name
    if GUIDES.exists():
        for lang in help_texts.PICTURED:
            (GUIDES / f"user.{lang}.md").write_text(help_texts.guide(lang), "utf-8")


def small(image: QImage) -> QImage:
    """At the width of the help's page, with 256 colours: a fifth of the bytes, and the words can still be read."""
    mode = Qt.TransformationMode.SmoothTransformation
    scaled = image.scaled(SIZE, Qt.AspectRatioMode.KeepAspectRatio, mode).convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(scaled.constBits()).cast("B").cast("I"))
    colours = [colour for colour, _ in counted.most_common(256)]
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    return scaled.convertToFormat(QImage.Format.Format_Indexed8, colours, flags)
