"""The furnished demonstration, for the tests beside this file; and what the campaigns ran, said at the end."""

from typing import Any

from tests.campaign.counted import RAN
from tests.people.house import house, housed  # noqa: F401
from tests.world import database_here, file_here, furnished_database, furnished_file, world  # noqa: F401


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for one in sorted(RAN, key=lambda r: r.row):
        planted = f", planted faults {one.planted[0]} of {one.planted[1]} caught" if one.planted[1] else ""
        terminalreporter.write_line(f"campaign {one.row}: {one.cases} cases, {one.through} through{planted}")
