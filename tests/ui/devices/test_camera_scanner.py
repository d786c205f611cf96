"""The camera's reader on still pictures of our own printed papers. No camera was on this machine: its frames are made."""

from __future__ import annotations

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtGui import QImage

from app import print as papers
from tests.print.examples import EXAMPLES
from tests.print.reading import rasters
from ui.devices.burst import Burst
from ui.devices.camera import CameraScanner, codes_in, meant
from ui.devices.examplebars import EXAMPLE, example_bars

FRAME = (1280, 720)
FORMS = [(form, lang) for form in ("label", "acceptance-receipt") for lang in ("kk", "ru", "both")]


def frame(paper: Image.Image, *, turn: float = 4.0, dim: float = 0.8, colour: bool = True) -> QImage:
    """As a camera sees a paper: a part of it, askew, on a dark table, not as white as it is."""
    whole = paper.convert("L").rotate(turn, expand=True, fillcolor=255).point(lambda v: int(v * dim))
    table = Image.new("L", FRAME, 40)
    table.paste(whole.crop((0, 0, min(FRAME[0], whole.width), min(FRAME[1], whole.height))), (0, 0))
    seen = table.convert("RGB" if colour else "L")
    kind = QImage.Format.Format_RGB888 if colour else QImage.Format.Format_Grayscale8
    return QImage(seen.tobytes(), *FRAME, FRAME[0] * (3 if colour else 1), kind).copy()


@pytest.mark.parametrize(("form", "lang"), FORMS)
def test_the_code_of_our_own_paper_is_read_from_a_picture_of_it(form: str, lang: str) -> None:
    sheet = EXAMPLES[form]
    paper = rasters(papers.draw(form, sheet, lang))[0]  # type: ignore[arg-type]
    if paper.height > FRAME[1]:  # a whole sheet is held so that its head is in the picture
        paper = paper.crop((max(0, paper.width - FRAME[0] + 60), 0, paper.width, FRAME[1] - 60))
    assert meant(codes_in(frame(paper))) == sheet.code


def test_a_picture_with_rows_that_are_filled_up_is_read_too() -> None:
    bars = example_bars()
    assert bars is not None
    odd = bars.copy(0, 0, bars.width() - 1, bars.height())
    assert odd.bytesPerLine() != odd.width()
    assert codes_in(odd) == (EXAMPLE,)


def test_a_picture_without_a_code_gives_none() -> None:
    empty = QImage(*FRAME, QImage.Format.Format_RGB32)
    empty.fill(0xFFFFFF)
    assert codes_in(empty) == ()
    assert codes_in(QImage()) == ()


@pytest.mark.parametrize("kind", ["MicroQRCode", "RMQRCode"])
def test_a_square_of_a_kind_that_no_paper_of_ours_bears_is_not_read(kind: str) -> None:
    """Noise inside a signed square is taken for a small one, once in some thousand papers."""
    made = zxingcpp.create_barcode("A123", getattr(zxingcpp.BarcodeFormat, kind))
    square = Image.fromarray(zxingcpp.write_barcode_to_image(made, scale=8))
    assert zxingcpp.read_barcodes(square)[0].text == "A123"
    assert codes_in(frame(square, turn=0)) == ()


def test_bars_in_the_pattern_of_a_square_are_not_read() -> None:
    """Chance makes such out of a signature; here they are laid into one square's middle, where its own correction mends it."""
    made = zxingcpp.create_barcode("A" * 300, zxingcpp.BarcodeFormat.QRCodeModel2, ec_level="H")
    square = Image.fromarray(zxingcpp.write_barcode_to_image(made, scale=6))
    lines = zxingcpp.write_barcode_to_image(zxingcpp.create_barcode("7", zxingcpp.BarcodeFormat.Code128), scale=2)
    bars = Image.fromarray(lines).crop((0, 0, lines.shape[1], 40))
    at = ((square.width - bars.width) // 2, (square.height - bars.height) // 2)
    square.paste(bars, at)
    alone = Image.new("L", FRAME, 255)
    alone.paste(bars, (200, 200))
    assert codes_in(frame(alone, turn=0)) == ("7",)
    assert {one.text for one in zxingcpp.read_barcodes(square)} == {"7", "A" * 300}
    assert codes_in(frame(square, turn=0)) == ("A" * 300,)


def test_of_two_codes_the_one_that_is_ours_is_meant() -> None:
    assert meant(("https://example.kz/p/1", EXAMPLE)) == EXAMPLE
    assert meant(("https://example.kz/p/1",)) == "https://example.kz/p/1"
    assert meant(()) == ""


def test_each_picture_is_shown_and_a_code_told_as_a_scan(qapp) -> None:
    camera = CameraScanner()
    bars = example_bars()
    assert bars is not None
    read, seen = [], []
    camera.read.connect(read.append)
    camera.seen.connect(seen.append)
    camera.look(bars)
    assert read == [Burst(EXAMPLE, EXAMPLE, 0, "camera")]
    assert [one.size() for one in seen] == [bars.size()]
    camera.deleteLater()


def test_without_a_camera_it_says_so_and_stays_shut(qapp) -> None:
    camera = CameraScanner()
    camera.open()
    assert (camera.state, camera.name) == ("absent", "")
    camera.deleteLater()
