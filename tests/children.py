"""Programs that the tests start: an X server, PostgreSQL. They end with the test run, also when it is killed."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any


@contextmanager
def child(command: Sequence[str], *, user: str | None = None, **more: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Runs it beside the tests, as `user` when given (and we are root); ends it by its own process at the end."""
    leash = []
    if tool := shutil.which("setpriv"):
        leash = [tool, "--pdeathsig", "INT"]
        if user is not None:
            leash += ["--reuid", user, "--regid", user, "--init-groups"]
    process = subprocess.Popen([*leash, *command], stdin=subprocess.DEVNULL, **more)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)  # to PostgreSQL: at once, without waiting for its last client
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
