"""Names that a file may be given so that it lands elsewhere, is taken for another, or turns the words around it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

WAYS = (
    "../{n}", "../../../../{n}", "/tereze-canary/{n}", "//host/share/{n}", "C:\\{n}", "\\\\host\\share\\{n}", "..\\..\\{n}",
    "./{n}",
    "~/{n}", "file:///{n}", "a/../../{n}", "....//{n}", "%2e%2e%2f{n}", "..%c0%af{n}", "\uff0e\uff0e\uff0f{n}", "{n}\0.pdf",
    "{n}\n.pdf", "{n}\r\nSet-Cookie: a", "{n};rm -rf ~", "$(touch {n})", "`touch {n}`", "| {n}", "-rf {n}", "{n} && true",
    "{n}' OR 1=1 --", '{n}"); DROP TABLE files; --', "{n}\u202efdp.exe", "\u2066{n}\u2069.exe", "{n}\u200b.pdf",
    "\u2068{n}", "{n}\ufeff", "{n}.pdf.exe", "{n}.pdf ", "{n}.pdf.", "{n}.pdf::$DATA", "{n}.lnk", "<b>{n}</b>",
    "<img src=x onerror=alert(1)>{n}", "{n}&amp;", "%s%n{n}", "{{0}}{n}", "{n}\x1b]0;x\x07", "{n}\x08\x08", "=cmd|' /C {n}'!A0",
)  # fmt: skip
STEMS = ("scan", "скан", "құжат", "CON", "nul", "COM1", "LPT9", ".htaccess")
ODD = (
    "", ".", "..", "...", " ", "\t", "\0", "\ud800", "a\udcff", "é", "e\u0301", "й", "и\u0306", "Å", "A\u030a", "ﬁ", "fi",
    "а.pdf", "a.pdf", "x" * 255, "x" * 300, "қ" * 127, "қ" * 300, "x" * 5000, "/" * 300, "CON", "CON.pdf", "aux.", "PRN ",
    "e" + "\u0301" * 400, "\u202e" * 100, "😀" * 60, "a\u2028b", "a\u2029b", "a\x85b", "a\x0bb", "\u3164", "\u00ad", "‮‭",
    "שלום.pdf", "مرحبا.pdf", "1.pdf\u0000", "con\u0131", "İ", "ß", "\U000e0041",
)  # fmt: skip


def names() -> Iterator[str]:
    yield from ODD
    for way, stem in itertools.product(WAYS, STEMS):
        yield way.replace("{n}", stem)
