"""A scanner strikes keys and the layout decides what they write: under kz, ru and us the same code comes, in a real window."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain.numbers import NotACode, check_character, parse_code
from tests.board import Board, board
from tests.children import child
from tests.screen import XServer
from tests.whole.real_window import ROOT, Window
from tests.world import World, code

LAYOUTS = ("us", "ru", "kz")
pytestmark = pytest.mark.xcb


@contextmanager
def window(screen: XServer, world: World, folder: Path, login: str) -> Iterator[Window]:
    world.close()  # the store has one writer, and that is the window now
    env = {**screen.env, "TEREZE_HOME": str(folder), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.whole.scan_watch", world.url, str(world.key), str(folder), login]
    with child(command, env=env, cwd=ROOT, stdout=subprocess.PIPE) as process:
        w = Window(screen, process)
        w.until(lambda s: not s["locked"] and not s["pending"], "somebody at work")
        found = ("search", "--sync", "--all", "--onlyvisible", "--pid", str(process.pid), "--name", "^Tereze")
        screen.run("xdotool", *found, "windowraise", "windowfocus", "--sync")
        w.until(lambda s: s["active"], "the window in front")
        yield w
        assert process.stdout is not None
        process.stdout.close()
        screen.layout("us")


@pytest.fixture
def keys(x_server: XServer) -> Iterator[Board]:
    with board(x_server.display) as made:
        yield made


def accepted(world: World) -> list[str]:
    """Three cases, as their bars hold them."""
    legal = [n for n in world.centre.persons.known() if n[4] in "456789"]  # type: ignore[attr-defined]
    return [code(world.accepted(number=number)).replace("-", "") for number in legal[: len(LAYOUTS)]]


def is_code(text: str) -> bool:
    try:
        return bool(parse_code(text))
    except NotACode:
        return False


def test_the_same_keys_give_the_same_code_in_every_layout(
    x_server: XServer, keys: Board, file_here: World, ram: Path
) -> None:
    bars = accepted(file_here)
    with window(x_server, file_here, ram / "home", "sector.at01") as w:
        for n, (layout, scan) in enumerate(zip(LAYOUTS, bars, strict=True), 1):
            x_server.layout(layout)
            keys.scan(scan, end="Tab" if layout == "ru" else "Return")
            w.until(lambda s, n=n: len(s["lines"]) == n and not s["pending"], f"line {n} of the registry")
            burst = w.now["bursts"][-1]
            assert burst["code"] == scan
            assert burst["end"] == ("Tab" if layout == "ru" else "Enter")
            # The control: read by its text the scan is a code under `us` only, so the layout was really another.
            assert is_code(burst["raw"]) == (layout == "us"), burst["raw"]
        assert w.now["scanned"] == bars
        assert [line.replace("-", "") for line in reversed(w.now["lines"])] == [scan[1:] for scan in bars]
        assert w.now["sounds"] == ["ok"] * 3


def test_what_leaked_into_a_field_is_taken_out_again_in_every_layout(
    x_server: XServer, keys: Board, file_here: World, ram: Path
) -> None:
    bars = accepted(file_here)
    with window(x_server, file_here, ram / "home", "supervisor.at01") as w:
        for n, (layout, scan) in enumerate(zip(LAYOUTS, bars, strict=True), 1):
            x_server.layout(layout)
            keys.press("1", control=True)
            w.until(lambda s: s["screen"] == "find" and s["typed"] is not None, "the line that finds")
            keys.write("ab", every_ms=150)
            before = w.until(lambda s: len(s["typed"] or "") == 2, "two letters")["typed"]
            keys.scan(scan)
            w.until(lambda s, n=n: len(s["scanned"]) == n and s["screen"] == "case", "the case")
            keys.press("1", control=True)
            w.until(lambda s: s["screen"] == "find" and s["typed"] is not None, "the line again")
            assert w.now["typed"] == before
            assert w.now["scanned"][-1] == scan
            for _ in before:
                keys.press("BackSpace")
            w.until(lambda s: s["typed"] == "", "an empty line")


def test_a_password_holds_whatever_is_typed_however_quickly_and_a_badge_is_still_read(
    x_server: XServer, keys: Board, file_here: World, ram: Path
) -> None:
    secret, stem = "*9!Bar*code*12345", "AT010116000010"
    with window(x_server, file_here, ram / "home", "supervisor.at01") as w:
        keys.press("F12")
        w.until(lambda s: s["locked"] and s["secret"], "the password's field")
        keys.write(secret, every_ms=3)
        w.until(lambda s: s["typed"] == secret, "every sign of it, and in its order")
        assert w.now["scanned"] == []
        badge = f"P{stem}{check_character(stem)}"
        keys.scan(badge)
        w.until(lambda s: s["scanned"] == [badge] and s["error"], "a word about the badge")
        assert (w.now["locked"], w.now["typed"]) == (True, secret), "nothing of the badge stays in the password"
        keys.scan(f"P{stem}{'A' if check_character(stem) != 'A' else 'B'}")  # no badge: typed, and Enter tries it
        w.until(lambda s: s["typed"] != secret or not s["locked"], "a password like any other")
        assert w.now["scanned"] == [badge]


def test_three_scans_in_a_kazakh_layout_teach_the_workplace_its_scanner(
    x_server: XServer, keys: Board, file_here: World, ram: Path
) -> None:
    (scan, *_) = accepted(file_here)
    with window(x_server, file_here, ram / "home", "supervisor.at01") as w:
        x_server.layout("ru")
        keys.press("k", control=True)
        keys.write("crfyth", every_ms=150)  # «сканер»
        keys.press("Return")
        w.until(lambda s: s["screen"] == "scanner", "the page that teaches")
        x_server.layout("kz")
        for n in range(3):
            keys.scan(scan, every_ms=20)
            w.until(lambda s, n=n: len(s["bursts"]) == n + 1, "a test scan")
            slot = w.until(lambda s, n=n: scan in s["slots"][n], "the code as it is read")["slots"][n]
            raw = w.now["bursts"][n]["raw"]
            assert not is_code(raw), "as text it is no code: the layout wrote it"
            assert raw in slot
            assert "Завершающая клавиша: Enter" in slot
        w.until(lambda s: "Сканер понят" in s["taught"], "what was learned")
        assert (w.now["screen"], w.now["scanned"]) == ("scanner", []), "nothing was opened"
    kept = json.loads((ram / "home" / "window.json").read_text("utf-8"))["scanner"]
    slowest = max(b["slowest"] for b in w.now["bursts"])
    assert (kept["kind"], kept["end"], kept["gap_ms"]) == ("keys", "Enter", min(100, max(30, 2 * slowest + 10)))
