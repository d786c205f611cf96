"""S22, S23: the invented people of `tests/atrest` pass through a day; no byte on the disk and no line of a log names them."""

from __future__ import annotations

from pathlib import Path

from tests.atrest import test_planted as day_of
from tests.atrest.planted import Search, people
from tests.atrest.test_planted import FAULTS, home  # noqa: F401
from tests.campaign.counted import WHOLE, ran
from tests.world import World

IN_LOGS = ("a name in the log", "a number in a report")


def test_no_byte_at_rest_and_no_line_of_a_log_tells_of_anybody(home: Path, file_here: World) -> None:  # noqa: F811
    planted = people(1000 if WHOLE else 10, seed=22)
    search = Search(planted)
    day_of.day(file_here, home, planted)
    file_here.close()
    written = [home / "logs", home / "reports"]
    in_logs = len(search.places(written)[0])
    anywhere = len(search.places([home])[0])
    assert (home / "logs" / "debug.log").stat().st_size  # it was kept, at DEBUG
    assert list((home / "reports").glob("*.zip"))
    caught = [fault for fault in FAULTS if _found(home, fault)]
    ran("S22", len(planted), through=anywhere - in_logs, planted=(len(caught), len(FAULTS)))
    logged = sum(fault in caught for fault in IN_LOGS)
    ran("S23", len(planted), through=in_logs, planted=(logged, len(IN_LOGS)))


def _found(home: Path, fault: str) -> bool:  # noqa: F811
    """The same search over what one fault leaves behind."""
    one = people(3)
    _emptied(home)
    assert not Search(one).places([home])[0]
    FAULTS[fault](home, one[1])
    return bool(Search(one).places([home])[0])


def _emptied(home: Path) -> None:  # noqa: F811
    for path in [p for p in home.rglob("*") if p.is_file()]:
        if path.name == "debug.log":  # stands open
            path.write_bytes(b"")
        else:
            path.unlink()
