"""The tables read back as a spreadsheet reads them: numbers are numbers, and nothing that was typed wakes up as a formula."""

from __future__ import annotations

import io
from datetime import date
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from app.print.sheet import LONGEST, Column, Table, book, sheet_name
from app.queries.queue import CaseRow
from app.report.book import cases_xlsx, summary_xlsx
from app.words import LANGUAGES, words
from tests.report.half_month import counted

HEAD = ("AT01", "1–15 ноября 2016", "весь отдел, все услуги")
NASTY = (
    '=HYPERLINK("http://x")', "=1+1", "+7 701 000 41 17", "-2", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1", "=cmd|' /C calc'!A0",
    "http://example.org", "mailto:a@b.kz", "0001", "140640017300", "AT01-03-16-00042-2", "1E5", "{=1}", "TRUE",
)  # fmt: skip


def read(body: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(body))


def column(body: bytes, n: int = 1, sheet: int = 0) -> list[openpyxl.cell.Cell]:
    return [row[n - 1] for row in read(body).worksheets[sheet].iter_rows(min_row=2)]


@pytest.mark.parametrize("text", NASTY)
def test_a_text_stays_the_text_it_was(text: str) -> None:
    body = book([Table(name="t", columns=(Column("c"),), rows=[(text,)])], title="t", author="a")
    (cell,) = column(body)
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert cell.value.replace("_x000D_", "\r") == text
    with ZipFile(io.BytesIO(body)) as parts:
        assert "<f>" not in parts.read("xl/worksheets/sheet1.xml").decode()
        assert not [n for n in parts.namelist() if "externalLink" in n or "rels/sheet" in n]
    if text[0] in "=+-@\t\r＝":
        assert cell.quotePrefix  # and it stays text when somebody edits the cell


def test_a_title_and_a_head_cannot_wake_up_either() -> None:
    body = book([Table(name="=1", columns=(Column("=2"),), rows=[], head=("=3",))], title="=4", author="=5")
    assert [c.data_type for row in read(body).worksheets[0].iter_rows() for c in row if c.value] == ["s", "s"]


def test_numbers_and_days_are_no_text() -> None:
    body = book(
        [Table(name="t", columns=(Column("c"),), rows=[(42,), (date(2016, 11, 16),), (None,)])], title="t", author="a"
    )
    number, day, nothing = column(body) if len(column(body)) == 3 else (*column(body), None)
    assert (number.data_type, number.value) == ("n", 42)
    assert day.is_date
    assert day.value.date() == date(2016, 11, 16)
    assert nothing is None or nothing.value is None


@pytest.mark.parametrize("wrong", [1.5, True, b"x", ["a"]])
def test_what_has_no_cell_is_refused(wrong: object) -> None:
    with pytest.raises(TypeError):
        book([Table(name="t", columns=(Column("c"),), rows=[(wrong,)])], title="t", author="a")  # type: ignore[list-item]


def test_a_text_that_no_cell_holds_ends_with_a_sign_that_it_goes_on() -> None:
    body = book([Table(name="t", columns=(Column("c"),), rows=[("я" * 40_000,), ("\ud800",)])], title="t", author="a")
    long, half = column(body)
    assert len(long.value) == LONGEST
    assert long.value.endswith("…")
    assert half.value == "?"


def test_a_sheets_name_is_one_that_the_format_knows() -> None:
    assert sheet_name("a/b:c" + "x" * 40) == "a–b–c" + "x" * 26
    assert sheet_name("'") == "1"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_summary_reads_back_with_the_figures_of_the_page(lang: str) -> None:
    found = counted()
    workbook = read(summary_xlsx(found, head=HEAD, lang=lang, side="centre"))
    say = words(lang)
    keys = ("summary", "flow", "steps", "refusals", "parties", "survey", "lying")
    assert workbook.sheetnames == [say(f"summary.book.{key}") for key in keys]
    assert [c.value for c in workbook.worksheets[0]["A"][:3]] == list(HEAD)
    rows = lambda n: list(workbook.worksheets[n].iter_rows(min_row=len(HEAD) + 3, values_only=True))  # noqa: E731
    assert sum(v for row in rows(1) for v in row[1:]) == sum(h.n for h in found.hours)
    assert [row[1] for row in rows(2)] == [s.n for s in found.steps]
    assert [row[2] for row in rows(3)] == [r.n for r in found.reasons]
    assert [row[1:] for row in rows(4)] == [(p.n, p.in_time, p.edge, p.late) for p in found.parties]
    assert [row[1:] for row in rows(5)] == [found.quality, found.information]
    assert [row[1] for row in rows(6)] == list(found.lying)
    assert not [
        c.value for sheet in workbook for row in sheet.iter_rows() for c in row if str(c.value).startswith("summary.")
    ]


CASE = CaseRow(
    id="1", row=1, number="AT01-03-16-00042-2", status="accepted", service="medical-licence", variant="issue",
    object="licence", act="atyrau-2015-324", applicant='=HYPERLINK("http://x")', holder="inspector", documents=8, sheets=33,
    accepted_at="2016-11-15T19:30:00.000Z", due_step="to-sector", due_by="2016-11-16T05:00:00.000Z",
)  # fmt: skip


def test_the_list_of_cases_has_numbers_as_text_and_names_nobody() -> None:
    body = cases_xlsx((CASE,), head=HEAD, lang="ru", zone=ZoneInfo("Asia/Atyrau"))
    (row,) = read(body).worksheets[0].iter_rows(min_row=len(HEAD) + 3)
    assert (row[0].value, row[0].data_type) == ("AT01-03-16-00042-2", "s")
    assert row[3].value.date() == date(2016, 11, 16)  # past midnight at the office
    assert (row[4].value, row[5].value) == (8, 33)
    with ZipFile(io.BytesIO(body)) as parts:
        assert not [n for n in parts.namelist() if b"HYPERLINK" in parts.read(n)]


def test_the_same_figures_give_the_same_bytes_and_no_trace_of_this_machine() -> None:
    one, other = (summary_xlsx(counted(), head=HEAD, lang="kk", side="centre") for _ in range(2))
    assert one == other
    with ZipFile(io.BytesIO(one)) as parts:
        whole = b"".join(parts.read(n) for n in parts.namelist())
        assert {i.date_time for i in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not [trace for trace in (b"/work/", b"/tmp/", b"/root", b"/home") if trace in whole]
