"""The workplace, and the furnished store under it, for the tests beside this file."""

from tests.ui.desks.counter import counter  # noqa: F401
from tests.world import database_here, file_here, furnished_database, furnished_file  # noqa: F401
