"""The furnished demonstration, for the tests beside this file."""

from tests.world import database_here, file_here, furnished_database, furnished_file, world  # noqa: F401
