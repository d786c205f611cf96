"""What a scan sounds like: people look at papers, not at the screen. An error always sounds, and other than success."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtWidgets import QApplication

from ui.devices.media import media

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "sounds"
NO_SOUND = ("offscreen", "minimal")  # platforms where nobody sits
Name = Literal["ok", "late"]


class Sounds(QObject):
    """`play("ok")` keeps still where success is to be quiet; without a device an error is the system's beep."""

    played = Signal(str)  # what was to be heard: the screen's list and the tests look here

    def __init__(self, parent: QObject | None = None, *, quiet: Callable[[], bool] = lambda: False) -> None:
        super().__init__(parent)
        self.quiet = quiet
        self._effects: dict[str, Any] = {}
        self._looked = False

    @property
    def device(self) -> bool:
        """Whether there is something to hear them by; looked for again where there was none."""
        self._looked = bool(self._effects)
        self._look()
        return bool(self._effects)

    def warm(self) -> None:
        """The library takes a moment to load: not with the first scan."""
        self._look()

    def play(self, name: Name, *, test: bool = False) -> None:
        if name == "ok" and self.quiet() and not test:
            return
        self._look()
        if effect := self._effects.get(name):
            effect.play()
        elif name == "late":  # one beep is all there is: it must mean one thing
            QApplication.beep()
        self.played.emit(name)

    def _look(self) -> None:
        if self._looked or QApplication.platformName() in NO_SOUND:
            return
        self._looked = True
        library = media()
        if library is None or not library.QMediaDevices.audioOutputs():
            return
        for name in ("ok", "late"):
            effect = library.QSoundEffect(self)
            effect.setSource(QUrl.fromLocalFile(str(FOLDER / f"{name}.wav")))
            effect.setVolume(1.0)
            self._effects[name] = effect
