"""Anki's own sync server and collection, from PyPI, beside our two nodes: a note for each event."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

from app.bench import sync
from tests.bench.peers.sync_side import Exchange, answered, compared, free_port, served

CLIENT = Path(__file__).with_name("sync_anki_client.py")


def measure(folder: Path) -> dict[str, Any]:
    python = _installed(folder / "anki")
    return {"peer": "Anki", **compared(folder, lambda lines: _exchange(folder, python, lines))}


def _installed(place: Path) -> str:
    python = place / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not python.exists():
        venv.create(place, with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "anki"]
        subprocess.run(install, check=True, stdout=sys.stderr)
    return str(python)


def _exchange(folder: Path, python: str, lines: Path) -> Exchange:
    def exchange(number: int, counted: bool) -> dict[str, float]:
        place, port = folder / f"anki{number}", free_port()
        (place / "server").mkdir(parents=True)
        env = {
            "SYNC_USER1": "bench:bench",
            "SYNC_BASE": str(place / "server"),
            "SYNC_HOST": sync.HOST,
            "SYNC_PORT": str(port),
        }
        with served([python, "-m", "anki.syncserver"], port, **env) as process:
            plain = f"http://{sync.HOST}:{port}/"
            if counted:
                with sync.counting(port) as (door, count):
                    answered([python, str(CLIENT), str(lines), str(place), plain, f"http://{sync.HOST}:{door}/"])
                    return {"bytes": count()}
            before = sync.spent(process) or 0
            told = answered([python, str(CLIENT), str(lines), str(place), plain, plain])
            return {"seconds": told["seconds"], "cpu": told["cpu"] + (sync.spent(process) or 0) - before}

    return exchange


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="tereze-peer-") as folder:
        print(json.dumps(measure(Path(sys.argv[1] if len(sys.argv) > 1 else folder)), indent=1))
