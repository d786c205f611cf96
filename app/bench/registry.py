"""A registry of 500 cases, cells that wrap; against a bare canvas that writes a cell on one line and looks not if it fits.

Each round is a registry of other cases: the names were never seen before, and nothing of the round before is of help.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from io import BytesIO
from itertools import count
from typing import Any

from reportlab.pdfbase.pdfmetrics import registerFont  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from app.bench.pairs import Place, Result, pairs
from app.bench.shares import shares
from app.domain.numbers import case_number
from app.print import draw
from app.print.type import FOLDER, MONO, SANS

ROUNDS, TARGET, LINES = 12, 1.5, 500
FORM = "registry-out"
MM = 72 / 25.4
COLUMNS = (
    20,
    36,
    71,
    120,
    157,
    167,
    182,
)  # millimetres: number in the list, case, applicant, asked, documents, sheets, day
ROW, TOP, BOTTOM = 8.8 * MM, 280 * MM, 25 * MM
FIRMS = ("Дәрігер", "Денсаулық", "Шипа", "Жайық", "Сау Бала", "Арман", "Өмір", "Медсервис", "Диагностика", "Дентал")
KINDS = (
    "ТОО",
    "ЖШС",
    "Товарищество с ограниченной ответственностью",
    "Жауапкершілігі шектеулі серіктестігі",
    "ИП",
    "КГП на ПХВ",
)
PLACES = ("Атырау", "Құлсары", "Индербор", "Махамбет", "Мақат", "Доссор", "Ақкістау", "Миялы")
SIGN = (
    ("made_by", "Сапарова Г. М.", "сектор"), ("given_by", "Бекенов А. Т.", "курьер"), ("taken_by", "Ізбасова С. Қ.", ""),
)  # fmt: skip
ASKED = (
    {"ru": "выдача: Л + П", "kk": "беру: Л + Қ"}, {"ru": "переоформление: Л + П", "kk": "қайта ресімдеу: Л + Қ"},
    {"ru": "дубликат: Л", "kk": "телнұсқа: Л"},
)  # fmt: skip


def run(place: Place) -> list[Result]:
    del place
    coming = registries()
    facts = next(coming)
    bare_with_faces(facts)

    def ours() -> bytes:
        nonlocal facts
        facts = next(coming)
        return draw(FORM, facts, "both")

    mine, theirs = pairs(ours, lambda: bare(facts), rounds=ROUNDS, warm=2)
    paper = draw(FORM, facts, "both")
    notes = {
        "lines": LINES, "bytes": len(paper), "raw_bytes": len(bare(facts)), "same_bytes": paper == draw(FORM, facts, "both"),
        "time_goes_to": shares(ours, runs=4),
    }  # fmt: skip
    what = f"registry of {LINES} lines, cells that wrap"
    return [Result(what=what, ours=mine, raw=theirs, kind="time", target=TARGET, notes=notes)]


def registries(lines: int = LINES) -> Iterator[dict[str, Any]]:
    """Stored facts of one registry after another, the same ones every time."""
    chance = random.Random(1)
    for serial in count(1):
        number = case_number("AT01", "08", year=2016, serial=serial)
        first = serial * lines
        entries = [_entry(chance, first + n) for n in range(lines)]
        two = {"ru": "Управление здравоохранения", "kk": "Денсаулық сақтау басқармасы"}
        here = {"ru": "AT01", "kk": "AT01"}
        head = {"ru": "Государственная корпорация", "kk": "Мемлекеттік корпорация"}
        people = {key: {"name": name, "role": {"ru": role, "kk": role}} for key, name, role in SIGN}
        yield {
            "office": {"name": head, "branch": head, "address": here, "telephone": ""}, "code": f"R{number.replace('-', '')}",
            "number": number, "act": "atyrau-2015-324", "closed_at": "2016-11-18T16:40:00+05:00", "version": 1,
            "source": {"name": here, "desk": head}, "target": {"name": two, "desk": two},
            "groups": [{"name": {"ru": "Выдача лицензии", "kk": "Лицензия беру"}, "entries": entries}], **people,
        }  # fmt: skip


def _entry(chance: random.Random, serial: int) -> dict[str, Any]:
    """One of six is the long name of a company that takes several lines."""
    name = f"{chance.choice(KINDS)} «{chance.choice(FIRMS)}-{chance.choice(FIRMS)} {serial}», {chance.choice(PLACES)}"
    return {
        "number": case_number("AT01", f"{serial % 9 + 1:02}", year=2016, serial=serial % 99_999 + 1), "applicant": name,
        "asked": chance.choice(ASKED), "documents": chance.randint(3, 9), "sheets": chance.randint(4, 60),
        "due_on": f"2016-12-{chance.randint(1, 28):02}", "changed": False,
    }  # fmt: skip


def bare_with_faces(facts: dict[str, Any]) -> bytes:
    """The first time, with the faces opened as anybody would open them."""
    for face in (SANS, MONO):
        registerFont(TTFont(f"bare {face}", str(FOLDER / f"{face}.ttf")))
    return bare(facts)


def bare(facts: dict[str, Any]) -> bytes:
    """The same cells, rules and squares by reportlab's own calls, a line each; no head, foot, totals or signatures."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(210 * MM, 297 * MM), pageCompression=1, invariant=1)
    y = TOP
    entries = [entry for group in facts["groups"] for entry in group["entries"]]
    for n, entry in enumerate(entries, 1):
        day = ".".join(reversed(entry["due_on"].split("-")))
        asked = f"{entry['asked']['kk']} {entry['asked']['ru']}"
        cells = (str(n), entry["number"], entry["applicant"], asked, str(entry["documents"]), str(entry["sheets"]), day)
        for k, (x, text) in enumerate(zip(COLUMNS, cells, strict=True)):
            canvas.setFont(f"bare {MONO if k == 1 else SANS}", 8.6)
            canvas.drawString(x * MM, y, text)
        canvas.setLineWidth(0.4)
        canvas.line(20 * MM, y - 2 * MM, 198 * MM, y - 2 * MM)
        for x in (29, 190):
            canvas.rect(x * MM, y - MM, 4.6 * MM, 4.6 * MM)
        y -= ROW
        if y < BOTTOM:
            canvas.showPage()
            y = TOP
    canvas.save()
    return out.getvalue()
