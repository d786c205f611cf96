"""The paths of a day cost as many keys and scans as they are written to cost, and no more than was asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from ui.paths import WentAstray, read, walked

PATHS = sorted((Path(__file__).parent / "desk").glob("*.toml"))


@pytest.mark.parametrize("file", PATHS, ids=lambda file: file.stem)
def test_a_path_is_as_short_as_it_is_written_and_ends_where_it_says(file: Path, qapp: object) -> None:
    told = walked(read(file))
    assert told["count"] == told["written"], "a path became longer or shorter: say so in its file, and why it rose"
    assert told["met"]


def test_a_path_that_leaves_a_step_out_goes_astray(qapp: object) -> None:
    short = read(next(file for file in PATHS if file.stem == "registry"))
    with pytest.raises(WentAstray, match="status"):
        walked(type(short)(**{**{n: getattr(short, n) for n in short.__slots__}, "walk": short.walk[:-1]}))
