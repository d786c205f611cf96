"""What the tests of copies share: one that was killed on the way, and a copy whose members are others."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.start import Settings

ROOT = Path(__file__).resolve().parent.parent.parent


def program(call: str, settings: Settings) -> list[str]:
    return [
        sys.executable,
        "-c",
        f"""
from pathlib import Path
from app.keeping.backup import bring_back, copy
from app.keeping.keys import drilled
from app.keeping.moved import move
from app.start import Settings
settings = Settings(store={settings.store!r}, key=Path({str(settings.key)!r}), write=False)
{call}
""",
    ]


def at(point: str, deed: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "TEREZE_AT": f"{point}:{deed}"}


def killed(point: str, call: str, settings: Settings) -> None:
    done = subprocess.run(program(call, settings), env=at(point, "kill"), cwd=ROOT, capture_output=True)
    assert done.returncode == -9, done.stderr.decode()


@contextmanager
def stopped(point: str, call: str, settings: Settings) -> Iterator[None]:
    """Something of somebody else's can be done in between; then it goes on, and must end well."""
    with subprocess.Popen(program(call, settings), env=at(point, "stop"), cwd=ROOT, stderr=subprocess.PIPE) as running:
        try:
            os.waitid(os.P_PID, running.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
            assert running.poll() is None, running.stderr.read() if running.stderr else ""
            yield
        finally:
            running.send_signal(signal.SIGCONT)
        _, wrong = running.communicate(timeout=60)
        assert running.returncode == 0, wrong.decode()


def members_of(file: Path) -> dict[str, bytes]:
    with tarfile.open(file) as archive:
        return {m.name: body.read() for m in archive if (body := archive.extractfile(m))}


def rebuild(file: Path, members: dict[str, bytes]) -> None:
    with tarfile.open(file, "w") as archive:
        for name, body in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
