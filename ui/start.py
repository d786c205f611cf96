"""The window: the lock screen is painted first, everything heavy is opened behind it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

NO_SCREEN = 4


def open_window(*, store: str | None = None, key: str | None = None, demo: bool = False) -> int:
    """Shows the window and comes back when it is closed. No `store`: the user's own, found out behind the lock screen."""
    if not _screen():
        from app.words import words

        print(words(os.environ.get("TEREZE_LANG", "ru"))("desk.no-screen"), file=sys.stderr)
        return NO_SCREEN
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from ui import last_words
    from ui.desks.habits import remembered

    app = QApplication.instance() or QApplication(sys.argv[:1])
    reports = home() / "reports"
    crashed = last_words.found_from_last_time(reports)
    ears: last_words.Ears | None = None
    try:
        front = front_of(store or "", key=key, demo=demo)
        ears = last_words.Ears(reports, front.work.fault.emit)
        ears.listen()
        front.crashed, front.lively = crashed, True
        front.shell.resize(1366, 768)
        front.shell.show()
        QTimer.singleShot(0, front.start)
        return int(app.exec())
    except Exception as wrong:
        last_words.say_goodbye(wrong, reports, remembered(home()).language)
        raise
    finally:
        if ears is not None:
            ears.rest()


def front_of(
    store: str, *, key: str | None = None, demo: bool = False, folder: Path | None = None, clock: object = None
):
    """A window that is not shown yet, with its lock screen. `folder`: where papers and reports go; the user's own."""
    from PySide6.QtWidgets import QApplication

    from ui import look
    from ui.desks.door import Door
    from ui.desks.front import Front
    from ui.desks.habits import remembered
    from ui.shell import Shell

    place = folder or home()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    habits = remembered(place)
    look.apply(app, look.THEMES[habits.theme], habits.scale, animate=not habits.still)
    return Front(Shell(), Door(store, key, demo, clock), place)


def home() -> Path:
    """The user's folder, told without opening the heavy parts."""
    if told := os.environ.get("TEREZE_HOME"):
        return Path(told)
    from PySide6.QtCore import QStandardPaths

    where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return Path(where) / "tereze"


def take_screenshots(out: Path, *, guide: bool = False) -> int:
    """Every screen × language × theme, furnished by really doing a morning's work."""
    from ui.screenshots import take

    return take(out, guide=guide)


def count_paths(folder: Path) -> list[dict[str, object]]:
    """The paths of a day by keys and scans, each as long as it is; the files stand beside the tests."""
    from ui.paths import walk_all

    return walk_all(folder)


def _screen() -> bool:
    """Linux without a display has nothing to draw on; elsewhere there is always a screen."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
