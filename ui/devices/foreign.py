"""Scans for the desks: files of strangers read in a child process, pages as pictures of the window, the paper scanner."""

from __future__ import annotations

from PySide6.QtGui import QImage

from app.outside.foreign import Limits, Opened, Part, Pixels, Reading, called, take
from app.outside.scanner import DOTS, Device, Scanned, Scanner, Wish, scanner_here

__all__ = [
    "DOTS", "Device", "Limits", "Opened", "Part", "Pixels", "Reading", "Scanned", "Scanner", "Wish", "called",
    "image_of", "scanner_here", "take",
]  # fmt: skip


def image_of(pixels: Pixels) -> QImage:
    """A copy: the bytes it was made of may go."""
    return QImage(pixels.rgb, pixels.wide, pixels.high, pixels.wide * 3, QImage.Format.Format_RGB888).copy()
