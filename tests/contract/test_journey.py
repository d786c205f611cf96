"""`tereze journey` of one act: what `journey.json` says of each step and each paper, and what lies beside it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.catalogue.acts import Catalogue
from app.domain.pack import StepId

ROOT = Path(__file__).resolve().parents[2]
STEP = {"act", "service", "variant", "object", "step", "at", "due_by", "case", "paper"}
PAPER = {"file", "form", "case", "code", "sha256"}
NEGATIVE = {"refusal-receipt", "no-data", "refused"}
Told = tuple[dict[str, Any], Path, str]


@pytest.fixture(scope="module", params=["atyrau-2015-324", "mangystau-2013-3"])
def told(request: pytest.FixtureRequest, ram_of_run: Path) -> Told:
    out = ram_of_run / f"journey-{request.param}"
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "journey", "--out", str(out), "--act", request.param],
        env={**os.environ, "TEREZE_HOME": str(out / "home")}, cwd=ROOT, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads((out / "journey.json").read_text("utf-8")), out, request.param


def test_each_step_has_its_fields_and_a_clause_or_is_the_program_s_own(told: Told) -> None:
    journey, _, act = told
    for step in journey["steps"]:
        assert set(step) >= STEP
        assert bool(step.get("clause")) != (step.get("own") is True), step
        assert step["act"] == act
        datetime.fromisoformat(step["at"])


def test_no_step_is_late_and_each_begins_on_a_day_that_the_act_was_in_force(told: Told) -> None:
    journey, _, act = told
    here = Catalogue.load().act(act)
    for step in journey["steps"]:
        assert here.from_ <= date.fromisoformat(step["at"][:10]) <= here.to
        assert step["due_by"] is None or datetime.fromisoformat(step["at"]) <= datetime.fromisoformat(step["due_by"])
    assert journey["steps"][0]["at"][11:13] == "09"


def test_each_variant_that_the_counter_may_take_is_done_with_one_negative_outcome(told: Told) -> None:
    journey, _, act = told
    pack, _ = Catalogue.load().for_act(act, "medical-licence", on=date(2030, 1, 1))
    taken = {(s.id, v.id) for s in pack.services if s.channel("counter") for v in s.variants}
    lines: dict[tuple[str, str], list[str]] = {}
    for step in journey["steps"]:
        if step["variant"]:
            lines.setdefault((step["service"], step["variant"]), []).append(step["step"])
    assert set(lines) == taken
    assert all("release" in steps for steps in lines.values())
    assert [len(NEGATIVE & set(steps)) for steps in lines.values()] == [1] * len(taken)


def test_each_paper_is_there_with_its_hash_and_the_text_of_its_bars(told: Told) -> None:
    journey, out, _ = told
    assert {p["file"] for p in journey["papers"]} == {f.name for f in out.glob("*.pdf")}
    for paper in journey["papers"]:
        assert set(paper) == PAPER
        assert hashlib.sha256((out / paper["file"]).read_bytes()).hexdigest() == paper["sha256"]
        if paper["form"] == "survey":  # nobody's: it has no bars
            assert paper["code"] == ""
            continue
        assert re.fullmatch(r"[CDRHSP][A-Z]{2}[0-9]{11,}[0-9A-Z]", paper["code"])
    named = {step["paper"] for step in journey["steps"]} - {None}
    assert named <= {p["file"] for p in journey["papers"]}


def test_the_state_at_the_end_is_left_and_its_hash_is_told(told: Told) -> None:
    journey, out, _ = told
    state = (out / "state.txt").read_bytes()
    assert journey["state"] == hashlib.sha256(state).hexdigest()
    kinds = {line.split(" ")[1] for line in state.decode().splitlines() if line.startswith(("centre ", "licensor "))}
    assert kinds >= {"chain", "event", "cases", "operation", "paper", "cursor", "account"}


def test_no_sector_registry_courier_or_receipt_is_told_as_the_act_s_where_the_act_has_none(told: Told) -> None:
    journey, _, act = told
    if act != "mangystau-2013-3":
        assert "acceptance-receipt" in {p["form"] for p in journey["papers"]}
        return
    forms = {p["form"] for p in journey["papers"]}
    assert not forms & {"acceptance-receipt", "refusal-receipt", "registry-out", "courier-sheet", "hand-over-act"}
    assert {s["step"] for s in journey["steps"] if s.get("clause")} <= set(StepId.__args__)  # type: ignore[attr-defined]
