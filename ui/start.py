"""The window: the lock screen is painted first, everything heavy is opened behind it."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from threading import Thread

NO_SCREEN = 4


def open_window(*, store: str | None = None, key: str | None = None, demo: bool = False) -> int:
    """Shows the window and comes back when it is closed. No `store`: the user's own, found out behind the lock screen."""
    if not _screen():
        from app.words import spoken, words

        print(words(spoken())("desk.no-screen"), file=sys.stderr)
        return NO_SCREEN
    gc.disable()  # nothing of a start is rubbish; later `Sweep` looks after it
    from ui.binding import import_qt

    import_qt()
    from PySide6.QtWidgets import QApplication

    reading = Thread(target=import_module, args=("ui.behind",), name="tereze-first")
    reading.start()  # while Qt and the screen make each other's acquaintance
    before = QApplication.instance()
    app = before or QApplication([*sys.argv[:1], "-style", "fusion"])
    reading.join()
    from ui.behind import Behind

    place = home()
    behind: Behind | None = None
    try:
        porch = porch_of(place, demo=demo, styled=before is None)
        behind = Behind(porch, store or "", key)
        behind.wait_for_paint()
        porch.shell.resize(1366, 768)
        porch.shell.show()
        ended = int(app.exec())
        if behind.wrong is not None:
            raise behind.wrong
        return ended
    except Exception as wrong:
        from ui import last_words
        from ui.desks.habits import remembered

        last_words.say_goodbye(wrong, place / "reports", remembered(place).language)
        raise
    finally:
        if behind is not None:
            behind.close()


def porch_of(place: Path, *, demo: bool = False, styled: bool = False):
    """The window with its lock screen alone, not shown yet: what is painted first."""
    from ui.porch import Porch

    return Porch(place, demo=demo, crashed=_crashed(place), styled=styled)


def _crashed(place: Path) -> str:
    """The report of a crash of the last time. Nothing is read where there was none."""
    reports = place / "reports"
    if not any(reports.glob("native-*.txt")):
        return ""
    from ui.last_words import found_from_last_time

    return found_from_last_time(reports)


def front_of(
    store: str, *, key: str | None = None, demo: bool = False, folder: Path | None = None, clock: object = None
):
    """A whole window that is not shown yet, with its lock screen. `folder`: where papers and reports go; the user's own."""
    from ui.desks.door import Door
    from ui.desks.front import Front
    from ui.desks.habits import remembered
    from ui.porch import dress
    from ui.shell import Shell

    place = folder or home()
    dress(remembered(place))
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
