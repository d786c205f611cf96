"""The furnished demonstration, for the tests beside this file; and what a campaign ran goes into its test's report."""

from collections.abc import Iterator

import pytest

from tests.campaign.counted import RAN
from tests.people.house import house, housed  # noqa: F401
from tests.world import database_here, file_here, furnished_database, furnished_file, world  # noqa: F401


@pytest.fixture(autouse=True)
def _told(request: pytest.FixtureRequest) -> Iterator[None]:
    before = len(RAN)
    yield
    request.node.user_properties += [("campaign", one.line) for one in RAN[before:]]
