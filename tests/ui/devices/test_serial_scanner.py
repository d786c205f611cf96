"""A scanner on a serial port, over a pair of pseudo-terminals: lines are framed, a lost port comes back by its name."""

from __future__ import annotations

import os
import pty
import tty
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ui.devices.burst import Burst, cleaned
from ui.devices.serial import LONGEST, Lines, SerialScanner

CODE = "CAT010316000422"


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        ([b"CAT01\r"], [("CAT01", "CR")]),
        ([b"CAT01\n"], [("CAT01", "LF")]),
        ([b"CAT01\r\n"], [("CAT01", "CR LF")]),
        ([b"CA", b"T0", b"1\r", b"\nR9\r\n"], [("CAT01", "CR"), ("R9", "CR LF")]),
        ([b"\r\n\r\n", b"  \r"], []),
        ([b"000123\r000124\r"], [("000123", "CR"), ("000124", "CR")]),
        ([b"x" * (LONGEST + 50) + b"\r", b"CAT01\r"], [("CAT01", "CR")]),
        ([b"\xff\xfeCAT\r"], [("ÿþCAT", "CR")]),
    ],
)
def test_bytes_are_cut_into_lines_however_they_come(pieces: list[bytes], lines: list[tuple[str, str]]) -> None:
    framed = Lines()
    assert [line for piece in pieces for line in framed.feed(piece)] == lines


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (f"\x02{CODE}\x03", CODE),
        (f"]C0{CODE}", CODE),
        (f"\x1d{CODE}\x1e", CODE),
        ("000123456", "000123456"),
        (f"  {CODE}\t", CODE),
        ("]C0", "]C0"),
        ("*9!", "*9!"),
    ],
)
def test_what_a_scanner_adds_is_taken_off_and_nothing_else(told: str, code: str) -> None:
    assert cleaned(told) == code


@dataclass
class Line:
    """A scanner's end of the line, and the name by which the computer knows its own."""

    name: Path
    ends: list[int] = field(default_factory=list)

    def plug_in(self) -> None:
        ours, theirs = pty.openpty()
        tty.setraw(theirs)
        self.ends = [ours, theirs]
        self.name.unlink(missing_ok=True)
        self.name.symlink_to(os.ttyname(theirs))

    def unplug(self) -> None:
        for end in self.ends:
            os.close(end)
        self.ends = []
        self.name.unlink(missing_ok=True)

    def send(self, told: bytes) -> None:
        os.write(self.ends[0], told)


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    made = Line(tmp_path / "scanner")
    yield made
    made.unplug()


@pytest.fixture
def scanner(qapp) -> Iterator[SerialScanner]:
    made = SerialScanner()
    yield made
    made.close()
    made.deleteLater()


def test_a_scan_comes_over_the_line_with_its_end(scanner: SerialScanner, line: Line, qtbot) -> None:
    line.plug_in()
    scanner.open(str(line.name))
    assert scanner.state == "open"
    with qtbot.waitSignal(scanner.read) as caught:
        line.send(b"\x02" + CODE.encode() + b"\r\n")
    assert caught.args == [Burst(f"\x02{CODE}", f"\x02{CODE}", 0, "CR LF")]


def test_fifty_scans_in_one_go_are_fifty_scans(scanner: SerialScanner, line: Line, qtbot) -> None:
    read: list[str] = []
    scanner.read.connect(lambda burst: read.append(burst.code))
    line.plug_in()
    scanner.open(str(line.name))
    line.send(b"".join(f"C{n:05}\r".encode() for n in range(50)))
    qtbot.waitUntil(lambda: len(read) == 50)
    assert read == [f"C{n:05}" for n in range(50)]


def test_a_port_that_is_not_there_is_told_and_taken_when_it_comes(scanner: SerialScanner, line: Line, qtbot) -> None:
    scanner.open(str(line.name))
    assert scanner.state == "absent"
    line.plug_in()
    scanner.try_again()
    assert scanner.state == "open"


def test_a_scanner_that_was_unplugged_amid_a_line_is_read_again_by_the_name_of_its_port(
    scanner: SerialScanner, line: Line, qtbot
) -> None:
    line.plug_in()
    scanner.open(str(line.name))
    line.send(b"CAT0103")
    with qtbot.waitSignal(scanner.changed):
        line.unplug()
    assert scanner.state == "absent"
    line.plug_in()
    with qtbot.waitSignal(scanner.changed, timeout=10_000):  # of its own accord
        pass
    with qtbot.waitSignal(scanner.read) as caught:
        line.send(CODE.encode() + b"\n")
    assert caught.args[0].code == CODE, "the half line from before is gone"


def test_a_closed_scanner_looks_for_its_port_no_more(scanner: SerialScanner, line: Line) -> None:
    line.plug_in()
    scanner.open(str(line.name))
    scanner.close()
    scanner.try_again()
    assert scanner.state == "unset"
