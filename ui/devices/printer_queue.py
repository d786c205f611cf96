"""Printers of the operating system: CUPS by its own programs, which get the PDF as it is; Windows by Qt's printer, in dots.

Labels go in the printer's dots on both, with the driver's scaling off (docs/decisions/013-printing.md).
"""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import zlib
from functools import cache
from typing import Any, Literal

from app.problems import Unavailable
from ui.devices import dots

PATIENCE = 10.0
PAGE_DPI = 600  # of a page that is sent as a picture: no finer than this
OUT = re.compile(r"out of paper|media-empty|media-needed|load paper|no paper", re.IGNORECASE)
GONE = re.compile(
    r"may not exist|unavailable|unreachable|not responding|offline|unplugged|lost connection", re.IGNORECASE
)
OPEN = re.compile(r"cover-open|door-open|cover open|door open|interlock", re.IGNORECASE)
Status = Literal["printed", "waiting", "stopped", "cancelled", "unknown"]


@cache
def _cups() -> bool:
    return shutil.which("lp") is not None and shutil.which("lpstat") is not None


def names() -> tuple[str, ...]:
    if _cups():
        return tuple(sorted(_run("lpstat", "-e", lenient=True).split()))
    from PySide6.QtPrintSupport import QPrinterInfo

    return tuple(sorted(QPrinterInfo.availablePrinterNames()))


def trays(printer: str) -> tuple[str, ...]:
    """What the printer calls its trays."""
    if _cups():
        listed = _run("lpoptions", "-p", printer, "-l", lenient=True).splitlines()
        line = next((v for v in listed if v.startswith(("InputSlot/", "media-source/"))), "")
        return tuple(word.lstrip("*") for word in line.partition(":")[2].split())
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    sources = QPrinter(QPrinterInfo.printerInfo(printer)).supportedPaperSources()
    return tuple(source.name for source in sources)


def ready(printer: str) -> None:
    """Raises `Unavailable`: gone, paused, out of paper, open."""
    if not _cups():
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

        known = QPrinterInfo.printerInfo(printer)
        if known.isNull():
            raise Unavailable("printer", "gone")
        if known.state() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
            raise Unavailable("printer", "paused")
        return
    said = _run("lpstat", "-l", "-p", printer, lenient=True)
    if not said:
        raise Unavailable("printer", "gone")
    if why := _standing(said):
        raise Unavailable("printer", why)


def _standing(said: str) -> str:
    """From the sentences and keywords of `lpstat`, in the C locale."""
    for found, status in ((OUT, "paper-out"), (OPEN, "open")):
        if found.search(said):
            return status
    if "disabled since" in said:
        return "gone" if GONE.search(said) else "paused"
    return ""


def send(pdf: bytes, printer: str, *, title: str, tray: str, copies: int, dpi: int) -> str:
    """The job's name, where the system gives one."""
    ready(printer)
    first = dots.pages(pdf)[0]
    if not _cups():
        _paint(pdf, printer, title=title, tray=tray, copies=copies, dpi=dpi)
        return ""
    body = _in_dots(pdf, dpi) if first.label else pdf
    options = ["print-scaling=none", "sides=one-sided", f"media={first.media}"]
    if tray:
        options.append(f"InputSlot={tray}")
    call = ["lp", "-d", printer, "-n", str(copies), "-t", title]
    for option in options:
        call += ["-o", option]
    said = _run(*call, "-", given=body)
    found = re.search(r"request id is (\S+)", said)
    return found[1] if found else ""


def outcome(printer: str, job: str) -> Status:
    if not _cups():
        return "unknown"
    waiting = _job(_run("lpstat", "-l", "-W", "not-completed", "-o", printer, lenient=True), job)
    if waiting:
        stands = _run("lpstat", "-l", "-p", printer, lenient=True)
        return "stopped" if _standing(waiting + stands) or GONE.search(waiting) else "waiting"
    done = _job(_run("lpstat", "-l", "-W", "completed", "-o", printer, lenient=True), job)
    if not done:
        return "unknown"
    return "cancelled" if re.search(r"cancel|abort", done, re.IGNORECASE) else "printed"


def withdraw(job: str) -> None:
    if _cups():
        _run("cancel", job, lenient=True)


def _job(listed: str, job: str) -> str:
    """The lines that speak of one job."""
    mine, found = False, []
    for line in listed.splitlines():
        if line and not line[0].isspace():
            mine = line.split()[0] == job
        if mine:
            found.append(line)
    return "\n".join(found)


def _run(*call: str, given: bytes | None = None, lenient: bool = False) -> str:
    """A program of CUPS, its words in English whatever the machine speaks."""
    try:
        done = subprocess.run(
            call, input=given, capture_output=True, timeout=PATIENCE, env={**os.environ, "LC_ALL": "C"}, check=False
        )
    except subprocess.TimeoutExpired as slow:
        raise Unavailable("printer", "slow") from slow
    except OSError as away:
        raise Unavailable("printer", "gone") from away
    if done.returncode and not lenient:
        said = done.stderr.decode("utf-8", "replace")
        raise Unavailable("printer", "gone" if "does not exist" in said else "queue")
    return "" if done.returncode else done.stdout.decode("utf-8", "replace")


def _in_dots(pdf: bytes, dpi: int) -> bytes:
    """A label whose page is one picture in the printer's dots and exactly as large: black or white, no loss.

    Written by hand: Qt's own writer makes a JPEG of it, and grey edges are what a scanner stumbles over.
    """
    pages, bodies = [], []
    count = len(dots.pages(pdf))
    for page in range(count):
        image = dots.label_in_dots(pdf, page, dpi=dpi)
        _, ink = dots.packed(image)
        # a hair less than so many dots: a driver that rounds its page up would stretch the picture over one more
        wide, high = (math.floor(side * 72_000 / dpi) / 1000 for side in (image.width(), image.height()))
        number = 3 + 3 * page
        drawing = f"q {wide:.3f} 0 0 {high:.3f} 0 0 cm /L Do Q".encode()
        dots_of = zlib.compress(ink)
        pages.append(f"{number} 0 R")
        bodies += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {wide:.3f} {high:.3f}]/Contents {number + 1} 0 R"
            f"/Resources<</XObject<</L {number + 2} 0 R>>>>>>".encode(),
            _stream("", drawing),
            _stream(
                f"/Type/XObject/Subtype/Image/Width {image.width()}/Height {image.height()}/BitsPerComponent 1"
                "/ColorSpace/DeviceGray/Decode[1 0]/Filter/FlateDecode", dots_of,
            ),
        ]  # fmt: skip
    head = [
        b"<</Type/Catalog/Pages 2 0 R/ViewerPreferences<</PrintScaling/None>>>>",
        f"<</Type/Pages/Count {count}/Kids[{' '.join(pages)}]>>".encode(),
    ]
    return _bound([*head, *bodies])


def _stream(about: str, body: bytes) -> bytes:
    return f"<<{about}/Length {len(body)}>>stream\n".encode() + body + b"\nendstream"


def _bound(objects: list[bytes]) -> bytes:
    """The objects of a PDF, numbered from 1, with the table of where they begin."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for n, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj".encode() + one + b"endobj\n"
    table = "".join(f"{at:010} 00000 n \n" for at in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\n"
    return bytes(out) + f"{end}startxref\n{len(out)}\n%%EOF\n".encode()


def _paint(pdf: bytes, printer: str, *, title: str, tray: str, copies: int, dpi: int) -> None:
    """Qt's own printer: a page in its dots, one for one, nothing scaled."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    machine = QPrinter(QPrinterInfo.printerInfo(printer), QPrinter.PrinterMode.HighResolution)
    machine.setDocName(title)
    machine.setCopyCount(copies)
    machine.setDuplex(QPrinter.DuplexMode.DuplexNone)
    source = QPrinter.PaperSource.__members__.get(tray)
    if source is not None:
        machine.setPaperSource(source)
    paint(pdf, machine, dpi=dpi)


def paint(pdf: bytes, machine: Any, *, dpi: int) -> None:
    """Every page on a `QPrinter`, whose resolution a label sets and any other paper takes as it is."""
    from PySide6.QtCore import QMarginsF, QPoint, QSizeF
    from PySide6.QtGui import QPageLayout, QPageSize, QPainter

    sizes = dots.pages(pdf)
    machine.setFullPage(True)
    machine.setResolution(dpi if sizes[0].label else min(PAGE_DPI, machine.resolution()))
    painter = QPainter()
    for n, size in enumerate(sizes):
        narrow, long = sorted((size.wide, size.high))
        page = QPageSize(QSizeF(narrow, long), QPageSize.Unit.Millimeter, size.media)
        turned = QPageLayout.Orientation.Landscape if size.wide > size.high else QPageLayout.Orientation.Portrait
        machine.setPageLayout(QPageLayout(page, turned, QMarginsF(0, 0, 0, 0)))
        if n == 0:
            if not painter.begin(machine):
                raise Unavailable("printer", "queue")
        elif not machine.newPage():
            raise Unavailable("printer", "queue")
        resolution = machine.resolution()
        image = dots.label_in_dots(pdf, n, dpi=dpi) if size.label else dots.page_in_dots(pdf, n, dpi=resolution)
        painter.drawImage(QPoint(0, 0), image)
    if not painter.end():
        raise Unavailable("printer", "queue")
