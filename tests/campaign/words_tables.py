# ruff: noqa: E501
"""Words that wake up in a spreadsheet: formulas, DDE, links, and what only looks like them."""

from __future__ import annotations

from itertools import product

STARTS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠", "\t", "'=", ' "=', "\x00=")
DEEDS = (
    'HYPERLINK("http://127.0.0.1/"&A1;"Серік")', "cmd|' /C calc'!A0", "1+1", "SUM(A1:A9)*2", "WEBSERVICE(\"http://127.0.0.1/\")",
    "IMPORTXML(CONCAT(\"http://127.0.0.1/\",A2),\"//a\")", "MSEXCEL|'\\..\\..\\cmd.exe /c calc'!''", "Сейтқали Нұрлан",
)  # fmt: skip
PLAIN = ("http://127.0.0.1/", "mailto:a@b.kz", "0001", "1E5", "TRUE", "{=1+1}", "2016-11-16", "_x0041_", "internal:A1", "\x1b[31m", "]]>",
         "<f>1</f>", "%", "140640017300", "&amp;", "Ә" * 40_000)  # fmt: skip


def words() -> list[str]:
    return [*PLAIN, *(start + deed for start, deed in product(STARTS, DEEDS))]
