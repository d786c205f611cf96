"""An acceptance receipt, warm: two languages, bars, Kazakh letters; against a bare canvas of reportlab with the same page.

Ours begins with the stored facts of a real acceptance: texts are looked up, measured, broken into lines, bars and signed
code made. Each round is another visitor with a number and a signed code of their own, as at a counter: what only the same
paper drawn twice would remember is of no help. The raw side is told where each line, rule and bar of that page stands, and
only draws them, in the same faces; the signed code is handed to it ready.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from reportlab.pdfbase.pdfmetrics import registerFont  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
from sqlalchemy import select

from app.bench.house import WHO, application, house
from app.bench.pairs import Place, Result, milliseconds, pairs
from app.bench.shares import shares
from app.domain.numbers import case_number
from app.print import draw
from app.print.page import Paper
from app.print.type import FOLDER, Style
from app.store.tables import papers

ROUNDS, TARGET = 60, 0.6
FORM = "acceptance-receipt"
ROOT = Path(__file__).resolve().parents[2]
BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
AGAIN = """
import json, sys
from app.print import draw
sys.stdout.write(draw(sys.argv[1], json.load(sys.stdin), "both").hex())
"""
NUMBER = r"(-?[\d.]+)"
LINE = re.compile(rf"{NUMBER} w {NUMBER} {NUMBER} m {NUMBER} {NUMBER} l S")
FRAME = re.compile(rf"{NUMBER} w {NUMBER} {NUMBER} {NUMBER} {NUMBER} re S")
BARS = re.compile(rf"q 1 0 0 1 {NUMBER} {NUMBER} cm (.*) f Q")
BAR = re.compile(rf"{NUMBER} {NUMBER} {NUMBER} {NUMBER} re")


class Shown(NamedTuple):
    x: float
    y: float
    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on the page, and where."""

    wide: float
    high: float
    texts: tuple[Shown, ...]
    operations: tuple[str, ...]


def run(place: Place) -> list[Result]:
    stored = stored_facts(place)
    facts, page = stored, seen(stored)
    register(page)
    coming = visitors(stored)

    def ours() -> bytes:
        nonlocal facts
        facts = next(coming)
        return draw(FORM, facts, "both")

    def where() -> None:
        nonlocal page
        page = seen(facts)

    mine, theirs = pairs(ours, lambda: bare(page), rounds=ROUNDS, warm=5, between=where)
    same = drawn_again(facts)
    again, alike = pairs(lambda: draw(FORM, facts, "both"), lambda: bare(page), rounds=ROUNDS // 2)
    notes: dict[str, Any] = {
        "texts": len(page.texts), "bytes": len(same[0]), "raw_bytes": len(bare(page)), "same_bytes": len(set(same)) == 1,
        "drawn_again_ms": milliseconds(again),
        "drawn_again_ratio": round(median(a / b for a, b in zip(again, alike, strict=True)), 3),
        "time_goes_to": shares(ours),
    }  # fmt: skip
    return [Result(what="acceptance receipt", ours=mine, raw=theirs, kind="time", target=TARGET, notes=notes)]


def visitors(stored: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same application from one person after another, the same ones every time."""
    chance = random.Random(1)
    for serial in count(1):
        number = case_number("AT01", "01", year=2016, serial=serial)
        name = f"ТОО «Жайық-Дәрігер {serial}»"
        signed = "".join(chance.choices(BASE32, k=len(stored["proof"])))
        yield {
            **stored, "number": number, "code": f"C{number.replace('-', '')}", "proof": signed,
            "applicant": {**stored["applicant"], "name": {"kk": name, "ru": name}},
        }  # fmt: skip


def drawn_again(facts: dict[str, Any]) -> list[bytes]:
    """Here twice, and in a program of its own that remembers nothing."""
    child = [sys.executable, "-c", AGAIN, FORM]
    told = subprocess.run(
        child, input=json.dumps(facts), capture_output=True, text=True, check=True, timeout=120, cwd=ROOT,
    )  # fmt: skip
    return [draw(FORM, facts, "both"), draw(FORM, facts, "both"), bytes.fromhex(told.stdout)]


def stored_facts(place: Place) -> dict[str, Any]:
    """Of a receipt that fits on one page."""
    with house(place.folder) as app:
        paper = app.run("intake.accept", application(app, "reissue"), as_=WHO, draw=False).papers[0]
        with app.store.reading() as connection:
            facts: dict[str, Any] = json.loads(
                connection.execute(select(papers.c.facts).where(papers.c.id == paper)).scalar_one()
            )
    return facts


def seen(facts: dict[str, Any]) -> Page:
    """The page as it is drawn, looked at once."""
    texts: list[Shown] = []
    pages: list[Paper] = []
    show: Callable[..., None] = Paper._show

    def noted(paper: Paper, x: float, base: float, text: str, style: Style) -> None:
        texts.append(Shown(x, base, text, style))
        pages.append(paper)
        show(paper, x, base, text, style)

    Paper._show = noted  # type: ignore[assignment,method-assign]
    try:
        draw(FORM, facts, "both")
    finally:
        Paper._show = show  # type: ignore[method-assign]
    paper = pages[0]
    (operations,) = paper.drawn()
    plain = tuple(line for line in operations if not line.startswith("BT"))
    return Page(paper.size.wide * 72 / 25.4, paper.high, tuple(texts), plain)


def register(page: Page) -> None:
    """The faces of the page as anybody would open them."""
    for face in {shown.style.face for shown in page.texts}:
        registerFont(TTFont(f"bare {face}", str(FOLDER / f"{face}.ttf")))


def bare(page: Page) -> bytes:
    """The same page by reportlab's own calls; the few other signs are handed over ready."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(page.wide, page.high), pageCompression=1, invariant=1)
    for x, y, text, style in page.texts:
        canvas.setFont(f"bare {style.face}", style.size)
        canvas.drawString(x, y, text, charSpace=style.track * style.size)
    for operation in page.operations:
        if found := LINE.fullmatch(operation):
            weight, *points = map(float, found.groups())
            canvas.setLineWidth(weight)
            canvas.line(*points)
        elif found := FRAME.fullmatch(operation):
            weight, *corners = map(float, found.groups())
            canvas.setLineWidth(weight)
            canvas.rect(*corners)
        elif found := BARS.fullmatch(operation):
            canvas.saveState()
            canvas.translate(float(found[1]), float(found[2]))
            for bar in BAR.finditer(found[3]):
                canvas.rect(*map(float, bar.groups()), stroke=0, fill=1)
            canvas.restoreState()
        else:
            canvas._code.append(operation)
    canvas.save()
    return out.getvalue()
