"""What a person hears of a scan: one sound, when what it led to has ended – written, found, or refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from ui.work import Failed, Then

Sound = Literal["ok", "late"]


@dataclass(slots=True)
class Heard:
    """One scan. What it only looks up may sound; once it writes something, the commit alone does."""

    play: Callable[[Sound], None]
    led_on: bool = False
    writes: bool = False
    over: bool = False

    def end(self, sound: Sound) -> None:
        if not self.over:
            self.over = True
            self.play(sound)

    def follow(self, then: Then | None, failed: Failed, *, writes: bool) -> tuple[Then, Failed]:
        """The answers of what is asked or written for it; shown first, so that a no of the screen is heard as one."""
        self.led_on, self.writes = True, self.writes or writes

        def may() -> bool:
            return writes or not self.writes

        def came(value: Any) -> None:
            if then:
                then(value)
            if may():
                self.end("ok")

        def refused(wrong: BaseException) -> None:
            if may():
                self.end("late")
            failed(wrong)

        return came, refused
