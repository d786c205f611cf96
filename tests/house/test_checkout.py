"""The checkout works on any machine: no path of one, no index of one, and locks that fit pyproject.toml."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.house.source import ROOT, kept_files

PATHS = re.compile(
    "|".join((r"/home/[a-z]", r"/root/", r"/Users/[A-Za-z]", r"/work/[a-z]", r"/tmp/[a-z]", r"[A-Z]:\\Users"))
)
INDEX = re.compile(
    "|".join(
        ("index" + "-url", "extra" + "-index", "trusted" + "-host", "find" + "-links", r"files\.python" + "hosted",
         r"pkg\.de" + "v", "/sim" + "ple/", r"deb\.deb" + "ian", r"snapshot\.deb" + "ian")
    )
)  # fmt: skip
ASKS_PIP = "installer/lock"  # asks pip which index this machine uses, and writes it nowhere
LOCKS = ("requirements-run.txt", "requirements-test.txt")


def lines() -> list[tuple[str, str]]:
    found = []
    for path in kept_files():
        name = path.relative_to(ROOT).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [(f"{name}:{number}", line) for number, line in enumerate(text.splitlines(), 1)]
    return found


def test_no_file_names_a_path_of_one_machine() -> None:
    wrong = [
        f"{at} {line.strip()[:120]}" for at, line in lines() if PATHS.search(line) and "test_checkout.py" not in at
    ]
    assert not wrong, "\n".join(wrong)


def test_no_file_names_an_index_of_packages() -> None:
    wrong = [f"{at} {line.strip()[:120]}" for at, line in lines() if INDEX.search(line) and not at.startswith(ASKS_PIP)]
    assert not wrong, "\n".join(wrong)


def project() -> dict[str, list[str]]:
    found = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {"run": found["dependencies"], "test": found["optional-dependencies"]["test"]}


def plain(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def locked(name: str) -> list[str]:
    text = (ROOT / "installer" / name).read_text(encoding="utf-8")
    return [entry for entry in re.split(r"\n(?=\S)", text.strip()) if not entry.startswith("#")]


def test_every_dependency_is_in_the_lock() -> None:
    run = {plain(entry) for entry in locked("requirements-run.txt")}
    both = run | {plain(entry) for entry in locked("requirements-test.txt")}
    assert not {plain(one) for one in project()["run"]} - run, "run installer/lock"
    assert not {plain(one) for one in project()["test"]} - both, "run installer/lock"


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_has_one_version_and_a_hash(name: str) -> None:
    entry = re.compile(r"[a-z0-9.-]+==[\w.]+(?: ; [^\\]+?)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+")
    assert locked(name)
    assert not [one for one in locked(name) if not entry.fullmatch(one)]


def test_pyside_stays_below_the_version_that_kills_python_3_11() -> None:
    for half in ("PySide6-Essentials", "PySide6-Addons"):
        asked = [one for one in project()["run"] if one.startswith(half) and "<'3.12'" in one.replace(" ", "")]
        assert asked
        assert all("<6.12" in one for one in asked), asked


def test_the_commands_can_be_started() -> None:
    for name in ("installer/run", "installer/test", "installer/check", "installer/lock", ".ci/run"):
        path = ROOT / name
        assert path.stat().st_mode & 0o111, f"{name} is not executable"
        assert path.read_bytes().startswith(b"#!/usr/bin/env bash\n")
        assert b"\r" not in path.read_bytes()
