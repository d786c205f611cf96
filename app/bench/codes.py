"""Every code of our papers, read back from the page as a scanner's picture shows it: clean, turned, blurred, noisy.

Clean at 150, 200 and 300 dots an inch by zxing, and by zbar (Debian's `zbar-tools`) where it is there; at 200 also turned by 3°
either way, blurred and noisy, by zxing. zxing looks at a picture as it came and, where a code is missing, enlarged, as our
reader of scans does: a label's bars are one and a half dots wide at 150, and their edges lie between the dots of the picture.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import zxingcpp
from PIL import Image, ImageChops, ImageFilter
from sqlalchemy import select

from app.bench.house import WHO, application, house
from app.bench.limits import Limit
from app.bench.pairs import Place
from app.print import draw
from app.print.page import Paper
from app.start import App
from app.store.tables import papers

CASES, READ = 6, "share read"
DOTS, MIDDLE = (150, 200, 300), 200  # an inch
TURN, BLUR, NOISE = 3, 1.0, 40  # degrees; pixels, a fifth of a millimetre across; grey levels of 255 either way
SECTOR, COURIER = "sector.at01", "courier"


class Drawn(NamedTuple):
    """A page with the codes that were drawn on it."""

    form: str
    pdf: bytes
    number: int  # from 0
    codes: frozenset[str]

    def picture(self, dots: int) -> Image.Image:
        with pdfium.PdfDocument(self.pdf) as document:
            image: Image.Image = document[self.number].render(scale=dots / 72, grayscale=True).to_pil()
            return image


def run(place: Place) -> list[Limit]:
    made = [pages_of(*paper) for paper in stored(place.folder, place.cases or CASES)]
    pages = [page for some in made for page in some]
    notes = {
        "pages": len(pages), "codes": sum(len(page.codes) for page in pages),
        "forms": dict(Counter(page.form for page in pages)),
    }  # fmt: skip
    zxing = (by_zxing, enlarged)
    found = [_counted(f"zxing, clean, {dots} dpi", _pictures(pages, dots), zxing, notes) for dots in DOTS]
    if shutil.which("zbarimg"):
        zbar = (by_zbar(place.folder),)
        found += [_counted(f"zbar, clean, {dots} dpi", _pictures(pages, dots), zbar, {}) for dots in DOTS]
    else:
        why = {"skipped": "zbarimg is not on this machine (Debian: zbar-tools)"}
        found.append(Limit(what="zbar", value=0, unit=READ, kind="at least", target=1, judged=False, notes=why))
    for name, spoil in spoilings().items():
        shown = ((page, spoil(picture)) for page, picture in _pictures(pages, MIDDLE))
        found.append(_counted(f"zxing, {name}, {MIDDLE} dpi", shown, zxing, {}))
    return found


Read = Callable[[Image.Image], set[str]]


def _counted(
    what: str, shown: Iterable[tuple[Drawn, Image.Image]], looks: Sequence[Read], notes: dict[str, Any]
) -> Limit:
    """A further look is taken where a code of the page is still missing."""
    of, first, whole = 0, 0, 0
    missed: Counter[str] = Counter()
    for page, picture in shown:
        read: set[str] = set()
        for number, look in enumerate(looks):
            if page.codes - read:
                read |= look(picture)
            first += 0 if number else len(page.codes & read)
        of += len(page.codes)
        whole += len(page.codes & read)
        missed[page.form] += len(page.codes - read)
    told = {"read": whole, "of": of, "read_at_first_look": first, "missed_on": dict(+missed), **notes}
    return Limit(what=what, value=whole / of, unit=READ, kind="at least", target=1, notes=told)


# ---- papers


def stored(folder: Path, cases: int) -> list[tuple[str, str, dict[str, Any]]]:
    """What a small day at a counter prints: receipts, labels, a registry, an act of hand-over, with their stored facts."""
    with house(folder) as app:
        numbers = [app.run("intake.accept", application(app), as_=WHO, draw=False).value.number for _ in range(cases)]
        _to_the_courier(app, [f"C-{number}" for number in numbers])
        with app.store.reading() as connection:
            rows = connection.execute(select(papers.c.form, papers.c.lang, papers.c.facts).order_by(papers.c.id)).all()
    return [(row.form, row.lang, json.loads(row.facts)) for row in rows]


def _to_the_courier(app: App, codes: list[str]) -> None:
    entered = [app.run("accumulation.enter", {"code": code}, as_=SECTOR).value for code in codes]
    closing = {"code": entered[0].registry, "cases": [e.case for e in entered]}
    closed = app.run("accumulation.close", closing, as_=SECTOR, draw=False).value
    bag = {"registries": [f"R{closed.number.replace('-', '')}"], "to": COURIER}
    app.run("courier.give", bag, as_=SECTOR, draw=False)


def pages_of(form: str, lang: str, facts: dict[str, Any]) -> list[Drawn]:
    """The drawn pages, and which codes stand on each; a block that was drawn to be measured, and taken back, is not counted."""
    noted: dict[str, str] = {}  # what draws it: the code
    papers_: list[Paper] = []
    bars, square = Paper.bars, Paper.qr

    def noted_bars(paper: Paper, x: float, y: float, code: str, dot: float, height: float) -> None:
        bars(paper, x, y, code, dot, height)
        noted[paper._ops[-1]] = code
        papers_.append(paper)

    def noted_square(paper: Paper, x: float, y: float, proof: str) -> float:
        side = square(paper, x, y, proof)
        noted[paper._ops[-1]] = proof
        return side

    Paper.bars, Paper.qr = noted_bars, noted_square  # type: ignore[method-assign,assignment]
    try:
        pdf = draw(form, facts, lang)  # type: ignore[arg-type]
    finally:
        Paper.bars, Paper.qr = bars, square  # type: ignore[method-assign]
    shown = papers_[0].drawn() if papers_ else []
    pages = [frozenset(noted[line] for line in page if line in noted) for page in shown]
    return [Drawn(form, pdf, number, codes) for number, codes in enumerate(pages) if codes]


def _pictures(pages: list[Drawn], dots: int) -> Iterator[tuple[Drawn, Image.Image]]:
    """A page after the other: a picture of 300 dots an inch is large."""
    for drawn in pages:
        yield drawn, drawn.picture(dots)


# ---- readers


SET_TO = zxingcpp.BarcodeFormats(
    [zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCodeModel2]
)  # what a counter's scanner is set to


def by_zxing(picture: Image.Image) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(picture, formats=SET_TO)}


def enlarged(picture: Image.Image) -> set[str]:
    return by_zxing(picture.resize((picture.width * 2, picture.height * 2), Image.Resampling.BICUBIC))


def by_zbar(folder: Path) -> Read:
    file = folder / "page.pgm"

    def read(picture: Image.Image) -> set[str]:
        picture.save(file)
        told = subprocess.run(
            ["zbarimg", "-q", "--raw", str(file)], capture_output=True, text=True, check=False, timeout=60
        )
        return set(told.stdout.split())

    return read


def spoilings() -> dict[str, Callable[[Image.Image], Image.Image]]:
    """The same every time."""
    chance = random.Random(1)

    def turned(by: int) -> Callable[[Image.Image], Image.Image]:
        return lambda picture: picture.rotate(by, Image.Resampling.BICUBIC, expand=True, fillcolor=255)

    def noisy(picture: Image.Image) -> Image.Image:
        grains = Image.frombytes("L", picture.size, chance.randbytes(picture.width * picture.height))
        return ImageChops.add(picture, grains.point(lambda v: (v - 128) * NOISE // 128 + 128), offset=-128)

    return {
        f"turned by {TURN}°": turned(TURN), f"turned by -{TURN}°": turned(-TURN),
        f"blurred by {BLUR:g} px": lambda picture: picture.filter(ImageFilter.GaussianBlur(BLUR)), f"noisy by ±{NOISE}": noisy,
    }  # fmt: skip
