"""The workplace, and the furnished store under it, for the tests beside this file."""

from tests.ui.desks.counter import counter  # noqa: F401
from tests.world import file_here, furnished_file  # noqa: F401
