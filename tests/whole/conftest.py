"""The furnished store that the window in front of these tests opens."""

from tests.world import file_here, furnished_file  # noqa: F401
