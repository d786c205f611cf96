"""The store of the region under test: a demonstration, and a workplace and a person of its own for each counter."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.demonstration import PASSWORD
from app.domain.events import AccountOpened
from app.domain.facts import StaffName
from app.domain.personal import Personal
from app.domain.roles import Role
from app.outside.clock import SystemClock
from app.settings import devices_folder, licensor_store
from app.start import initialise
from app.store.open import add_device, add_person, open_store
from app.store.unit import Stamp, new_id
from app.sync import keys
from app.sync.peers import own_devices, pair
from tests.region.cluster import PATIENCE, Cluster
from tests.region.net import Net
from tests.world import World

ROOT = Path(__file__).resolve().parents[2]
CENTRE, DESK = "AT01", "desk"
LICENSOR, PORT = "licensor.region", 8443
SERVING = ("serve1", "serve2")


@dataclass(slots=True)
class House:
    net: Net
    cluster: Cluster
    folder: Path
    counters: int
    drafts: dict[str, Any] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.cluster.url()

    @property
    def key(self) -> Path:
        return self.folder / "node" / "tereze.key"

    def told(self, name: str) -> list[dict[str, Any]]:
        place = self.folder / f"{name}.jsonl"
        lines = place.read_text("utf-8").splitlines(keepends=True) if place.exists() else []
        return [json.loads(line) for line in lines if line.endswith("\n")]

    # ---- processes, each on a machine of the net

    def run(self, name: str, machine: str, *words: str, **more: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                self.net.on(machine, sys.executable, "-m", *words), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                cwd=ROOT, env={**os.environ, "TEREZE_PASSWORD": PASSWORD, "TEREZE_LANG": "en", **more},
            )  # fmt: skip

    def program(self, name: str, module: str, **given: Any) -> None:
        place = self.folder / f"{name}.json"
        common = {
            "store": self.url,
            "key": str(self.key),
            "password": PASSWORD,
            "told": str(self.folder / f"{name}.jsonl"),
        }
        place.write_text(json.dumps({**common, **given}), "utf-8")
        self.run(name, DESK, module, str(place))

    def open_counters(self) -> None:
        for number in range(self.counters):
            given = {"login": login(number), "draft": self.drafts, "every": 1.0}
            self.program(f"counter{number}", "tests.region.counter", **given)

    def serve(self, name: str) -> None:
        tls, store = self.folder / "tls" / name, licensor_store(self.url)
        self.run(name, name, "app.cli", "serve", "--store", store, "--key", str(self.key), "--listen", f"0.0.0.0:{PORT}",
                 "--tls", str(tls))  # fmt: skip

    def listens(self, name: str) -> bool:
        words = f"import socket; socket.create_connection(({self.net.machines[name]!r}, {PORT}), timeout=5)"
        return not subprocess.run(self.net.on(DESK, "python3", "-c", words), capture_output=True).returncode

    def exchange(self) -> None:
        given = {"address": f"https://{LICENSOR}:{PORT}", "tls": str(self.folder / "tls" / "centre")}
        self.program("exchange", "tests.region.exchanging", **given)

    def end(self, *names: str) -> None:
        for name in names or tuple(self.running):
            self.running[name].send_signal(signal.SIGTERM)
        for name in names or tuple(self.running):
            try:
                self.running.pop(name).wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                raise RuntimeError(f"{name} does not end") from None

    def kill(self, name: str) -> None:
        process = self.running.pop(name)
        process.kill()
        process.wait(timeout=PATIENCE)

    def stop_all(self) -> None:
        for process in self.running.values():
            process.kill()
        for process in self.running.values():
            process.wait(timeout=PATIENCE)

    # ---- making

    def furnish(self) -> None:
        """On a machine of the net: `python -m tests.region.house` does the part that needs the database."""
        for number, name in enumerate((DESK, *SERVING), 21):
            self.net.machine(name, number)
        self.net.knows(DESK, LICENSOR, [self.net.machines[one] for one in SERVING])
        (self.folder / "node").mkdir()
        self.here("furnish")
        self.drafts = json.loads((self.folder / "draft.json").read_text("utf-8"))
        self._certificates()

    def here(self, deed: str) -> str:
        """A deed of this module on the machine of the counters; what it says."""
        command = [sys.executable, "-m", "tests.region.house", deed, self.url, str(self.folder), str(self.counters)]
        done = subprocess.run(
            self.net.on(DESK, *command), capture_output=True, text=True, cwd=ROOT, stdin=subprocess.DEVNULL
        )
        if done.returncode:
            raise RuntimeError(f"{deed}: {done.stderr[-3000:]}")
        return done.stdout

    def _certificates(self) -> None:
        """As docs/guide/exchange.md says it. The licensor is one node, so both that serve it show one certificate."""
        place = str(self.folder / "authority")
        made = self._certificate("authority", "--region", "atyrau", "--kept", "file", "--authority", place)
        mark = json.loads(made)["fingerprint"]
        for name in ("centre", SERVING[0]):
            tls, asked, answer = (str(self.folder / part) for part in (f"tls/{name}", f"{name}.ask", f"{name}.answer"))
            hosts = ["--host", LICENSOR] if name in SERVING else []
            self._certificate("request", "--name", name, *hosts, "--tls", tls, "--out", asked)
            self._certificate("issue", asked, "--authority", place, "--out", answer)
            self._certificate("install", answer, "--tls", tls, "--fingerprint", mark)
        shutil.copytree(self.folder / "tls" / SERVING[0], self.folder / "tls" / SERVING[1])

    def _certificate(self, *words: str) -> str:
        command = [sys.executable, "-m", "app.cli", "certificates", *words, "--key", str(self.key)]
        env = {**os.environ, "TEREZE_NEW_PASSPHRASE": "a region of three servers"}
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, stdin=subprocess.DEVNULL, env=env)
        if done.returncode:
            raise RuntimeError(f"{words}: {done.stderr}{done.stdout}")
        return done.stdout


def login(number: int) -> str:
    return f"counter{number:02}.{CENTRE.lower()}"


def device(number: int) -> str:
    return f"{CENTRE}-{number + 20:02}"


def furnish(url: str, folder: Path, counters: int) -> None:
    key, clock = folder / "node" / "tereze.key", SystemClock()
    initialise(url, key=key, demo=True)
    world = World(url, key)
    (folder / "draft.json").write_text(json.dumps(world.draft(), ensure_ascii=False), "utf-8")
    world.close()
    for number in range(counters):
        public = keys.public_bytes(keys.device_key(devices_folder(key), device(number)))
        add_device(url, key=None, code=device(number), public_key=public)
        add_person(url, login=login(number), password=PASSWORD)
    store = open_store(url, key=None, write=True)
    office = store.offices[CENTRE]
    for number in range(counters):
        stamp = Stamp(
            who="init", at=clock.moment(office), recorded_at=clock.instant(), clock=clock.source(office), op=new_id(),
            centre=CENTRE,
        )  # fmt: skip
        person = StaffName(name=Personal("Досов Арман"))
        with store.writing(device(number), stamp) as transaction:
            fact = AccountOpened(
                login=login(number), role=Role.INSPECTOR, office=CENTRE, device=device(number), person=person
            )
            transaction.record(new_id(), fact)
            transaction.commit()
    introduce(url, key)
    store.close()


def introduce(url: str, key: Path) -> None:
    """The licensor learns the new workplaces, as `tereze pair` again."""

    class Side:
        def __init__(self, address: str) -> None:
            self.store, self.clock = open_store(address, key=None, write=True), SystemClock()

    ours, theirs = Side(url), Side(licensor_store(url))
    pair(theirs, ours.store.id, "", devices=own_devices(ours.store))
    for side in (ours, theirs):
        side.store.close()


if __name__ == "__main__":
    deed, url, folder, counters = sys.argv[1:]
    if deed == "furnish":
        furnish(url, Path(folder), int(counters))
    else:
        from tests.region.judged import judge

        print(json.dumps(judge(url, Path(folder), int(counters)), ensure_ascii=False))
