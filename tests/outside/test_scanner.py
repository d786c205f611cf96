"""The paper scanner by `scanimage`: against a stand-in on the PATH, and against SANE's own test scanner where it is."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from app.outside.scanner import MOST, Patience, Quiet, Sane, Scanned, Wish
from app.problems import Unavailable
from app.words import LANGUAGES, words

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="scanimage is not of Windows")
STAND_IN = Path(__file__).with_name("scanimage_stand_in.py")
QUICK = Patience(devices=10, page=20, glance=0.02, end=2)
Ready = Callable[[str], Path]


@pytest.fixture
def ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ready:
    """`ready("pages=3 end=6")`: a scanner that does so; gives the list of what it was asked for."""
    program = tmp_path / "scanimage"
    program.write_text(f"#!{sys.executable}\n" + STAND_IN.read_text("utf-8"), "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("STAND_IN_LOG", str(tmp_path / "asked"))

    def begin(behaves: str) -> Path:
        monkeypatch.setenv("STAND_IN", behaves)
        return tmp_path / "asked"

    return begin


def scan(**wish: object) -> Scanned:
    return Sane(patience=QUICK).scan(Wish(device="stand:in", **wish))  # type: ignore[arg-type]


def test_the_scanners_are_listed_by_maker_and_model_when_there_are_some(ready: Ready) -> None:
    ready("")
    assert [(d.id, d.name) for d in Sane().devices()] == [("stand:in", "Maker Model 5")]
    ready("none")
    assert Sane().devices() == ()


def test_a_stack_comes_page_by_page_when_the_feeder_runs_out(ready: Ready) -> None:
    asked = ready("pages=4 end=7")
    came: list[int] = []
    scanned = Sane(patience=QUICK).scan(Wish(device="stand:in", dots=300), came.append)
    assert (len(scanned.pages), scanned.stopped) == (4, "")
    assert all(page.startswith(b"\x89PNG") for page in scanned.pages)
    assert came[-1] == 4
    last = asked.read_text().splitlines()[-1].split()
    assert last[0] == "--device-name=stand:in"
    assert "--resolution=300" in last
    assert "--mode=Gray" in last
    assert f"--batch-count={MOST}" in last


@pytest.mark.parametrize(
    ("wish", "source"),
    [({}, "ADF Front"), ({"both_sides": True}, "ADF Duplex"), ({"feeder": False}, "Flatbed")],
)  # fmt: skip
def test_the_maker_s_own_names_of_feeder_and_glass_are_used(ready: Ready, wish: dict[str, bool], source: str) -> None:
    asked = ready("pages=9")
    scanned = scan(colour=True, **wish)
    line = asked.read_text().splitlines()[-1]
    assert f"--source={source} " in line
    assert "--mode=Color" in line
    assert len(scanned.pages) == (1 if source == "Flatbed" else 9)


@pytest.mark.parametrize(
    ("code", "stop"),
    [(2, "cancelled"), (3, "busy"), (4, "no-device"), (6, "jam"), (8, "cover-open"), (9, "failed"), (10, "no-memory"),
     (11, "denied"), (1, "no-device"), (77, "failed")],
)  # fmt: skip
def test_pages_before_a_fault_are_not_lost_when_the_scanner_stops(ready: Ready, code: int, stop: str) -> None:
    ready(f"pages=2 end={code}")
    scanned = scan()
    assert (len(scanned.pages), scanned.stopped) == (2, stop)


def test_an_empty_feeder_is_said_when_no_page_came(ready: Ready) -> None:
    ready("first=7")
    assert scan() == Scanned(stopped="no-paper")


def test_a_device_that_is_gone_is_said(ready: Ready) -> None:
    ready("")
    assert Sane().scan(Wish(device="gone:1")) == Scanned(stopped="no-device")


def test_no_program_is_said_and_no_scanner_is_an_empty_list() -> None:
    with pytest.raises(Unavailable) as away:
        Sane(program="no-such-program").devices()
    assert (away.value.what, away.value.status) == ("scanner", "no-program")
    assert Sane(program="no-such-program").scan(Wish(device="x")).stopped == "no-program"
    assert (Quiet().devices(), Quiet().scan(Wish(device="")).stopped) == ((), "no-device")


@pytest.mark.parametrize("behaves", ["pages=2 slow", "pages=2 slow deaf"])
def test_a_cancel_ends_the_scan_and_its_pages_come_back(ready: Ready, behaves: str) -> None:
    ready(behaves)
    scanner = Sane(patience=Patience(page=20, glance=0.02, end=0.5))
    found: list[Scanned] = []
    two = threading.Event()
    runs = threading.Thread(
        target=lambda: found.append(scanner.scan(Wish(device="stand:in"), lambda n: two.set() if n == 2 else None))
    )
    runs.start()
    assert two.wait(20)
    scanner.cancel()
    runs.join(20)
    assert [(len(s.pages), s.stopped) for s in found] == [(2, "cancelled")]


def test_a_scanner_that_falls_silent_is_given_up(ready: Ready) -> None:
    ready("pages=1 slow")
    scanned = Sane(patience=Patience(page=0.4, glance=0.02, end=2)).scan(Wish(device="stand:in"))
    assert (len(scanned.pages), scanned.stopped) == (1, "too-long")


def test_nothing_that_was_scanned_stays_in_a_folder(ready: Ready, tmp_path: Path, monkeypatch) -> None:
    ready("pages=3")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    (tmp_path / "run").mkdir()
    scan()
    assert list((tmp_path / "run").iterdir()) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_way_to_stop_has_its_sentence(lang: str) -> None:
    from typing import get_args

    from app.outside.scanner import Stop

    assert not [stop for stop in get_args(Stop) if not words(lang).has(f"away.scanner.{stop}")]


@pytest.mark.skipif(shutil.which("scanimage") is None, reason="SANE is not installed here")
def test_sane_s_own_test_scanner_gives_ten_sheets_from_its_feeder(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "dll.conf").write_text("test\n")
    monkeypatch.setenv("SANE_CONFIG_DIR", str(tmp_path))
    devices = Sane().devices()
    if "test:0" not in [d.id for d in devices]:
        pytest.skip("SANE without its test backend")
    scanned = Sane().scan(Wish(device="test:0"))
    assert (len(scanned.pages), scanned.stopped) == (10, "")
    assert len(Sane().scan(Wish(device="test:0", feeder=False, dots=300)).pages) == 1
