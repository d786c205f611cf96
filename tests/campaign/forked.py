"""A child of this very process: everything is imported, so that a program that is to be killed starts in a few milliseconds."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable
from dataclasses import dataclass

LONG = 120.0  # seconds: a child that does not end by then hangs


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended (a signal's number, negative), and the lines that it had said until then."""

    how: int
    said: tuple[str, ...]


def forked(work: Callable[[Callable[[str], None]], None]) -> Ended:
    """`work` is given a way to say a line; each is with the parent before it goes on."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 70
        try:
            os.close(reading)
            work(lambda line: _say(writing, line))
            code = 0
        finally:
            os._exit(code)  # nothing of the parent's may be ended here
    os.close(writing)
    said = b""
    with open(reading, "rb", buffering=0) as pipe:
        while select.select([pipe], [], [], LONG)[0]:
            part = pipe.read(65536)
            if not part:
                break
            said += part
        else:
            os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return Ended(os.waitstatus_to_exitcode(status), tuple(said.decode().split()))


def _say(writing: int, line: str) -> None:
    os.write(writing, f"{line}\n".encode())
