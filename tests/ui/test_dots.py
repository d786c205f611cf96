"""Labels and papers in the printer's own dots: what comes out can be read back, on every printer there is."""

from __future__ import annotations

import socket

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from app import print as papers
from app.problems import Unavailable
from tests.print.examples import EXAMPLES
from tests.print.reading import scanned
from tests.ui.printer_stand_in import labels, printer_stand_in, runs, strips
from ui.devices import dots, printer
from ui.devices.printer import Way

LABEL = EXAMPLES["label"]
MODULE = {203: 2, 300: 3, 600: 6}  # dots of the thinnest bar


@pytest.fixture(autouse=True)
def _qt(qapp: QApplication) -> None:
    """Pages are drawn by Qt."""


def label_pdf(language: str = "both") -> bytes:
    return papers.draw("label", LABEL, language)  # type: ignore[arg-type]


def picture(pdf: bytes, dpi: int) -> Image.Image:
    image = dots.label_in_dots(pdf, 0, dpi=dpi)
    across, body = dots.packed(image)
    return Image.frombytes("1", (across * 8, len(body) // across), bytes(b ^ 0xFF for b in body))


def bars_of(image: Image.Image) -> list[int]:
    found = scanned(image)
    assert [f.text for f in found] == [LABEL.code]
    at = found[0].position
    middle = (at.top_left.y + at.bottom_left.y) // 2
    return runs([image.getpixel((x, middle)) == 0 for x in range(image.width)])


@pytest.mark.parametrize("dpi", MODULE)
def test_every_bar_of_a_label_is_a_whole_number_of_the_printers_dots(dpi: int) -> None:
    lengths = bars_of(picture(label_pdf(), dpi))
    assert len(lengths) > 60
    assert {n % MODULE[dpi] for n in lengths} == {0}
    assert min(lengths) == MODULE[dpi]


@pytest.mark.parametrize("dpi", MODULE)
def test_a_label_is_no_larger_than_its_paper(dpi: int) -> None:
    image = picture(label_pdf(), dpi)
    assert image.width <= round(58 / 25.4 * dpi) + 8  # whole bytes
    assert image.height <= round(40 / 25.4 * dpi)


def test_a_label_printer_gets_one_picture_whose_bars_are_read_at_its_own_dots() -> None:
    for dpi in (203, 300):
        with printer_stand_in() as there:
            printer.hand_over(label_pdf(), Way(printer=there.zpl, dpi=dpi, copies=2), LABEL.code)
        (sent,) = there.got
        assert sent.startswith(b"^XA")
        assert sent.rstrip().endswith(b"^XZ")
        assert b"^PQ2" in sent
        (image,) = labels(sent)
        assert {n % MODULE[dpi] for n in bars_of(image)} == {0}


def test_a_roll_printer_gets_kazakh_letters_as_dots() -> None:
    """Its own letters make «?» of them; as a picture they are what the label's form draws."""
    with printer_stand_in() as there:
        printer.hand_over(label_pdf("kk"), Way(printer=there.escpos), LABEL.code)
    (sent,) = there.got
    assert "Қ".encode() not in sent
    drawn = strips(sent)
    whole = Image.new("1", (drawn[0].width, sum(s.height for s in drawn)))
    top = 0
    for strip in drawn:
        whole.paste(strip, (0, top))
        top += strip.height
    assert whole.tobytes() == picture(label_pdf("kk"), 203).tobytes()
    title = whole.crop((16, 16, 450, 42))  # «ҚҰЖАТТАР»: ink where the letters stand
    assert 200 < title.convert("L").histogram()[0] < 4000


@pytest.mark.parametrize(
    ("how", "status"), [({"paper_out": True}, "paper-out"), ({"paused": True}, "paused"), ({"open": True}, "open")]
)
def test_a_label_printer_that_stands_is_sent_nothing(how: dict[str, bool], status: str) -> None:
    with printer_stand_in(**how) as there:
        with pytest.raises(Unavailable) as told:
            printer.hand_over(label_pdf(), Way(printer=there.zpl), LABEL.code)
        assert printer.standing(there.zpl) == status
    assert told.value.status == status
    assert there.got == []


def test_a_roll_printer_without_paper_is_sent_nothing() -> None:
    with printer_stand_in(sensor=0x72) as there, pytest.raises(Unavailable, match="paper-out"):
        printer.hand_over(label_pdf(), Way(printer=there.escpos), LABEL.code)
    assert there.got == []


def test_a_printer_that_answers_no_questions_may_print() -> None:
    with printer_stand_in(mute=True) as there:
        printer.hand_over(label_pdf(), Way(printer=there.zpl), LABEL.code)
    assert len(there.got) == 1


def test_a_printer_that_is_not_there_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    with pytest.raises(Unavailable, match="gone"):
        printer.hand_over(label_pdf(), Way(printer=f"zpl://127.0.0.1:{port}"), LABEL.code)


@pytest.mark.parametrize(("kind", "status"), [("zpl", "not-a-label"), ("escpos", "too-wide")])
def test_a_page_is_not_squeezed_onto_a_small_printer(kind: str, status: str) -> None:
    page = papers.draw("separator", EXAMPLES["separator"], "both")
    with pytest.raises(Unavailable, match=status):
        printer.hand_over(page, Way(printer=f"{kind}://127.0.0.1:9"), "x")


@pytest.mark.parametrize("wrong", ["zpl://", "zpl://host:port", "escpos://:9100"])
def test_what_is_no_address_is_said_to_be_none(wrong: str) -> None:
    assert printer.standing(wrong) == "address"


def test_a_page_is_black_on_white_at_the_printers_dots() -> None:
    page = papers.draw("acceptance-receipt", EXAMPLES["acceptance-receipt"], "both")
    image = dots.page_in_dots(page, 0, dpi=300)
    assert (image.width(), image.height()) == (2480, 3508)
    assert image.pixelColor(2, 2).getRgb()[:3] == (255, 255, 255)
    plain = image.convertToFormat(image.Format.Format_Grayscale8)
    grey = Image.frombuffer(
        "L", (plain.width(), plain.height()), bytes(plain.constBits()), "raw", "L", plain.bytesPerLine(), 1
    )
    assert EXAMPLES["acceptance-receipt"].code in [f.text for f in scanned(grey)]


def test_sizes_have_the_names_that_printers_know() -> None:
    assert dots.Page(210, 297).media == "A4"
    assert dots.Page(210, 148).media == "A5"
    assert dots.Page(58, 40).media == "Custom.58x40mm"
    assert dots.pages(label_pdf()) == (dots.Page(58.0, 40.0),)


def test_what_is_no_pdf_is_said_to_be_unreadable() -> None:
    with pytest.raises(Unavailable, match="unreadable"):
        dots.pages(b"no paper at all")
