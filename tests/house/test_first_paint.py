"""The lock screen is painted before anything heavy is read: a person at a counter sees it at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = ("sqlalchemy", "alembic", "apsw", "reportlab", "cryptography", "pydantic", "websockets", "litestar", "asyncio")
BEHIND = ("app.store", "app.services", "app.queries", "app.domain", "app.cli", "ui.desks.front", "ui.furnishing")
DRIVERS = ("psycopg", "sqlalchemy.dialects.postgresql", "alembic", "reportlab", "litestar", "httpx2", "pyhanko")
SHOWN = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ui.start import porch_of
app = QApplication([])
porch = porch_of(Path(sys.argv[1]), demo=True)
porch.shell.show()
app.processEvents()
print(*sys.modules)
"""
STARTED = "import sys, app.start; print(*sys.modules)"


def read_by(code: str, *told: str) -> set[str]:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code, *told], cwd=root, capture_output=True, text=True, timeout=120, check=False
    )
    assert not done.returncode, done.stderr
    return set(done.stdout.split())


def below(names: set[str], rooms: tuple[str, ...]) -> set[str]:
    return {name for name in names if any(name == room or name.startswith(f"{room}.") for room in rooms)}


def test_nothing_heavy_is_read_before_the_lock_screen_stands(tmp_path: Path) -> None:
    read = read_by(SHOWN, str(tmp_path))
    assert "ui.screens.lock" in read
    assert not below(read, HEAVY + BEHIND)


def test_a_store_in_a_file_is_opened_without_what_only_other_nodes_need() -> None:
    assert not below(read_by(STARTED), DRIVERS)


FIRST = """
import sys
from pathlib import Path
from app.bench.house import WHO, application, house
with house(Path(sys.argv[1])) as app:
    draft = application(app)
    if sys.argv[2:]:
        app.make_ready()
    known = set(sys.modules)
    app.run("intake.accept", draft, as_=WHO)
    print(*set(sys.modules) - known)
"""
PAPERS = ("app.print", "reportlab", "segno", "barcode")


def test_the_first_acceptance_of_a_day_finds_its_papers_libraries_read(tmp_path: Path) -> None:
    assert below(read_by(FIRST, str(tmp_path / "cold")), PAPERS)
    assert not below(read_by(FIRST, str(tmp_path / "warm"), "ready"), PAPERS)
