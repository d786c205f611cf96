"""Tables to take away as XLSX: numbers are numbers, everything else is text and stays text, whatever it begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

Value = str | int | date | None
LONGEST = 32_767  # letters in a cell of this format
WAKES = "=+-@\t\r\n\0＝＋－＠"  # what a spreadsheet, or one that opens it again, may take for a formula
EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 – no clock in the file: the same facts give the same bytes
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    wide: int = 14  # letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One sheet. `head`: lines over the table – whose, of which days."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Value, ...]]
    head: tuple[str, ...] = ()


def book(tables: Sequence[Table], *, title: str, author: str) -> bytes:
    """The bytes of a workbook. A value that is no text, number or day is `TypeError`."""
    out = BytesIO()
    workbook = xlsxwriter.Workbook(out, _SAFE)
    said = {name: "".join(c for c in text if c.isprintable()) for name, text in (("title", title), ("author", author))}
    workbook.set_properties({**said, "created": EPOCH})
    plain = {"valign": "top"}
    looks = {
        "head": workbook.add_format({"bold": True, "font_size": 12}),
        "title": workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2}),
        "text": workbook.add_format({**plain, "text_wrap": True, "num_format": "@"}),
        "guarded": workbook.add_format({**plain, "text_wrap": True, "num_format": "@", "quote_prefix": True}),
        "number": workbook.add_format({**plain, "num_format": "0"}),
        "day": workbook.add_format({**plain, "num_format": "dd.mm.yyyy", "align": "left"}),
    }
    for table in tables:
        _sheet(workbook.add_worksheet(sheet_name(table.name)), table, looks)
    workbook.close()
    return out.getvalue()


def _sheet(sheet: Any, table: Table, looks: dict[str, Any]) -> None:
    for n, line in enumerate(table.head):
        sheet.write_string(n, 0, _text(line), looks["head"])
    top = len(table.head) + 1 if table.head else 0
    for n, column in enumerate(table.columns):
        sheet.set_column(n, n, column.wide)
        sheet.write_string(top, n, _text(column.title), looks["title"])
    for k, row in enumerate(table.rows, top + 1):
        for n, value in enumerate(row):
            _cell(sheet, k, n, value, looks)
    sheet.freeze_panes(top + 1, 0)
    if table.rows:
        sheet.autofilter(top, 0, top + len(table.rows), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)


def _cell(sheet: Any, row: int, column: int, value: Value, looks: dict[str, Any]) -> None:
    match value:
        case None:
            return
        case bool():
            raise TypeError("a truth value is told in words")
        case int():
            sheet.write_number(row, column, value, looks["number"])
        case date():
            sheet.write_datetime(row, column, value, looks["day"])
        case str():
            sheet.write_string(row, column, _text(value), looks["guarded" if value[:1] in WAKES else "text"])
        case _:
            raise TypeError(f"{type(value).__name__} has no cell")


def _text(value: str) -> str:
    """What the format can hold: no half letters, no more than a cell's."""
    whole = value.encode("utf-8", "replace").decode()
    return whole if len(whole) <= LONGEST else whole[: LONGEST - 1] + "…"


def sheet_name(name: str) -> str:
    """A sheet's name has at most 31 letters, and not all of them: a control sign there makes a file that nobody can open."""
    return "".join("–" if c in "[]:*?/\\" else c for c in name if c.isprintable()).strip("'")[:31] or "1"
