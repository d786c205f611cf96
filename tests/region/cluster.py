"""Three database servers under Patroni, and an etcd on each of their machines, by the recipe of installer/region."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.postgres import programs
from tests.region.net import NETWORK, Net, tell

RECIPE = Path(__file__).resolve().parents[2] / "installer" / "region"
SERVERS = ("db1", "db2", "db3")
OWNER, DATABASE = "tereze", "tereze"
PATIENCE = 180.0  # seconds that a busy machine may need to start or to mend a server
ASK = "import sys,urllib.request;print(urllib.request.urlopen(sys.argv[1],timeout=3).read().decode())"


@dataclass(slots=True)
class Cluster:
    net: Net
    folder: Path
    passwords: dict[str, str] = field(default_factory=dict)
    running: dict[tuple[str, str], subprocess.Popen[bytes]] = field(default_factory=dict)

    # ---- making

    def make(self) -> None:
        self.folder.chmod(0o755)
        self.passwords = {name: secrets.token_hex(16) for name in ("superuser", "replication", "rewind", "owner")}
        for number, server in enumerate(SERVERS, 11):
            self.net.machine(server, number)
        for server in SERVERS:
            self._prepare(server)
        for server in SERVERS:
            self.start(server, "etcd")
        self._until(self._etcd_is_whole, "etcd")
        for server in SERVERS:
            self.start(server, "patroni")
        self.whole()
        owner = self.passwords["owner"]
        self.tell(f"CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE PASSWORD '{owner}'")
        self.tell(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")

    def place(self, server: str) -> Path:
        return self.folder / server

    def _prepare(self, server: str) -> None:
        place, address = self.place(server), self.net.machines[server]
        for name in ("etcd", "sockets"):
            (place / name).mkdir(parents=True)
        certificate, key = place / "node.pem", place / "node.key"
        tell(
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={server}", "-addext",
            f"subjectAltName=IP:{address}", "-keyout", str(key), "-out", str(certificate),
        )  # fmt: skip
        everywhere = [self.net.machines[one] for one in SERVERS]
        given = {
            "NAME": server, "ADDRESS": address, "ETCD": ",".join(f"{one}:2379" for one in everywhere),
            "ETCD_CLUSTER": ",".join(f"{one}=http://{self.net.machines[one]}:2380" for one in SERVERS),
            "ETCD_DATA": place / "etcd", "DATA": place / "rows", "PROGRAMS": programs(), "HOME": place,
            "SOCKETS": place / "sockets", "CERTIFICATE": certificate, "KEY": key, "NODES": f"{NETWORK}.0/28",
            "PROGRAMS_FROM": f"{NETWORK}.0/24", "WATCHDOG": "off",
            **{f"{name.upper()}_PASSWORD": secret for name, secret in self.passwords.items()},
        }  # fmt: skip
        values = place / "values"
        values.write_text("".join(f"{name}={value}\n" for name, value in given.items()))
        for name in ("patroni.yml", "etcd.env"):
            (place / name).write_text(tell(str(RECIPE / "fill"), str(RECIPE / name), str(values)))
        for one in (place, *place.iterdir()):
            shutil.chown(one, "postgres", "postgres")
            one.chmod(0o700 if one.is_dir() else 0o600)

    # ---- processes

    def start(self, server: str, program: str) -> None:
        place = self.place(server)
        command = ["etcd"] if program == "etcd" else ["patroni", str(place / "patroni.yml")]
        told = [
            line.split(" #")[0] for line in (place / "etcd.env").read_text().splitlines() if line.startswith("ETCD_")
        ]
        known = dict(one.split("=", 1) for one in told) if program == "etcd" else {"PATH": os.environ["PATH"]}
        with (place / f"{program}.log").open("ab") as log:
            self.running[server, program] = subprocess.Popen(
                self.net.on(server, *command, user="postgres"), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                cwd=place, env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(place), **known},
            )  # fmt: skip

    def kill(self, server: str) -> None:
        """Patroni and every process of PostgreSQL there, at once and without a word."""
        for pid, name in self.net.processes(server).items():
            if name.startswith(("patroni", "postgres")):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        self.running.pop((server, "patroni")).wait(timeout=PATIENCE)

    def end(self) -> None:
        for process in self.running.values():
            process.kill()
        for server in SERVERS:
            if server in self.net.machines:
                for pid in self.net.processes(server):
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
        for process in self.running.values():
            process.wait(timeout=PATIENCE)

    # ---- asking

    def members(self, *, seen_by: str = "") -> dict[str, dict[str, Any]]:
        """Each server as Patroni tells it, by the first one that answers."""
        for server in (seen_by,) if seen_by else SERVERS:
            url = f"http://{self.net.machines[server]}:8008/cluster"
            done = subprocess.run(
                self.net.on(server, "python3", "-c", ASK, url), capture_output=True, text=True, timeout=30
            )
            if done.returncode == 0:
                return {one["name"]: one for one in json.loads(done.stdout)["members"]}
        return {}

    def leader(self, *, apart_from: str = "") -> str | None:
        seen = next((one for one in SERVERS if one != apart_from), "")
        found = self.members(seen_by=seen)
        return next((n for n, one in found.items() if one["role"] == "leader" and n != apart_from), None)

    def whole(self) -> None:
        """Until one leads, and both others follow, one of them word for word."""
        self._until(self._is_whole, "the cluster")

    def _is_whole(self) -> bool:
        found = self.members()
        roles = sorted(one["role"] for one in found.values())
        follow = [one for one in found.values() if one["role"] != "leader"]
        return (
            roles == ["leader", "replica", "sync_standby"]
            and all(one["state"] in ("running", "streaming") for one in found.values())
            and all(one.get("lag") == 0 and one["timeline"] == found[self.leader() or ""]["timeline"] for one in follow)
        )

    def _etcd_is_whole(self) -> bool:
        ends = ",".join(f"http://{self.net.machines[one]}:2379" for one in SERVERS)
        command = self.net.on("db1", "etcdctl", f"--endpoints={ends}", "endpoint", "health")
        return not subprocess.run(command, capture_output=True, env={**os.environ, "ETCDCTL_API": "3"}).returncode

    def _until(self, there: Any, what: str) -> None:
        until = time.monotonic() + PATIENCE
        while not there():
            if time.monotonic() > until:
                logs = "".join(one.read_text(errors="replace")[-1500:] for one in self.folder.glob("*/*.log"))
                raise TimeoutError(f"{what} is not whole: {self.members()}\n{logs}")
            threading.Event().wait(0.3)

    def tell(self, statement: str, database: str = "postgres") -> str:
        """As the superuser, at whichever leads."""
        command = [
            str(programs() / "psql"),
            "-XAtq",
            "-v",
            "ON_ERROR_STOP=1",
            "-c",
            statement,
            "-d",
            self.url("postgres", database),
        ]
        env = {**os.environ, "PGPASSWORD": self.passwords["superuser"]}
        done = subprocess.run(self.net.on("db1", *command), capture_output=True, text=True, env=env)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout.strip()

    def url(self, user: str = OWNER, database: str = DATABASE) -> str:
        """As a person writes it. The servers' own programs find the leader by the same words."""
        secret = f":{self.passwords['owner']}" if user == OWNER else ""
        ends = ",".join(f"{self.net.machines[one]}:5432" for one in SERVERS)
        more = "" if user == OWNER else "&target_session_attrs=read-write"
        return f"postgresql://{user}{secret}@{ends}/{database}?sslmode=require{more}"
