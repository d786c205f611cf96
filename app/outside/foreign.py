"""Files that strangers bring: opened, drawn, read and joined in a child process, so that none can stop the window.

A file is judged by its first bytes, never by its name. What cannot be taken is `Refused` with one code of a closed set;
a child that runs out of time or memory is ended, and the counter goes on.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from app.domain.names import tidy
from app.problems import Refused

Kind = Literal["pdf", "jpeg", "png", "tiff"]
CHILD = Path(__file__).with_name("foreign_child.py")
LARGEST = 50 * 1024 * 1024  # what the store keeps of one file
SHOWN = 60  # letters of a file's name
PASSED_ON = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP", "VIRTUAL_ENV")


@dataclass(frozen=True, slots=True)
class Limits:
    """`patience` is how long one answer may take, in seconds; `seconds` what the child may compute in its life."""

    pages: int = 300
    pixels: int = 100_000_000  # A3 at 600 dpi has 70 million
    memory: int = 1536 * 1024**2
    seconds: int = 120
    patience: float = 20.0


@dataclass(frozen=True, slots=True)
class Opened:
    """`sizes` of its pages in points; `bare`: it is its pages and nothing else, and may be kept as it is.

    `notes` say what else it holds, never run and left behind when it is kept: "script", "attachment", or "more".
    """

    source: int
    kind: Kind
    sizes: tuple[tuple[float, float], ...]
    notes: tuple[str, ...] = ()
    bare: bool = True

    @property
    def pages(self) -> int:
        return len(self.sizes)


@dataclass(frozen=True, slots=True)
class Pixels:
    """Three bytes a pixel, red first, no gaps between lines: nothing that would have to be parsed again."""

    wide: int
    high: int
    rgb: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """A page for a new PDF: of which opened file, which, and how many quarter turns clockwise."""

    source: int
    page: int
    turn: int = 0


def _ended(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            _quietly(pipe.close)


class Reading:
    """One child and the files opened in it. Asked from one thread at a time; `close` may come from any."""

    def __init__(self, limits: Limits = Limits(), *, child: tuple[str, ...] = ()) -> None:
        self.limits = limits
        self._late = False
        self._sources = 0
        self._turn = threading.Lock()
        told = json.dumps({n: getattr(limits, n) for n in ("pages", "pixels", "memory", "seconds")})
        self._process = subprocess.Popen(
            [*(child or (sys.executable, "-P", str(CHILD))), told], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        )  # fmt: skip
        weakref.finalize(self, _ended, self._process)  # nobody closed it: no child outlives who asked for it

    def open(self, body: bytes) -> Opened:
        if not body:
            raise Refused("file-empty")
        if len(body) > LARGEST:
            raise Refused("file-too-large", megabytes=LARGEST // 1024**2)
        said, _ = self._ask({"do": "open"}, body)
        self._sources += 1
        sizes = tuple((float(w), float(h)) for w, h in said["sizes"])
        return Opened(self._sources - 1, said["kind"], sizes, tuple(said["notes"]), bool(said["bare"]))

    def draw(self, opened: Opened, page: int, *, box: tuple[int, int], turn: int = 0) -> Pixels:
        """A page as large as the box lets it be, on white."""
        said, rgb = self._ask({"do": "draw", "source": opened.source, "page": page, "box": box, "turn": turn})
        wide, high = said["size"]
        if wide < 1 or high < 1 or len(rgb) != wide * high * 3:
            raise Refused("file-broken")
        return Pixels(wide, high, rgb)

    def codes(self, opened: Opened, page: int) -> tuple[str, ...]:
        """What stands in the bars of a page: of our separator sheets, and of anybody's."""
        said, _ = self._ask({"do": "codes", "source": opened.source, "page": page})
        return tuple(str(code) for code in said["codes"])

    def squares(self, opened: Opened, page: int) -> tuple[str, ...]:
        """The texts of the squares on a page."""
        said, _ = self._ask({"do": "squares", "source": opened.source, "page": page})
        return tuple(str(code) for code in said["codes"])

    def join(self, parts: tuple[Part, ...]) -> bytes:
        """One PDF, of pages and nothing else. JPEGs and pages of a PDF go in without a second loss."""
        _, body = self._ask({"do": "join", "parts": [(p.source, p.page, p.turn) for p in parts]})
        if len(body) > LARGEST:
            raise Refused("file-too-large", megabytes=LARGEST // 1024**2)
        return body

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None and not self._turn.locked():  # else whoever reads it sees its end now
                _quietly(pipe.close)

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _ask(self, asked: dict[str, Any], blob: bytes = b"") -> tuple[dict[str, Any], bytes]:
        text = json.dumps(asked).encode()
        source, sink = self._process.stdout, self._process.stdin
        assert source is not None
        assert sink is not None
        with self._turn, self._patience():
            try:
                sink.write(struct.pack(">II", len(text), len(blob)) + text + blob)
                sink.flush()
                words, size = struct.unpack(">II", source.read(8))
                if words > 1024**2 or size > 8 * LARGEST:
                    raise ValueError("no answer of ours is so long")
                said, body = json.loads(source.read(words)), source.read(size)
                if len(body) != size or not isinstance(said, dict):
                    raise ValueError("cut off")
            except (OSError, ValueError, struct.error) as gone:  # it died: of memory, of time, or of the file
                self._process.kill()
                self._process.wait()
                for pipe in (sink, source):
                    _quietly(pipe.close)  # `close` leaves that to us, if it came meanwhile
                raise Refused("file-too-slow" if self._late else "file-too-heavy") from gone
        if wrong := said.get("wrong"):
            raise self._refused(str(wrong))
        return said, body

    def _refused(self, wrong: str) -> Refused:
        match wrong:
            case "locked":
                return Refused("file-locked")
            case "too-many-pages":
                return Refused("file-too-many-pages", pages=self.limits.pages)
            case "too-large-picture":
                return Refused("file-picture-too-large", megapixels=self.limits.pixels // 1_000_000)
            case "too-heavy":
                return Refused("file-too-heavy")
            case "other-kind":
                return Refused("file-of-other-kind")
        return Refused("file-broken")

    @contextmanager
    def _patience(self) -> Iterator[None]:
        def over() -> None:
            self._late = True
            self._process.kill()

        timer = threading.Timer(self.limits.patience, over)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _quietly(close: Callable[[], None]) -> None:
    try:
        close()
    except OSError:  # what was still to be written has nobody to read it
        return


def called(path: Path) -> str:
    """A file's name as it may stand in a sentence: nothing in it turns the words around it, and it has an end."""
    name = tidy(path.name.encode(errors="replace").decode())
    return name if len(name) <= SHOWN else f"{name[: SHOWN - 16]}…{name[-15:]}"


def take(path: Path) -> bytes:
    """A file's bytes; one that is too large is not read to find that out, and what is no file is not waited for."""
    try:
        if not path.is_file():
            raise Refused("file-unreadable")
        if path.stat().st_size > LARGEST:
            raise Refused("file-too-large", megabytes=LARGEST // 1024**2)
        with path.open("rb") as file:
            body = file.read(LARGEST + 1)
    except ValueError as no_name:  # a NUL, or half a character
        raise Refused("file-unreadable") from no_name
    if not body:
        raise Refused("file-empty")
    if len(body) > LARGEST:
        raise Refused("file-too-large", megabytes=LARGEST // 1024**2)
    return body
