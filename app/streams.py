"""What a program says on its streams: an answer that is heard or told as lost, lines for whoever watches."""

from __future__ import annotations

import errno
import json
import os
import sys
from typing import Any


class Unheard(Exception):
    """The answer could not be written: a full disk, a closed stdout. What was asked for is done all the same."""


def answer(value: Any) -> None:
    """One JSON, out of our hands when this returns. `Unheard`; `BrokenPipeError` where the reader has heard enough."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    try:
        print(text)
        sys.stdout.flush()
    except (OSError, ValueError) as wrong:
        _let_go()
        if isinstance(wrong, BrokenPipeError) or (
            sys.platform == "win32" and getattr(wrong, "errno", 0) == errno.EINVAL
        ):
            raise BrokenPipeError from wrong  # Windows has another number for it
        raise Unheard(getattr(wrong, "strerror", None) or str(wrong)) from wrong


def show(line: str) -> None:
    """For whoever watches a long work; it goes on when they leave."""
    try:
        print(line, flush=True)
    except (OSError, ValueError):
        _let_go()


def _let_go() -> None:
    """What still lies in the stream goes nowhere: else Python would try again at its end, and end as a fault of ours."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (AttributeError, OSError, ValueError):  # it is no file at all
        pass


def streams() -> None:
    """UTF-8 both ways. A stream that was closed leads nowhere, and its number is not given to a file of the store."""
    for number, flags in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, flags)  # the lowest number that is free: this one
    if sys.stdout is None:
        sys.stdout = _Closed()  # so it is under pythonw and behind `>&-`
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 – to the end
    for stream, errors in ((sys.stdin, "strict"), (sys.stdout, "backslashreplace"), (sys.stderr, "backslashreplace")):
        if hasattr(stream, "reconfigure"):  # a typed byte that is no UTF-8 becomes `\\udcff`, which JSON reads
            stream.reconfigure(encoding="utf-8", errors=errors)


class _Closed:
    """A stdout that nobody has opened: whatever is said there is not heard, and whoever says it is told."""

    encoding = "utf-8"

    def write(self, _: str) -> int:
        raise ValueError("stdout is closed")

    def flush(self) -> None:
        """Nothing was kept."""

    def isatty(self) -> bool:
        return False
