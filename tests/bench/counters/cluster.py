"""A PostgreSQL of the run's own, durable as a centre's is; kept with all its rows where a folder is named."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.children import child
from tests.postgres import OWNER, Server, _answers, programs

# what docs/guide/postgresql.md tells a centre with fifty counters to set, on a machine of 4 GiB and more
SET = (
    "max_connections=200", "shared_buffers=512MB", "effective_cache_size=2GB", "max_wal_size=2GB",
    "maintenance_work_mem=256MB", "random_page_cost=1.1",
)  # fmt: skip
TELLS = (  # what a press may have waited for stands in the run's log
    "log_checkpoints=on", "log_lock_waits=on", "log_autovacuum_min_duration=0", "log_min_duration_statement=1000",
    "log_line_prefix=%m [%p] ",
)  # fmt: skip
BEGINS, ENDS = 120, 120  # seconds that a slow machine may take


@contextmanager
def cluster(keep: Path | None) -> Iterator[tuple[Server, Path, bool]]:
    """The server, the run's folder, and whether the rows were there before."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="counters-") as folder, _running(Path(folder)) as server:
            yield server, Path(folder), False
    else:
        keep.mkdir(parents=True, exist_ok=True)
        with _running(keep.resolve()) as server:
            yield server, keep.resolve(), (keep / "town.json").exists()


@contextmanager
def _running(folder: Path) -> Iterator[Server]:
    home = programs()
    user = "postgres" if os.name == "posix" and os.geteuid() == 0 else None  # the server refuses to run as root
    groups = {"user": user, "group": user, "extra_groups": []} if user else {}
    folder.chmod(0o755)
    place = folder / "pg"
    place.mkdir(exist_ok=True)
    rows = place / "rows"
    if user:
        shutil.chown(place, user, user)
    if not rows.exists():
        command = [home / "initdb", rows, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-k"]
        subprocess.run(command, check=True, capture_output=True, cwd="/", **groups)
        fresh = True
    else:
        fresh = False
    told = [
        part for one in (f"unix_socket_directories={place}", "listen_addresses=", *SET, *TELLS) for part in ("-c", one)
    ]
    with (folder / "log").open("ab") as log:
        command = [str(home / "postgres"), "-D", str(rows), *told]
        with child(command, user=user, stdout=log, stderr=log, cwd="/") as process:
            server, until = Server(place, process.pid), time.monotonic() + BEGINS
            while not _answers(server):
                if process.poll() is not None or time.monotonic() > until:
                    raise SystemExit(f"PostgreSQL did not start: {folder / 'log'}")
                threading.Event().wait(0.05)
            if fresh:
                server.tell(f"CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE", f"CREATE DATABASE centre OWNER {OWNER}")
            try:
                yield server
            finally:
                server.tell("CHECKPOINT")  # else it is killed in the middle of one, and reads its log again
