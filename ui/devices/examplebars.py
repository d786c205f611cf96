"""The picture of a code that means nothing in this store, for the page that teaches a scanner."""

from __future__ import annotations

from PySide6.QtGui import QImage

EXAMPLE = "CAT010316000422"


def example_bars() -> QImage | None:
    """Code 128, two dots to a module; None where the library of codes is not installed."""
    try:
        import zxingcpp
    except ImportError:
        return None
    code = zxingcpp.create_barcode(EXAMPLE, zxingcpp.BarcodeFormat.Code128)
    drawn = memoryview(zxingcpp.write_barcode_to_image(code, scale=2))
    high, wide = drawn.shape
    whole = QImage(drawn.tobytes(), wide, high, wide, QImage.Format.Format_Grayscale8)
    return whole.copy(0, (high - min(high, 72)) // 2, wide, min(high, 72))
