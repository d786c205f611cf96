"""The recipe as far as it can be read without a server: everything in it can be filled in, and what keeps it safe is set."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

RECIPE = Path(__file__).resolve().parents[2] / "installer" / "region"
TEMPLATES = ("patroni.yml", "etcd.env")


@pytest.fixture
def values(tmp_path: Path) -> Path:
    """The example with its passwords; they hold what a shell and a pattern could misread."""
    filled = re.sub(
        r"^(\w+_PASSWORD)=$", r"\1=a&b/c$d*e\\1", (RECIPE / "values.example").read_text(), flags=re.MULTILINE
    )
    (tmp_path / "values").write_text(filled)
    return tmp_path / "values"


def fill(template: str, values: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([RECIPE / "fill", RECIPE / template, values], capture_output=True, text=True)


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_example_fills_in_the_whole_template(template: str, values: Path) -> None:
    done = fill(template, values)
    assert (done.returncode, done.stderr) == (0, "")
    assert "10.0.0.11" in done.stdout
    if template == "patroni.yml":
        assert 'password: "a&b/c$d*e\\1"' in done.stdout


def test_what_is_not_filled_in_is_named(values: Path) -> None:
    values.write_text(values.read_text().replace("ADDRESS=10.0.0.11\n", ""))
    done = fill("patroni.yml", values)
    assert (done.returncode, done.stderr.strip()) == (2, "not filled in: @ADDRESS@")


def test_an_application_stands_on_two_servers_or_is_not_accepted() -> None:
    told = (RECIPE / "patroni.yml").read_text()
    for line in ("synchronous_mode: true", "synchronous_mode_strict: true", 'synchronous_commit: "on"'):
        assert line in told


def test_the_times_leave_room_for_an_etcd_that_hiccups() -> None:
    told = (RECIPE / "patroni.yml").read_text()
    ttl, wait, retry = (
        int(re.findall(rf"^ +{name}: (\d+)", told, re.M)[0]) for name in ("ttl", "loop_wait", "retry_timeout")
    )
    assert ttl >= wait + 2 * retry
    assert ttl < 30  # a counter waits for it, and some seconds


def test_nobody_comes_in_without_tls() -> None:
    listed = re.findall(r"^    - (.*)$", (RECIPE / "patroni.yml").read_text().split("pg_hba:")[1], re.M)
    assert [one for one in listed if not one.startswith(("hostssl ", "local all postgres peer"))] == [
        "host all postgres,replicator,rewinder all reject"
    ]
    assert all(
        one.endswith("scram-sha-256") for one in (line.split(" #")[0] for line in listed) if one.startswith("hostssl")
    )
