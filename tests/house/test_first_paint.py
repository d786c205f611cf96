"""The lock screen is painted before anything heavy is read: a person at a counter sees it at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = ("sqlalchemy", "alembic", "apsw", "reportlab", "cryptography", "pydantic", "websockets", "litestar", "asyncio")
SHOWN = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ui.start import front_of
app = QApplication([])
front = front_of("", demo=True, folder=Path(sys.argv[1]))
front.shell.show()
print(*sys.modules)
front.closing = True
"""


def test_nothing_heavy_is_read_before_the_lock_screen_stands(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", SHOWN, str(tmp_path)], cwd=root, capture_output=True, text=True, timeout=120, check=False
    )
    read = set(done.stdout.split())
    assert "ui.screens.lock" in read, done.stderr
    assert not read.intersection(HEAVY), "before the lock screen"
    assert not {name for name in read if name.startswith(("app.store", "app.services", "app.queries"))}
