"""The scanner on the counter: which there are, and a stack or a sheet from one of them, page by page.

`Sane` drives `scanimage` of SANE, whose exit code is the scanner's status; `wia` is Windows' way; `Quiet` has no scanner.
What was scanned before a jam is not lost: it comes back together with why it stopped.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from app.problems import Unavailable

Stop = Literal[
    "no-program",  # nothing here can drive a scanner
    "no-device",  # it was unplugged, or is off
    "no-paper",
    "jam",
    "cover-open",
    "busy",
    "denied",
    "cancelled",
    "too-long",  # no page came for so long that nobody would wait on
    "no-memory",
    "failed",  # it broke off and did not say why
]
STOPS: dict[int, Stop] = {  # SANE_Status, which scanimage ends with
    2: "cancelled", 3: "busy", 4: "no-device", 6: "jam", 7: "no-paper", 8: "cover-open", 9: "failed", 10: "no-memory",
    11: "denied",
}  # fmt: skip
DOTS = (200, 300)
MOST = 200  # pages of one stack; a flatbed would else scan the same sheet for ever
FEEDER = re.compile(r"adf|feeder", re.IGNORECASE)
DUPLEX = re.compile(r"duplex|both", re.IGNORECASE)
OPTION = re.compile(r"^\s+--(source|mode|resolution) (.+?) \[([^\]]*)\]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Device:
    id: str
    maker: str
    model: str

    @property
    def name(self) -> str:
        return f"{self.maker} {self.model}".strip() or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be scanned, and how. `feeder` False: the one sheet on the glass."""

    device: str
    feeder: bool = True
    both_sides: bool = False
    colour: bool = False
    dots: int = DOTS[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """The pages that came, each a PNG; `stopped` says why no more did, empty when the feeder ran out as it should."""

    pages: tuple[bytes, ...] = ()
    stopped: Stop | Literal[""] = ""


class Scanner(Protocol):
    def devices(self) -> tuple[Device, ...]:
        """Every scanner that can be reached. `Unavailable("scanner", "no-program")`: nothing looks for one."""
        ...

    def scan(self, wish: Wish, came: Callable[[int], None] = ...) -> Scanned:
        """`came(n)` after each page, from the thread that scans."""
        ...

    def cancel(self) -> None:
        """Ends the scan that runs; its pages so far come back. From any thread."""
        ...


class Quiet:
    """A counter without a scanner."""

    def devices(self) -> tuple[Device, ...]:
        return ()

    def scan(self, wish: Wish, came: Callable[[int], None] = lambda n: None) -> Scanned:
        return Scanned(stopped="no-device")

    def cancel(self) -> None:
        return


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. Looking for scanners on a net takes long; a page of 300 dpi in colours takes half a minute."""

    devices: float = 30.0
    page: float = 90.0
    glance: float = 0.2  # how often it is looked whether a page has come
    end: float = 5.0  # for it to park its lamp after a cancel


class Sane:
    def __init__(self, *, program: str = "scanimage", patience: Patience = Patience()) -> None:
        self.program, self.patience = program, patience
        self._cancelled = threading.Event()

    def devices(self) -> tuple[Device, ...]:
        listed = self._told("--formatted-device-list=%d\t%v\t%m%n", patience=self.patience.devices)
        lines = (line.split("\t") for line in listed.splitlines() if line.count("\t") == 2)
        return tuple(Device(id.strip(), maker.strip(), model.strip()) for id, maker, model in lines)

    def scan(self, wish: Wish, came: Callable[[int], None] = lambda n: None) -> Scanned:
        self._cancelled.clear()
        try:
            options = self._options(wish)
        except Unavailable as away:
            return Scanned(stopped=away.status if away.status in ("no-program", "too-long") else "no-device")  # type: ignore[arg-type]
        with tempfile.TemporaryDirectory(prefix="scan-", dir=os.environ.get("XDG_RUNTIME_DIR")) as name:
            folder = Path(name)  # people's papers: readable by this person only, and gone with the `with`
            status = self._batch(wish, options, folder, came)
            pages = tuple(page.read_bytes() for page in sorted(folder.glob("*.png")))
        if status in ("", "no-paper"):  # an empty feeder is how a stack ends
            status = "" if pages else "no-paper"
        return Scanned(pages=pages, stopped=status)

    def cancel(self) -> None:
        self._cancelled.set()

    def _found(self) -> str:
        found = shutil.which(self.program)
        if found is None:
            raise Unavailable("scanner", "no-program")
        return found

    def _told(self, *arguments: str, patience: float) -> str:
        try:
            said = subprocess.run(
                [self._found(), *arguments], capture_output=True, timeout=patience, stdin=subprocess.DEVNULL,
                env={**os.environ, "LC_ALL": "C"},
            )  # fmt: skip
        except subprocess.TimeoutExpired as late:
            raise Unavailable("scanner", "too-long") from late
        if said.returncode:
            raise Unavailable("scanner", STOPS.get(said.returncode, "no-device"))
        return said.stdout.decode("utf-8", "replace")

    def _options(self, wish: Wish) -> list[str]:
        """Every maker names sources and modes after their own liking; what a scanner has not is not asked for."""
        told = self._told(f"--device-name={wish.device}", "--all-options", patience=self.patience.devices)
        offered = {name: values for name, values, now in OPTION.findall(told) if now != "inactive"}
        sources = offered.get("source", "").split("|") if "source" in offered else []
        chosen = [s for s in sources if bool(FEEDER.search(s)) == wish.feeder] or sources
        if wish.feeder and wish.both_sides:
            chosen = [s for s in chosen if DUPLEX.search(s)] or chosen
        elif wish.feeder:
            chosen = [s for s in chosen if not DUPLEX.search(s)] or chosen
        modes = offered.get("mode", "").split("|")
        wanted = "colou?r" if wish.colour else "gr[ae]y"
        mode = next((m for m in modes if re.search(wanted, m, re.IGNORECASE)), "")
        fed = bool(chosen and FEEDER.search(chosen[0]))
        return [
            *([f"--source={chosen[0]}"] if chosen else []), *([f"--mode={mode}"] if mode else []),
            *([f"--resolution={wish.dots}"] if "resolution" in offered else []),
            f"--batch-count={MOST if fed else 1}",
        ]  # fmt: skip

    def _batch(self, wish: Wish, options: list[str], folder: Path, came: Callable[[int], None]) -> Stop | Literal[""]:
        """Pages stand in the folder when they are whole: scanimage gives them their name only then."""
        process = subprocess.Popen(
            [self._found(), f"--device-name={wish.device}", "--format=png", f"--batch={folder}/%04d.png", *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C"},
        )  # fmt: skip
        known, waited = 0, 0.0
        while True:
            try:
                code = process.wait(self.patience.glance)
                break
            except subprocess.TimeoutExpired:
                waited += self.patience.glance
            if (pages := len(list(folder.glob("*.png")))) > known:
                known, waited = pages, 0.0
                came(known)
            if self._cancelled.is_set() or waited > self.patience.page:
                self._end(process)
                return "cancelled" if self._cancelled.is_set() else "too-long"
        if (pages := len(list(folder.glob("*.png")))) > known:
            came(pages)
        if code == 1:  # scanimage's own no: the device cannot be opened, or will not be set so
            return "no-device"
        return "" if code == 0 else STOPS.get(code, "failed")

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """A first SIGINT asks scanimage to stop the scanner; one that does not listen is ended."""
        process.send_signal(signal.SIGINT)
        try:
            process.wait(self.patience.end)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Wia:
    """Windows: each scan asks `wia`, which drives the scanner through Windows Image Acquisition."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()

    def devices(self) -> tuple[Device, ...]:
        listed = wia("list", Wish(device=""), Path())
        return tuple(Device(*line.split("\t")) for line in listed.splitlines() if line.count("\t") == 2)

    def scan(self, wish: Wish, came: Callable[[int], None] = lambda n: None) -> Scanned:
        self._cancelled.clear()
        pages: list[bytes] = []
        with tempfile.TemporaryDirectory(prefix="scan-") as folder:
            while len(pages) < (MOST if wish.feeder else 1) and not self._cancelled.is_set():
                page = Path(folder) / f"{len(pages):04}.png"
                try:
                    wia("scan", wish, page)
                except Unavailable as away:
                    over = away.status == "no-paper" and bool(pages)
                    return Scanned(pages=tuple(pages), stopped="" if over else away.status)  # type: ignore[arg-type]
                pages.append(page.read_bytes())
                came(len(pages))
        return Scanned(pages=tuple(pages), stopped="cancelled" if self._cancelled.is_set() else "")

    def cancel(self) -> None:
        self._cancelled.set()


def wia(what: Literal["list", "scan"], wish: Wish, page: Path) -> str:
    """NOT RUN HERE: there is no Windows with a scanner to try it on. Everything that is WIA's stands in this one place.

    3088 is the handling of documents (1 feeder, 2 glass, 5 feeder on both sides), 6146 the intent (1 colour, 2 grey),
    6147 and 6148 the resolution. An error of WIA is 0x8021xxxx: its last digits are the exit code.
    """
    script = {
        "list": "foreach($d in $m.DeviceInfos){if($d.Type -eq 1){'{0}`t{1}`t{2}' -f $d.DeviceID,"
        "$d.Properties('Manufacturer').Value,$d.Properties('Name').Value}}",
        "scan": "$d=($m.DeviceInfos|?{$_.DeviceID -eq $env:SCAN_DEVICE}).Connect();"
        "try{$d.Properties('3088').Value=[int]$env:SCAN_SOURCE}catch{};$i=$d.Items(1);"
        "$i.Properties('6146').Value=[int]$env:SCAN_INTENT;$i.Properties('6147').Value=[int]$env:SCAN_DOTS;"
        "$i.Properties('6148').Value=[int]$env:SCAN_DOTS;"
        "$i.Transfer('{B96B3CAF-0728-11D3-9D7B-0000F81EF32E}').SaveFile($env:SCAN_PAGE)",
    }[what]
    guarded = (
        f"$m=New-Object -ComObject WIA.DeviceManager;try{{{script}}}catch{{exit ($_.Exception.HResult -band 0xFF)}}"
    )
    shell = shutil.which("powershell")
    if shell is None:
        raise Unavailable("scanner", "no-program")
    given = {
        "SCAN_DEVICE": wish.device, "SCAN_DOTS": str(wish.dots), "SCAN_INTENT": "1" if wish.colour else "2",
        "SCAN_SOURCE": "5" if wish.both_sides else "1" if wish.feeder else "2", "SCAN_PAGE": str(page),
    }  # fmt: skip
    try:
        said = subprocess.run(
            [shell, "-NoProfile", "-NonInteractive", "-Command", guarded], capture_output=True, stdin=subprocess.DEVNULL,
            env={**os.environ, **given}, timeout=Patience().page,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        raise Unavailable("scanner", "too-long") from late
    stops: dict[int, Stop] = {2: "jam", 3: "no-paper", 5: "no-device", 6: "busy", 0x16: "cover-open"}
    if said.returncode:
        raise Unavailable("scanner", stops.get(said.returncode, "failed"))
    return said.stdout.decode("utf-8", "replace")


def scanner_here() -> Scanner:
    return Wia() if sys.platform == "win32" else Sane()
