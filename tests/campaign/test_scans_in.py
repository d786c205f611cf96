"""S11: a scan is one of our codes or nothing; no key of it reaches a field, and nothing is written for what was misread."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.domain import numbers
from app.domain.numbers import Code, NotACode, parse_code, read_number
from app.problems import Refused
from tests.campaign.counted import cases, ran
from tests.campaign.words_scans import Scan, scans
from tests.ui.test_wedge import PLACE, Board
from tests.world import World, code
from ui import keys
from ui.devices import burst
from ui.devices.burst import cleaned
from ui.devices.serial import LONGEST, Lines
from ui.devices.wedge import Wedge

KNOWN = [
    Code("C", numbers.case_number("AT01", f"{d:02}", year=2016, serial=s)) for d, s in ((1, 42), (3, 7), (12, 90_017))
]


def taken_for(text: str) -> str:
    """What the program takes a scan for: one of our codes, a person's number, or nothing."""
    seen = cleaned(text)
    try:
        return parse_code(seen).line
    except NotACode:
        read = read_number(seen)
        return {"case": "C-", "iin": "", "bin": ""}.get(read.kind, "") + read.value if read.problem is None else ""


def through(tried: list[Scan]) -> list[str]:
    wrong = []
    for scan in tried:
        told = taken_for(scan.text)
        if told and scan.means != "forged" and told != scan.means:
            wrong.append(f"{scan.kind}: {scan.text[:40]!r} was taken for {told}")
        elif scan.kind == "dressed" and not told:
            wrong.append(f"{scan.text!r} was not read at all")
    return wrong


class Anything(str):
    """A check character that agrees with every other."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return True


def test_a_scan_is_one_of_our_codes_or_nothing() -> None:
    tried = list(scans(cases(500, least=240), KNOWN))
    wrong = through(tried)
    faults: tuple[Callable[[pytest.MonkeyPatch], None], ...] = (
        lambda patch: patch.setattr(numbers, "check_character", lambda text: Anything()),
        lambda patch: patch.setattr(burst, "_AIM", re.compile(r"\][A-Za-z][0-9](?=.)")),
    )
    caught = 0
    for fault in faults:
        with pytest.MonkeyPatch.context() as patch:
            fault(patch)
            caught += bool(through(tried))
    assert not wrong, wrong[:5]
    ran("S11", len(tried), through=len(wrong), planted=(caught, len(faults)))


def test_nothing_is_written_for_a_scan_of_no_case_here(file_here: World) -> None:
    """The sector's desk, where a scan acts at once: only the code that was printed moves its case."""
    case = file_here.accepted()
    file_here.accepted()
    own = parse_code(code(case))
    tried = [s for s in scans(cases(400, least=80), [own]) if s.means in ("", "forged")]
    before, written = file_here.count("events"), 0
    for scan in tried:
        for name in ("accumulation.take_in", "accumulation.enter"):
            with pytest.raises((Refused, ValueError)):
                file_here.do(name, {"code": cleaned(scan.text)}, "sector")
            written += file_here.count("events") - before
    assert file_here.do("accumulation.take_in", {"code": cleaned(f"]C0{own.bars}\x1d")}, "sector")
    ran("S11 written", 2 * len(tried), through=written, planted=(int(file_here.count("events") > before), 1))


# ---- keys


class Window(QWidget):
    """A field in a window that has keys of its own, as the shell has: whoever gets a key of a scan says so."""

    def __init__(self, wedge: Wedge) -> None:
        super().__init__()
        self.wedge, self.field, self.leaked = wedge, QLineEdit("было", self), list[str]()
        self.field.returnPressed.connect(lambda: self.leaked.append("Enter"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.leaked.append(event.text() or str(event.key()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The shell's own order: plain keys and what comes amid a scan are the scanner's, the rest are the window's."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = keys.name(event)
        if not key or key in ("Enter", "Tab") or self.wedge.amid(event):
            return self.wedge.eventFilter(watched, event)
        self.leaked.append(key)
        return True


@contextmanager
def struck(qapp: QApplication) -> Iterator[tuple[Wedge, Window, Board]]:
    wedge = Wedge(qapp)
    window = Window(wedge)
    qapp.installEventFilter(window)
    window.resize(640, 480)
    window.show()
    window.field.setFocus()
    try:
        yield wedge, window, Board(window.field)
    finally:
        qapp.removeEventFilter(window)
        wedge.deleteLater()
        window.close()
        window.deleteLater()


SIGNS = ("]", "m", "j", "[", "g", "c", "b", "v", "d")  # GS, CR, LF, ESC, BEL, ETX, STX, SYN, EOT as Ctrl and a key


def keyed(qapp: QApplication, bars: list[str]) -> tuple[list[list[str]], list[str]]:
    """Each scan as keys, dressed with control signs and chains of Enter; what was read of each, and what leaked."""
    read, leaked = [], list[str]()
    with struck(qapp) as (wedge, window, board):
        got: list[str] = []
        wedge.scanned.connect(got.append)
        for n, text in enumerate(bars):
            got.clear()
            half = max(4, len(text) // 2)
            board.type(text[:half], every=4)
            for sign in [s for s in (SIGNS[n % len(SIGNS)],) if s in PLACE and s not in "mj"]:
                board.sign(sign, every=4)
            board.type(text[half:], every=4)
            for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Return)[: 1 + n % 4]:
                board.end(key)
            board.sign("j", every=4)
            read.append(list(got))
            qapp.processEvents()
            if window.field.text() != "было":
                leaked.append(f"{text[:20]} left {window.field.text()[:40]!r}")
                window.field.setText("было")
            leaked += window.leaked
            window.leaked.clear()
            board.at += 2_000
    return read, leaked


def typeable(tried: list[Scan]) -> list[str]:
    """As a keyboard can send it; the longest last."""
    texts = ["".join(c for c in s.text if c.lower() in PLACE and c.isascii()) for s in tried]
    return sorted((t for t in texts if len(t) >= 8), key=len)


def test_no_key_of_a_scan_reaches_a_field_a_list_or_a_shortcut(qapp: QApplication) -> None:
    texts = typeable(list(scans(cases(500, least=56), KNOWN)))
    read, leaked = keyed(qapp, texts)
    assert all(len(found) == 1 for found in read), [t for t, f in zip(texts, read, strict=True) if len(f) != 1][:3]
    caught = 0
    for name, naive in (("amid", lambda self, event: False), ("_after_end", lambda self, event: False)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Wedge, name, naive)
            told, lost = keyed(qapp, texts[:20])
            caught += bool(lost) or any(len(found) != 1 for found in told)
    assert not leaked, leaked[:5]
    ran("S11 keys", len(texts), through=len(leaked), planted=(caught, 2))


def test_a_line_that_never_ends_is_noise_and_the_next_scan_is_read() -> None:
    """A port brings bytes: squares of 7,089 digits, chains of ends, half lines; what comes after is read as it is."""
    tried = 0
    for n in range(cases(500, least=30)):
        lines, noise = Lines(), bytes([48 + n % 10]) * (LONGEST + 1 + n * 7)
        got = lines.feed(noise[: n * 11]) + lines.feed(noise[n * 11 :] + b"\r\n\r\r\n\n")
        assert got == [], n
        assert [text for text, _ in lines.feed(KNOWN[0].bars.encode() + b"\r\n")] == [KNOWN[0].bars]
        tried += 1
    ran("S11 port", tried)


def test_an_endless_scan_is_refused_in_words_and_not_repeated_whole(file_here: World) -> None:
    with pytest.raises(Refused) as no:
        file_here.do("accumulation.take_in", {"code": "7" * 7089}, "sector")
    from app.say import said

    facts: dict[str, Any] = no.value.facts
    assert all(len(said(no.value.code, lang, facts)) < 400 for lang in ("kk", "ru", "en"))
