"""What a fault of ours leaves behind: one zip in the user's folder that says where it was, and nothing about anybody.

A value may be a name or a number of a person, so no value goes in: frames without locals, exceptions without messages, log
lines only as they stand in our own source.
"""

from __future__ import annotations

import io
import json
import linecache
import logging
import os
import platform
import re
import secrets
import shutil
import sys
import traceback
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from app.problems import Refused, Unavailable

ROOT = Path(__file__).resolve().parent.parent
OURS = ("app", "ui", "migrations")
LAST = 200  # lines of the log
HIDDEN = "…"
CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")
PLAIN = re.compile(r"[a-z]+[.,:;]?|Q\w*(::\w+)*[:.,]?")  # of Qt's sentences: words of its own, names of its classes

_lines: deque[str] = deque(maxlen=LAST)
_stands: dict[str, str] = {}


class Remembered(logging.Handler):
    """The last lines of the log, as far as they stand in the source of whoever logged them."""

    def emit(self, record: logging.LogRecord) -> None:
        place = f"{_place(record.pathname)}:{record.lineno}"
        kind = f" {record.exc_info[0].__name__}" if record.exc_info and record.exc_info[0] else ""
        at = datetime.fromtimestamp(record.created, UTC)
        _lines.append(f"{at:%H:%M:%S} {record.levelname} {record.name} {place} {_template(record)}{kind}")


def remember_qt(kind: str, message: str) -> None:
    """Qt's own complaint; what it quotes may be a file's or a person's name."""
    words = " ".join(w if PLAIN.fullmatch(w) else HIDDEN for w in message.split())
    _lines.append(f"{datetime.now(UTC):%H:%M:%S} qt {kind} {words}")


def stands(**facts: str) -> None:
    """Where the window is: the place in front, its language and looks. Words of ours, never of an applicant."""
    _stands.update(facts)


def write(wrong: BaseException, folder: Path) -> str:
    """The report's number; the file is `<number>.zip` in the folder."""
    return _bundle(folder, trace(wrong))


def write_native(text: str, folder: Path) -> str:
    """Of a fault below Python, found at the next start: the dump names files, lines and functions only."""
    return _bundle(folder, "".join(_native(text)))


def trace(wrong: BaseException) -> str:
    """The whole chain, the oldest first: types, places, our own source lines."""
    lines: list[str] = []
    for one in reversed(list(_chain(wrong))):
        lines += [*_frames(one.__traceback__), _kind(one), ""]
    return "\n".join(lines)


def _chain(wrong: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while wrong is not None and id(wrong) not in seen:
        seen.add(id(wrong))
        yield wrong
        wrong = wrong.__cause__ or (None if wrong.__suppress_context__ else wrong.__context__)


def _kind(wrong: BaseException) -> str:
    name = f"{type(wrong).__module__}.{type(wrong).__qualname__}".removeprefix("builtins.")
    match wrong:
        case Refused() if CODE.fullmatch(wrong.code):
            return f"{name} {wrong.code}"
        case Unavailable() if CODE.fullmatch(wrong.status):
            return f"{name} {wrong.status}"
        case OSError() if wrong.errno is not None:
            return f"{name} {wrong.errno}"
    return name


def _frames(trace: TracebackType | None) -> list[str]:
    lines = []
    for frame, number in traceback.walk_tb(trace):
        code = frame.f_code
        lines.append(f"  {_place(code.co_filename)}:{number} {code.co_qualname}")
        if _is_ours(code.co_filename) and (source := linecache.getline(code.co_filename, number).strip()):
            lines.append(f"    {source}")
    return lines


def _native(text: str) -> Iterator[str]:
    for line in text.splitlines(keepends=True):
        if found := re.match(r'(\s*)File "(.*)", line (\d+) in (\S+)', line):
            yield f"{found[1]}{_place(found[2])}:{found[3]} {found[4]}\n"
        elif re.match(r"Fatal Python error: [\w ]+$|(Current t|T)hread 0x[0-9a-f]+|Windows fatal exception: ", line):
            yield re.sub(r" \[.*\]", "", line)


def _place(path: str) -> str:
    """Below the program or below the libraries; of any other file only its name, for the path may name a person."""
    parts = Path(path).parts
    if "site-packages" in parts:
        return "/".join(parts[parts.index("site-packages") + 1 :])
    try:
        return Path(path).relative_to(ROOT).as_posix()
    except ValueError:
        return parts[-1] if parts and parts[-1].endswith(".py") and parts[-1].isascii() else HIDDEN


def _is_ours(path: str) -> bool:
    return _place(path).split("/")[0] in OURS


def _template(record: logging.LogRecord) -> str:
    """The line before its values were put in, if it stands in the source; a composed one may hold anything."""
    words = record.msg if isinstance(record.msg, str) else ""
    return words if words and words in "".join(linecache.getlines(record.pathname)) else HIDDEN


def _version() -> str:
    import tomllib  # these are for a bad day: a good one does not wait for them
    from importlib import metadata

    try:
        return metadata.version("tereze")
    except metadata.PackageNotFoundError:  # a checkout
        return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def _machine(folder: Path) -> dict[str, object]:
    import PySide6
    from PySide6.QtCore import qVersion
    from PySide6.QtGui import QGuiApplication

    app = QGuiApplication.instance()
    screens = app.screens() if isinstance(app, QGuiApplication) else []
    return {
        "python": platform.python_version(), "qt": qVersion(), "pyside": PySide6.__version__,
        "system": platform.system(), "release": platform.release(), "machine": platform.machine(),
        "processors": os.cpu_count(), "free_mib": shutil.disk_usage(folder).free >> 20,
        "platform": app.platformName() if isinstance(app, QGuiApplication) else "",
        "screens": [[s.size().width(), s.size().height(), s.devicePixelRatio()] for s in screens],
    }  # fmt: skip


def _bundle(folder: Path, told: str) -> str:
    number = secrets.token_hex(3).upper()
    try:
        _pack(folder, number, told)
    except OSError as full:  # a report that finds no room must not be a second fault
        print(f"tereze: report {number} was not kept ({full.strerror}):\n{told}", file=sys.stderr)
    return number


def _pack(folder: Path, number: str, told: str) -> None:
    import zipfile

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    facts = {"number": number, "at": datetime.now(UTC).isoformat(timespec="seconds"), "tereze": _version(), **_stands}
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("report.json", json.dumps({**facts, "machine": _machine(folder)}, ensure_ascii=False, indent=2))
        file.writestr("trace.txt", told)
        file.writestr("log.txt", "\n".join(_lines))
    (folder / f"{number}.zip").write_bytes(body.getvalue())
