"""The furnished demonstration, for the test of signatures at a case."""

from tests.world import file_here, furnished_file  # noqa: F401
