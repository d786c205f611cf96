"""Ten scans a second for five seconds, struck as keys at a real window: each is written once, and none twice."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.board import board
from tests.screen import XServer
from tests.whole.test_layouts import window
from tests.world import World, code

SCANS = 50
FIRST_MS, EVERY_MS = 20, 5  # fifteen signs and Enter: a hundred milliseconds for each scan


@pytest.mark.xcb
def test_ten_scans_a_second_lose_none_and_double_none(
    x_server: XServer, file_here: World, ram: Path, record_property: pytest.FixtureRequest
) -> None:
    legal = [n for n in file_here.centre.persons.known() if n[4] in "456789"]  # type: ignore[attr-defined]
    cases = [file_here.accepted(number=legal[n % len(legal)]) for n in range(SCANS)]
    bars = [code(case).replace("-", "") for case in cases]
    assert len(set(bars)) == SCANS
    with window(x_server, file_here, ram / "home", "sector.at01") as w, board(x_server.display) as keys:
        begun = time.monotonic()
        for scan in bars:
            keys.scan(scan, every_ms=EVERY_MS, first_ms=FIRST_MS)
        struck = time.monotonic() - begun
        w.until(lambda s: len(s["bursts"]) == SCANS, "every burst")
        w.until(lambda s: len(s["lines"]) == SCANS and not s["pending"], "every line of the registry")
        drained = time.monotonic() - begun - struck
        assert w.now["scanned"] == bars
        assert w.now["sounds"] == ["ok"] * SCANS
        assert struck < 1.5 * SCANS / 10, "the board itself was too slow for what is measured"
        record_property("struck_s", round(struck, 2))  # type: ignore[operator]
        record_property("drained_s", round(drained, 2))  # type: ignore[operator]
        print(f"struck in {struck:.2f} s; the last was written {drained:.2f} s after its Enter")
    (registry,) = file_here.ask("registry.all", {"status": "open"}, "sector")
    inside = file_here.ask("registry.open", {"code": registry["id"]}, "sector")["cases"]
    assert {c["number"] for c in inside} == {c["number"] for c in cases}
    entered = file_here.rows("SELECT count(*) FROM events WHERE kind = 'case.entered-in-registry'")
    assert entered[0][0] == SCANS
