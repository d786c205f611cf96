"""Printers of the operating system: a CUPS of this test's own, whose queue ends at a port where the test listens."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from PySide6.QtWidgets import QApplication

from app import print as papers
from app.problems import Unavailable
from tests.print.examples import EXAMPLES
from tests.print.reading import scanned
from tests.ui.printer_stand_in import StandIn, printer_stand_in, runs
from ui.devices import printer, printer_queue
from ui.devices.printer import Way

QUEUE = "Receipts"
SCHEDULER = """
Listen 127.0.0.1:{port}
LogLevel error
DefaultAuthType None
WebInterface No
Browsing No
PreserveJobHistory Yes
PreserveJobFiles No
ErrorPolicy retry-job
<Location />
Order allow,deny
Allow all
</Location>
<Location /admin>
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order allow,deny
Allow all
</Limit>
</Policy>
"""
PLACES = """
ServerRoot {home}/root
RequestRoot {home}/spool
CacheDir {home}/cache
StateDir {home}/run
TempDir {home}/tmp
AccessLog {home}/access
ErrorLog {home}/error
PageLog {home}/page
User lp
Group lp
SystemGroup lpadmin root
Sandboxing relaxed
"""


@dataclass(frozen=True)
class Cups:
    """A scheduler with one queue. `tell` is one of CUPS' own programs."""

    server: str
    there: StandIn

    def tell(self, *call: str) -> None:
        done = subprocess.run(call, env={**os.environ, "CUPS_SERVER": self.server}, capture_output=True, timeout=20)
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A CUPS that knows no printer of this machine, in a folder that goes with it."""
    if not (shutil.which("cupsd") and shutil.which("lp") and Path("/usr/lib/cups/backend/socket").exists()):
        pytest.skip("CUPS is not installed (Debian: cups, cups-client)")
    home = Path(tempfile.mkdtemp(prefix="tereze-cups-"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for name in ("root", "spool", "cache", "run", "tmp"):
        (home / name).mkdir()
        shutil.chown(home / name, "lp", "lp")
        (home / name).chmod(0o755)
    home.chmod(0o755)
    (home / "cupsd.conf").write_text(SCHEDULER.format(port=port))
    (home / "files.conf").write_text(PLACES.format(home=home))
    server = f"127.0.0.1:{port}"
    running = subprocess.Popen(
        ["cupsd", "-f", "-c", str(home / "cupsd.conf"), "-s", str(home / "files.conf")],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield server
    finally:
        running.terminate()
        running.wait(timeout=20)
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def cups(scheduler: str, monkeypatch: pytest.MonkeyPatch, qtbot: Any, qapp: QApplication) -> Iterator[Cups]:
    monkeypatch.setenv("CUPS_SERVER", scheduler)
    qtbot.waitUntil(lambda: listens(int(scheduler.rpartition(":")[2])), timeout=20_000)
    with printer_stand_in(mute=True) as there:
        made = Cups(scheduler, there)
        made.tell("lpadmin", "-p", QUEUE, "-E", "-v", f"socket://127.0.0.1:{there.port}", "-m", "raw")
        yield made
        subprocess.run(["lpadmin", "-x", QUEUE], env={**os.environ, "CUPS_SERVER": scheduler}, timeout=20, check=False)


def listens(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def pdf_of(form: str) -> bytes:
    return papers.draw(form, EXAMPLES[form], "both")


def until(qtbot: Any, met: Callable[[], bool]) -> None:
    qtbot.waitUntil(met, timeout=30_000)


def test_a_page_goes_to_the_queue_as_it_is_and_is_confirmed(cups: Cups, qtbot: Any) -> None:
    assert printer.printers() == (QUEUE,)
    assert printer.standing(QUEUE) == ""
    receipt = pdf_of("acceptance-receipt")
    job = printer.hand_over(receipt, Way(printer=QUEUE), "CAT010316000422")
    assert job.startswith(f"{QUEUE}-")
    until(qtbot, lambda: printer.outcome(QUEUE, job) == "printed")
    assert cups.there.got == [receipt]  # letters and lines, not a picture of them


def test_a_label_goes_to_the_queue_in_the_printers_dots(cups: Cups, qtbot: Any) -> None:
    for dpi, module in ((203, 2), (300, 3)):
        job = printer.hand_over(pdf_of("label"), Way(printer=QUEUE, dpi=dpi), EXAMPLES["label"].code)
        until(qtbot, lambda job=job: printer.outcome(QUEUE, job) == "printed")
        (page,) = pdfium.PdfDocument(cups.there.got[-1])
        image = page.render(scale=dpi / 72, grayscale=True).to_pil().point(lambda v: 255 if v > 127 else 0)
        (found,) = scanned(image)
        middle = (found.position.top_left.y + found.position.bottom_left.y) // 2
        lengths = runs([image.getpixel((x, middle)) < 128 for x in range(image.width)])
        assert {n % module for n in lengths} == {0}


def test_a_queue_that_is_paused_is_told_before_anything_is_sent(cups: Cups) -> None:
    cups.tell("cupsdisable", QUEUE)
    with pytest.raises(Unavailable, match="paused"):
        printer.hand_over(pdf_of("slip"), Way(printer=QUEUE), "x")
    cups.tell("cupsdisable", "-r", "Out of paper", QUEUE)
    assert printer.standing(QUEUE) == "paper-out"
    cups.tell("cupsenable", QUEUE)
    assert printer.standing(QUEUE) == ""
    assert cups.there.got == []


def test_a_queue_that_is_not_there_is_gone(cups: Cups) -> None:
    assert printer.standing("Nobody") == "gone"
    with pytest.raises(Unavailable, match="gone"):
        printer.hand_over(pdf_of("slip"), Way(printer="Nobody"), "x")


def test_a_paper_that_waits_before_a_dead_printer_is_seen_to_stand(cups: Cups, qtbot: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    cups.tell("lpadmin", "-p", QUEUE, "-v", f"socket://127.0.0.1:{port}")
    job = printer.hand_over(pdf_of("slip"), Way(printer=QUEUE), "x")
    until(qtbot, lambda: printer.outcome(QUEUE, job) == "stopped")
    printer.withdraw(QUEUE, job)
    until(qtbot, lambda: printer.outcome(QUEUE, job) == "cancelled")


def test_a_printer_of_qt_gets_whole_pages_in_its_dots(qapp: QApplication, tmp_path: Path) -> None:
    """Windows' way, into a file: a page is one picture in the printer's dots, nothing scaled."""
    from PySide6.QtPrintSupport import QPrinter

    for form, dpi, pages in (("refusal-receipt", 203, 2), ("label", 300, 1)):
        machine = QPrinter(QPrinter.PrinterMode.HighResolution)
        machine.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        machine.setOutputFileName(str(tmp_path / f"{form}.pdf"))
        machine.setResolution(300)
        printer_queue.paint(pdf_of(form), machine, dpi=dpi)
        out = pdfium.PdfDocument(tmp_path / f"{form}.pdf")
        assert len(out) == pages
        image = out[0].render(scale=300 / 72, grayscale=True).to_pil()
        assert EXAMPLES[form].code in [f.text for f in scanned(image)]
