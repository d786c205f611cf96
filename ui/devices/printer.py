"""Printers of this workplace: which there are, a paper handed over without any dialog, and what became of it.

A printer is named by text: `""` none (the paper stays a PDF), `zpl://host:9100` a label printer, `escpos://host:9100` a
roll printer, anything else the name of a printer that this machine knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from app.problems import Unavailable
from ui.devices import printer_net, printer_queue

Mode = Literal["at-once", "preview", "keep"]
MODES: tuple[Mode, ...] = ("at-once", "preview", "keep")
DPI = (203, 300, 600)
MOST_COPIES = 5
NET = ("zpl://", "escpos://")

# What became of a job, as far as anybody can know.
Outcome = Literal["printed", "waiting", "stopped", "cancelled", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a kind of paper is printed here."""

    printer: str = ""
    mode: Mode = "keep"
    dpi: int = 203  # of a printer of labels or rolls: dots that the bars are made of
    tray: str = ""
    copies: int = 1

    @property
    def net(self) -> bool:
        return self.printer.startswith(NET)


def way_of(kept: dict[str, Any], kind: str) -> Way:
    """What this workplace remembers of a kind, else of all papers. A line that does not fit is as if it were not there."""
    for line in (kept.get(kind), kept.get("*")):
        if isinstance(line, dict):
            mode, dpi, copies = line.get("mode"), line.get("dpi"), line.get("copies")
            return Way(
                printer=str(line.get("printer") or ""), mode=mode if mode in MODES else "keep",
                dpi=dpi if dpi in DPI else 203, tray=str(line.get("tray") or ""),
                copies=copies if isinstance(copies, int) and 1 <= copies <= MOST_COPIES else 1,
            )  # fmt: skip
    return Way()


def line_of(way: Way) -> dict[str, Any]:
    return {"printer": way.printer, "mode": way.mode, "dpi": way.dpi, "tray": way.tray, "copies": way.copies}


def printers() -> tuple[str, ...]:
    """Of this machine, by name. None is no fault: then every paper is a PDF."""
    return printer_queue.names()


def trays(printer: str) -> tuple[str, ...]:
    return () if printer.startswith(NET) or not printer else printer_queue.trays(printer)


def standing(printer: str) -> str:
    """What keeps the printer from printing now: `""`, or a status that `away.printer.<status>` says in words."""
    if not printer:
        return ""
    try:
        printer_net.ready(printer) if printer.startswith(NET) else printer_queue.ready(printer)
    except Unavailable as away:
        return away.status
    return ""


def hand_over(pdf: bytes, way: Way, title: str) -> str:
    """To the printer, silently; the job's name, empty where the printer gives none. Raises `Unavailable("printer", …)`.

    A printer that stands is told before anything is sent to it, so that nothing waits unseen in a queue.
    """
    if not way.printer:
        raise Unavailable("printer", "none")
    if way.net:
        printer_net.send(pdf, way.printer, dpi=way.dpi, copies=way.copies)
        return ""
    return printer_queue.send(pdf, way.printer, title=title, tray=way.tray, copies=way.copies, dpi=way.dpi)


def outcome(printer: str, job: str) -> Outcome:
    """What became of a job. A printer on the net has taken all of it; the operating system's is asked."""
    if printer.startswith(NET):
        return "printed"
    return printer_queue.outcome(printer, job) if job else "unknown"


def withdraw(printer: str, job: str) -> None:
    """Takes a job that still waits out of its queue; one that is gone or printed is none."""
    if job and not printer.startswith(NET):
        printer_queue.withdraw(job)
