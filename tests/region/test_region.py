"""The whole of tests/region/run, once; TEREZE_REGION=1 asks for it: it needs root, packages of its own and some minutes."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import pytest

from tests.region.__main__ import run, table
from tests.region.net import lacking


@pytest.mark.timeout(0)
def test_a_region_loses_nothing_when_its_leader_dies_or_is_cut_off() -> None:
    if os.environ.get("TEREZE_REGION") != "1":
        pytest.skip("TEREZE_REGION=1 asks for it; ./tests/region/run is the same by hand")
    if missing := lacking():
        pytest.skip(f"a region cannot be run here: {', '.join(missing)}")
    with tempfile.TemporaryDirectory(prefix="tereze-region-") as folder:  # pytest's own is closed to the servers' user
        told = run(Path(folder), int(os.environ.get("TEREZE_REGION_COUNTERS", "4")), ["kill", "cut", "serve"])
    print(table(told))
    assert told["passed"], json.dumps(told["wrong"])
