"""S08: what was typed stays text in every column of every table that is taken away, and wakes up in no spreadsheet."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from app.print import sheet
from app.print.sheet import LONGEST, Column, Table, book
from app.report.book import cases_xlsx, summary_xlsx
from tests.campaign.counted import WHOLE, ran
from tests.campaign.test_markup import named
from tests.campaign.words_tables import words
from tests.report.half_month import counted
from tests.report.test_book import CASE

ZONE, ROOT = ZoneInfo("Asia/Atyrau"), Path(__file__).resolve().parents[2]
FIRST = "=+-@\t\r\n\0＝＋－＠"  # ASVS 5.0, 1.2.10, and their full-width twins


def awake(body: bytes) -> list[str]:
    """What a spreadsheet would reckon, follow or fetch in the file; and text that would wake up when it is edited."""
    found = []
    with ZipFile(io.BytesIO(body)) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode()
            found += [f"{name}: {hit}" for hit in re.findall(r"<f>|<f |externalLink|<hyperlink|ddeLink|<oleLink", text)]
            found += [name] if "externalLink" in name or "/rels/sheet" in name else []
    for page in openpyxl.load_workbook(io.BytesIO(body)).worksheets:
        for row in page.iter_rows():
            for cell in row:
                told = cell.value if isinstance(cell.value, str) else ""
                if cell.data_type == "f" or cell.hyperlink is not None:
                    found.append(f"{page.title}!{cell.coordinate} is a {cell.data_type}")
                elif {told[:1], unescape(told)[:1]} & {*FIRST} and not cell.quotePrefix and not cell.font.b:
                    found.append(f"{page.title}!{cell.coordinate} is text until somebody edits it")
    return found


def said(body: bytes) -> list[str]:
    cells = (c.value for p in openpyxl.load_workbook(io.BytesIO(body)).worksheets for r in p.iter_rows() for c in r)
    return [value if "_x0041_" in value else unescape(value) for value in cells if isinstance(value, str)]


def tables(word: str) -> list[tuple[str, bytes]]:
    """Every table of the program with that word wherever somebody's words may stand: head, names, reasons, numbers."""
    head, cases = (word, word, word), (replace(CASE, number=word, applicant=word), CASE)
    found: Any = named(counted(), word)
    pages = [("cases", cases_xlsx(cases, head=head, lang="ru", zone=ZONE))]
    return [*pages, *(("summary", summary_xlsx(found, head=head, lang=lang, side="centre")) for lang in ("kk", "ru"))]


def through(attacks: list[str]) -> tuple[int, list[str]]:
    """How many cells were tried, and which woke up or lost what was typed."""
    cells, wrong = 0, list[str]()
    for word in attacks:
        for name, body in tables(word):
            held = [text for text in said(body) if word.replace("\r", "")[:20].strip() in text.replace("\r", "")]
            cells += len(held)
            wrong += [f"{name} {word[:20]!r}: {what}" for what in awake(body)]
            wrong += [] if len(held) > 3 else [f"{name}: {word[:20]!r} is not there as it was typed"]
    return cells, wrong


def test_a_word_in_any_column_of_any_table_stays_text() -> None:
    every = words()
    cells, wrong = through(every if WHOLE else [*every[:2], every[20], every[37], every[-1]])
    assert not wrong, wrong[:5]
    ran("S08", cells, through=len(wrong), planted=planted(every[16:60:9]))


def planted(attacks: list[str]) -> tuple[int, int]:
    """The library's own guess, formulas allowed, and no guard of the first sign."""

    def guessed(page: Any, row: int, column: int, value: Any, looks: dict[str, Any]) -> None:
        if isinstance(value, str):
            page.write(row, column, value)

    def reckoned(page: Any, row: int, column: int, value: Any, looks: dict[str, Any]) -> None:
        if isinstance(value, str):
            (page.write_formula if value[:1] in "=+-@" else page.write_string)(row, column, value)

    faults: tuple[Callable[[pytest.MonkeyPatch], None], ...] = (
        lambda patch: (patch.setattr(sheet, "_cell", guessed), patch.setattr(sheet, "_SAFE", {"in_memory": True}))[0],
        lambda patch: patch.setattr(sheet, "_cell", reckoned),
        lambda patch: patch.setattr(sheet, "WAKES", ""),
    )
    caught = 0
    for fault in faults:
        with pytest.MonkeyPatch.context() as patch:
            fault(patch)
            caught += bool(through(attacks)[1])
    return caught, len(faults)


@pytest.mark.parametrize("word", words(), ids=range(len(words())))
def test_a_cell_reads_back_as_the_word_it_was(word: str) -> None:
    body = book([Table(name=word, columns=(Column(word),), rows=[(word,)], head=(word,))], title=word, author=word)
    told = said(body)
    assert not awake(body)
    assert len(told) == 3
    if len(word) <= LONGEST:
        assert all(text.replace("\r", "\n") == word.replace("\r", "\n") for text in told)


def test_no_table_leaves_the_program_by_another_door() -> None:
    """A new writer of tables has to come through `app/print/sheet.py`, or say here why not."""
    writers = re.compile(r"^\s*(?:import csv|from csv|import xlsxwriter|import openpyxl|from openpyxl)", re.MULTILINE)
    here = [p for room in ("app", "ui") for p in (ROOT / room).rglob("*.py") if writers.search(p.read_text("utf-8"))]
    assert [p.relative_to(ROOT).as_posix() for p in here] == ["app/print/sheet.py"]
