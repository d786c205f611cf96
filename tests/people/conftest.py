from tests.people.house import house, housed  # noqa: F401
from tests.world import database_here, file_here, furnished_database, furnished_file, world  # noqa: F401
