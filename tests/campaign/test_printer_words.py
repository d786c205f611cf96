"""S12: no name is an order to a printer: what goes there is a picture of whole dots, and a paper in which letters are drawn."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from app import print as papers
from app.domain.names import clean
from app.domain.personal import Personal
from tests.campaign.counted import WHOLE, cases, ran
from tests.campaign.test_markup import named
from tests.campaign.words_printer import TOKEN, words
from tests.print.examples import EXAMPLES
from tests.print.reading import scanned
from tests.ui.printer_stand_in import labels, printer_stand_in, strips
from tests.ui.test_dots import MODULE, bars_of
from ui.devices import printer, printer_net
from ui.devices.printer import Way

ZPL = re.compile(rb"(?:\^XA\^PW\d+\^LL\d+\^LH0,0\^FO0,0\^GFA,\d+,\d+,\d+,[0-9A-F]+\^FS\^PQ\d\^XZ\n)+")
Maker = Callable[[bytes, str], bytes]  # the paper and the name on it, to the bytes for the printer
FORMS = ("label", "separator", "acceptance-receipt", "refusal-receipt")


@pytest.fixture(autouse=True)
def _qt(qapp: QApplication) -> None:
    """Pages are drawn by Qt."""


def drawn(form: str, word: str) -> bytes:
    return papers.draw(form, named(EXAMPLES[form], word), "both")  # type: ignore[arg-type]


def orders_in_zpl(body: bytes) -> str:
    if not ZPL.fullmatch(body):
        return "more than pictures"
    told = [f.text for image in labels(body) for f in scanned(image)]
    return "" if told == [EXAMPLES["label"].code] else f"the bars say {told}"


def orders_in_escpos(body: bytes) -> str:
    """Read as the printer reads it: reset, pictures of the size they say, feed, cut; any other byte is an order of somebody."""
    at = 2 if body.startswith(b"\x1b@") else len(body) + 1
    while body.startswith(b"\x1dv0\x00", at):
        across, rows = (int.from_bytes(body[at + n : at + n + 2], "little") for n in (4, 6))
        at += 8 + across * rows
    return "" if body[at:] == b"\x1bd\x04\x1dV\x42\x00" and strips(body) else "more than pictures"


STRINGS = re.compile(
    rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>", re.DOTALL
)  # in brackets letters are drawn, never obeyed


def orders_in_paper(body: bytes) -> str:
    """Outside what is drawn the token is nowhere: neither in the file nor in what its streams unpack to."""
    packed = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
    pages = [part for part in map(unpacked, packed.findall(body)) if b" Tf" in part]
    if any(TOKEN.encode() in STRINGS.sub(b"", part) for part in (packed.sub(b"", body), *pages)):
        return "a name as letters"
    return "" if body.startswith(b"%PDF-") and pages else "no paper"


def unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""


def tried(attacks: list[str], zpl: Maker, escpos: Maker, paper: Maker) -> tuple[int, list[str]]:
    count, through = 0, list[str]()
    for n, word in enumerate(attacks):
        kept = clean(Personal(word)).open()
        pdf = drawn("label", kept)
        form = FORMS[n % len(FORMS)]
        for way, wrong in (
            ("zpl", orders_in_zpl(zpl(pdf, word))), ("escpos", orders_in_escpos(escpos(pdf, word))),
            (form, orders_in_paper(paper(drawn(form, kept), word))),
        ):  # fmt: skip
            count += 1
            through += [f"{way} {word!r}: {wrong}"] if wrong else []
    return count, through


def as_zpl(pdf: bytes, word: str) -> bytes:
    return printer_net.zpl(pdf, 0, dpi=203)


def as_escpos(pdf: bytes, word: str) -> bytes:
    return printer_net.escpos(pdf, 0, dpi=203)


def as_it_is(pdf: bytes, word: str) -> bytes:
    return pdf


def test_a_name_on_a_label_or_a_paper_is_a_picture_and_no_order() -> None:
    attacks = words() if WHOLE else words()[:: len(words()) // cases(200, least=12)]
    count, through = tried(attacks, as_zpl, as_escpos, as_it_is)
    naive: tuple[tuple[Maker, Maker, Maker], ...] = (
        (lambda pdf, word: as_zpl(pdf, word) + b"^XA^FD" + word.encode() + b"^FS^XZ\n", as_escpos, as_it_is),
        (as_zpl, lambda pdf, word: b"\x1b@" + word.encode() + as_escpos(pdf, word)[2:], as_it_is),
        (as_zpl, as_escpos, lambda pdf, word: pdf + b"%" + word.encode()),
    )
    caught = sum(bool(tried(attacks[1:3], *makers)[1]) for makers in naive)
    assert not through, through[:5]
    ran("S12", count, through=len(through), planted=(caught, len(naive)))


@pytest.mark.parametrize("kind", ["zpl", "escpos"])
def test_the_printer_on_the_net_is_sent_what_was_drawn_and_nothing_else(kind: str) -> None:
    word = clean(Personal(words()[0])).open()
    with printer_stand_in() as there:
        address = there.zpl if kind == "zpl" else there.escpos
        printer.hand_over(drawn("label", word), Way(printer=address, mode="at-once"), "C-AT01-03-16-00042-2")
    judge: dict[str, Callable[[bytes], str]] = {"zpl": orders_in_zpl, "escpos": orders_in_escpos}
    assert [judge[kind](body) for body in there.got] == [""]


def test_bars_beside_such_a_name_are_whole_dots() -> None:
    """Every bar and gap of the code is a whole number of the printer's dots, whatever name stands beside it."""
    bars = [bars_of(labels(as_zpl(drawn("label", clean(Personal(word)).open()), ""))[0]) for word in words()[:3]]
    assert {dots % MODULE[203] for dots in bars[0]} == {0}
    assert bars[0] == bars[1] == bars[2]
