"""A sheet of the journey is printed, laid askew on a scanner, and `tereze verify --paper` says what it proves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageFilter

from tests.print.reading import rasters

ROOT = Path(__file__).resolve().parents[2]
SQUARED = ("acceptance-receipt", "refusal-receipt", "registry-out", "hand-over-act")
Told = tuple[dict[str, Any], Path]


@pytest.fixture(scope="module")
def journey(ram_of_run: Path) -> Told:
    out = ram_of_run / "journey-scanned"
    done = tereze(out, "journey", "--out", str(out), "--act", "atyrau-2015-324")
    assert done.returncode == 0, done.stderr
    return json.loads((out / "journey.json").read_text("utf-8")), out


def tereze(out: Path, *call: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *call],
        env={**os.environ, "TEREZE_HOME": str(out / "home")}, cwd=ROOT, capture_output=True, text=True, timeout=180,
    )  # fmt: skip


def scan(paper: Path, place: Path) -> Path:
    """At 200 dpi, a degree askew, a little soft, on grey glass, as a JPEG."""
    sheet = rasters(paper.read_bytes(), 200)[-1].convert("L")
    glass = Image.new("L", (sheet.width + 80, sheet.height + 80), 214)
    glass.paste(sheet, (40, 40))
    glass.rotate(1, fillcolor=214).filter(ImageFilter.GaussianBlur(0.6)).save(place, "JPEG", quality=80, dpi=(200, 200))
    return place


@pytest.mark.parametrize("form", SQUARED)
def test_a_scanned_sheet_is_verified(journey: Told, form: str) -> None:
    told, out = journey
    papers = [p for p in told["papers"] if p["form"] == form]
    assert papers
    picture = scan(out / papers[0]["file"], out / f"{form}.jpg")
    done = tereze(out, "verify", "--paper", str(picture), "--store", f"sqlite:///{out / 'journey.db'}", "--key",
                  str(out / "journey.key"))  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    answer = json.loads(done.stdout)
    assert answer["intact"]
    said = answer.get("statement") or answer.get("hand_over") or answer["sheet"]
    wanted = papers[0]["code"][1:]
    assert wanted in (said.get("number"), said.get("list"))


def test_a_scan_of_another_store_s_sheet_is_told(journey: Told, ram: Path) -> None:
    """The same sheet before a node that never met this one: its key is unknown there, and nothing is believed."""
    told, out = journey
    paper = next(p for p in told["papers"] if p["form"] == "hand-over-act")
    picture = scan(out / paper["file"], ram / "act.jpg")
    store, key = f"sqlite:///{ram / 'other.db'}", str(ram / "other.key")
    assert tereze(ram, "init", "--store", store, "--key", key, "--centre", "AT09").returncode == 0
    done = tereze(ram, "verify", "--paper", str(picture), "--store", store, "--key", key)
    assert done.returncode == 1
    assert json.loads(done.stdout)["problem"] == "key-unknown"


def test_a_picture_without_a_square_proves_nothing(journey: Told, ram: Path) -> None:
    _, out = journey
    Image.new("L", (600, 800), 255).save(ram / "white.png")
    done = tereze(out, "verify", "--paper", str(ram / "white.png"), "--store", f"sqlite:///{out / 'journey.db'}",
                  "--key", str(out / "journey.key"))  # fmt: skip
    assert done.returncode == 1
    assert json.loads(done.stdout)["problem"] == "scan-without-square"
