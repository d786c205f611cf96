"""QtMultimedia, loaded so that it cannot stop the window for ever."""

from __future__ import annotations

from functools import cache
from typing import Any

from PySide6.QtCore import qInstallMessageHandler


@cache
def media() -> Any:
    """The module with its plugins loaded; None where it, or the system's part behind it, is not installed.

    A plugin says what it misses while it is being loaded, under the loader's lock. A message handler in Python waits for the
    interpreter then, and who has the interpreter may be a thread that imports an extension and waits for the loader's lock:
    neither goes on. So these words go to stderr without Python; they are the only ones that our ears do not hear.
    """
    ears = qInstallMessageHandler(None)
    try:
        import PySide6.QtMultimedia as library

        library.QMediaDevices.audioOutputs()  # the first question loads the plugins
    except ImportError:
        return None
    finally:
        qInstallMessageHandler(ears)
    return library
