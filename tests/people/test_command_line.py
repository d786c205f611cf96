"""The command line asks who it is; a demonstration asks nobody, and says so once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.people.house import ADMIN, CARD, INSPECTOR, NEW, ONCE, OWN, SECTOR, House
from tests.world import World


def tereze(place: House | World, *words: str, given: Any = None, **told: str) -> subprocess.CompletedProcess[str]:
    if isinstance(place, House):
        place.app.close()
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("TEREZE_", "PG"))}
    command = [sys.executable, "-m", "app.cli", *words, "--store", place.url, "--key", str(place.key)]
    if given is not None:
        command.insert(5, "-")
    return subprocess.run(
        command, input=json.dumps(given) if given is not None else "", capture_output=True, text=True, check=False,
        env={**plain, **told, "TEREZE_LANG": "en"},
    )  # fmt: skip


def me(place: House | World, login: str, **told: str) -> subprocess.CompletedProcess[str]:
    return tereze(place, "ask", "house.me", "--as", login, **told)


def test_a_demonstration_asks_nobody_and_says_so_once(file_here: World) -> None:
    answer = me(file_here, INSPECTOR)
    assert answer.returncode == 0
    assert json.loads(answer.stdout)["login"] == INSPECTOR
    assert answer.stderr.count("No password is asked") == 1


def test_a_real_store_asks_for_the_password(house: House) -> None:
    house.settled(SECTOR)
    right, none = me(house, SECTOR, TEREZE_PASSWORD=NEW), me(house, SECTOR)
    assert (right.returncode, none.returncode) == (0, 2)
    assert none.stdout == ""
    assert "TEREZE_PASSFILE" in none.stderr


def test_a_wrong_password_is_refused_and_counted(house: House) -> None:
    """The wait doubles from try to try, so that a process which is slow to start meets one all the same."""
    told = [me(house, SECTOR, TEREZE_PASSWORD="wrong") for _ in range(5)]
    while len(told) < 12 and json.loads(told[-1].stdout)["code"] == "log-in-refused":
        told.append(me(house, SECTOR, TEREZE_PASSWORD="wrong"))
    assert {t.returncode for t in told} == {3}
    assert {json.loads(t.stdout)["code"] for t in told[:-1]} == {"log-in-refused"}
    assert json.loads(told[-1].stdout)["code"] == "log-in-waits"


def test_nothing_personal_and_no_secret_is_said_of_a_refusal(house: House) -> None:
    told = me(house, SECTOR, TEREZE_PASSWORD="a quite wrong one")
    assert "quite wrong" not in told.stdout + told.stderr
    assert "Әсел" not in told.stdout


def test_a_first_password_is_good_for_changing_it(house: House) -> None:
    refused = me(house, SECTOR, TEREZE_PASSWORD=ONCE)
    assert (refused.returncode, json.loads(refused.stdout)["code"]) == (3, "password-once")
    change = ("do", "account.change_password", "--as", SECTOR)
    assert tereze(house, *change, given={"password": NEW}, TEREZE_PASSWORD=ONCE).returncode == 0
    assert me(house, SECTOR, TEREZE_PASSWORD=NEW).returncode == 0


@pytest.mark.parametrize(("mode", "line", "code"), [(0o600, f"{SECTOR}:{NEW}", 0), (0o644, f"{SECTOR}:{NEW}", 2),
                                                    (0o600, f"{ADMIN}:{NEW}", 2), (0o600, f"{SECTOR}:wrong", 3)])  # fmt: skip
def test_a_password_file_is_its_owners_alone(house: House, tmp_path: Path, mode: int, line: str, code: int) -> None:
    house.settled(SECTOR)
    place = tmp_path / "pass"
    place.write_text(f"# mine\n{line}\n", "utf-8")
    place.chmod(mode)
    assert me(house, SECTOR, TEREZE_PASSFILE=str(place)).returncode == code


def test_the_badge_is_told_beside_the_password(house: House) -> None:
    house.settled(SECTOR)
    house.as_admin("account.issue_badge", login=SECTOR, badge=CARD)
    alone, both = me(house, SECTOR, TEREZE_PASSWORD=NEW), me(house, SECTOR, TEREZE_PASSWORD=NEW, TEREZE_BADGE=CARD)
    assert json.loads(alone.stdout)["code"] == "badge-needed"
    assert both.returncode == 0


def test_what_asks_for_a_proof_is_done_with_the_password(house: House) -> None:
    given = {"login": "new.at01", "role": "sector", "office": "AT01", "device": "AT01-01", "name": "Жаңа Ә."}
    done = tereze(house, "do", "account.open", "--as", ADMIN, given=given, TEREZE_PASSWORD=OWN)
    assert done.returncode == 0, done.stdout
