"""PouchDB from npm, a client and a server on loopback, beside our two nodes: a document for each event."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from app.bench import sync
from tests.bench.peers.sync_side import Exchange, answered, compared, free_port, served

HERE = Path(__file__).parent
PACKAGES = ("pouchdb@9", "express-pouchdb@4", "express@4")


def measure(folder: Path) -> dict[str, Any]:
    modules = _installed(folder / "pouchdb")
    return {"peer": "PouchDB", **compared(folder, lambda lines: _exchange(folder, modules, lines))}


def _installed(place: Path) -> Path:
    if not (place / "node_modules" / "pouchdb").exists():
        place.mkdir(parents=True, exist_ok=True)
        line = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(place), *PACKAGES]
        subprocess.run(line, check=True, stdout=sys.stderr)
    return place / "node_modules"


def _exchange(folder: Path, modules: Path, lines: Path) -> Exchange:
    env = {"NODE_PATH": str(modules)}

    def exchange(number: int, counted: bool) -> dict[str, float]:
        place, port = folder / f"pouchdb{number}", free_port()
        (place / "server").mkdir(parents=True)
        with served(["node", str(HERE / "server.js"), str(place / "server"), str(port)], port, **env) as process:
            if counted:
                with sync.counting(port) as (door, count):
                    answered(
                        ["node", str(HERE / "client.js"), str(lines), str(place), f"http://{sync.HOST}:{door}"], **env
                    )
                    return {"bytes": count()}
            before = sync.spent(process) or 0
            told = answered(
                ["node", str(HERE / "client.js"), str(lines), str(place), f"http://{sync.HOST}:{port}"], **env
            )
            return {"seconds": told["seconds"], "cpu": told["cpu"] + (sync.spent(process) or 0) - before}

    return exchange
