"""S24: when the window is locked, the password that was typed to come in and to sign is not found in its memory."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.domain.personal import Secret
from app.start import Settings, build, initialise
from tests.campaign.counted import cases, ran
from tests.campaign.people_memory import veiled
from tests.people.house import ADMIN, INSPECTOR, ONCE, OWN, SECTOR, SUPERVISOR, House, Ticks

ROOT = Path(__file__).resolve().parents[2]
SEED = 20161116
PEOPLE = (INSPECTOR, SUPERVISOR, SECTOR)
SIGNS = "bcdfghjkmnpqrstvwxz23456789"
HALF = 12  # signs


@dataclass
class Window:
    """The process of a window on a real store, told what to do by lines."""

    process: subprocess.Popen[bytes]

    def say(self, *words: str) -> str:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write((" ".join(words) + "\n").encode())
        self.process.stdin.flush()
        return self.process.stdout.readline().decode().strip()

    def holds(self, *secrets: str) -> bool:
        """Whether one of them lies anywhere that it may write to, in UTF-8, UTF-16 or UTF-32."""
        wanted = [secret.encode(form) for secret in secrets for form in ("utf-8", "utf-16-le", "utf-32-le")]
        return any(one in part for part in self.parts() for one in wanted)

    def parts(self) -> Iterator[bytes]:
        with open(f"/proc/{self.process.pid}/maps") as maps, open(f"/proc/{self.process.pid}/mem", "rb", 0) as memory:
            for line in maps:
                where, rights = line.split()[:2]
                if rights[:2] != "rw":
                    continue
                first, last = (int(end, 16) for end in where.split("-"))
                try:
                    memory.seek(first)
                    yield memory.read(last - first)
                except (OSError, OverflowError):
                    continue  # of the kernel's own


@contextmanager
def window(house: House, folder: Path) -> Iterator[Window]:
    command = [sys.executable, "-m", "tests.campaign.people_memory", house.url, str(house.key), str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        made = Window(process)
        try:
            assert process.stdout
            assert process.stdout.readline() == b"ready\n"
            yield made
            assert process.stdin
            process.stdin.write(b"end\n")
            process.stdin.flush()
            process.wait(timeout=30)
        finally:
            process.kill()


def passwords(house: House) -> dict[str, str]:
    """People whose passwords lie nowhere but in the tests' own memory."""
    chance, told = random.Random(SEED), {}
    for login in PEOPLE:
        told[login] = "".join(chance.choice(SIGNS) for _ in range(2 * HALF))
        given = {"login": login, "role": login.split(".")[0], "office": "AT01", "device": "AT01-01", "name": "Әсел С."}
        house.as_admin("account.open", **given, password=ONCE)
        once = house.enter(login, ONCE)
        house.app.run("account.change_password", {"password": told[login]}, as_=login, proof=once)
    return told


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="the memory of another process is read under Linux")
def test_no_password_is_found_in_the_windows_memory_after_it_is_locked(ram: Path) -> None:
    """50 windows locked after a log-in and a proof. How often a half of one stays is told beside: nobody promises that."""
    house = House(f"sqlite:///{ram / 'tereze.db'}", ram / "tereze.key", Ticks(), app=None)  # type: ignore[arg-type]
    initialise(
        house.url, key=house.key, centre="AT01", login=ADMIN, administrator="Сейітқали Дана", password=Secret(OWN)
    )
    house.app = build(Settings(store=house.url, key=house.key))
    secrets, through, halves, dumps = passwords(house), 0, 0, cases(50, least=2)
    house.app.close()
    with window(house, ram / "home") as there:
        for n in range(dumps):
            login = PEOPLE[n % len(PEOPLE)]
            assert there.say("enter", login, veiled(secrets[login])) == "in"
            assert there.say("prove", veiled(secrets[login])) == "Proof"
            assert there.say("lock") == "locked"
            through += there.holds(secrets[login])
            halves += there.holds(secrets[login][:HALF], secrets[login][-HALF:])
        caught = 0
        for fault, login in (("field", INSPECTOR), ("keep", SUPERVISOR)):
            there.say(fault, veiled(secrets[login]))
            caught += there.holds(secrets[login])
    print(f"S24: in {halves} of {dumps} dumps a half of the password")
    ran("S24", dumps, through=through, planted=(caught, 2))
