"""F28: the program dies at any key of somebody who types: at most the last two seconds of their typing are gone."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from tests.campaign.counted import WHOLE, ran
from tests.campaign.shares import share
from tests.ui.conftest import _dressed as _dressed
from tests.ui.desks.counter import INSPECTOR, KNOWN, Counter
from tests.ui.desks.counter import counter as counter
from ui.desks import intake, typed_visit

pytestmark = [pytest.mark.timeout(0 if WHOLE else 300), pytest.mark.qt_log_ignore("propagateSizeHints")]
LOST_AT_MOST = 2_000  # milliseconds of typing
WORDS = ("Жайық", "Дәрігер", "Қазақстан", "Сұлтанова", "Әсел", "бұрышы", "7 701 1234567", "Атырау", "Оразбаева")


class HandTimer(QTimer):
    """The pause of a draft, whose time is moved by hand."""

    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self.left: int | None = None

    def start(self, *_: int) -> None:
        self.left = self.interval()

    def stop(self) -> None:
        self.left = None

    def isActive(self) -> bool:
        return self.left is not None

    def passed(self, ms: int) -> None:
        while self.left is not None and ms >= self.left:
            ms, self.left = ms - self.left, None
            self.timeout.emit()
        if self.left is not None:
            self.left -= ms


@dataclass
class Typist:
    """Types into the intake, key by key, and remembers when each letter came."""

    counter: Counter
    desk: Any
    pause: HandTimer
    now: int = 0
    struck: list[tuple[int, str, str]] = field(default_factory=list)  # when, into which field, what it held then

    def letter(self, name: str, line: Any, char: str, gap: int) -> None:
        self.now += gap
        self.pause.passed(gap)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(line, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, char))
        self.counter.front.shell.wedge.give_back()
        self.struck.append((self.now, name, line.text()))

    def type(self, name: str, text: str, random_: random.Random, die: int, most: int) -> bool:
        """False: the program died at that key."""
        view = self.desk.view
        line = {"number": view.number, "name": view.person, "phone": view.phone}[name].line
        line.setFocus()
        for char in text:
            self.letter(name, line, char, random_.randrange(5, most))
            if len(self.struck) >= die:
                return False
        return True

    def owed(self) -> dict[str, str]:
        """What every field held two seconds before the end."""
        held: dict[str, str] = {}
        for at, name, text in self.struck:
            if at <= self.now - LOST_AT_MOST:
                held[name] = text
        return held


def kept(counter: Counter, id: str) -> dict[str, str]:
    """What a program that starts now finds: read from the store itself."""
    from sqlalchemy import text

    with counter.app().store.reading() as connection:
        body = connection.execute(text("SELECT body FROM drafts WHERE id = :id"), {"id": id}).scalar()
    applicant = (json.loads(body).get("applicant") if body else None) or {}
    return {key: str(applicant.get(key) or "") for key in ("number", "name", "phone")}


def lost(counter: Counter, random_: random.Random, *, most: int = 1_500) -> list[str]:
    """A visit typed until the program dies at some key; what is missing of the words that were older than two seconds."""
    desk = counter.front.desks["intake"]
    desk._begin_again()
    desk.pause.stop()
    counter.rest()
    typist, die = Typist(counter, desk, desk.pause), random_.randrange(3, 60)
    way = [("number", KNOWN[: random_.randrange(4, 12)])]
    way += [(random_.choice(("name", "phone")), f"{random_.choice(WORDS)} {random_.choice(WORDS)}") for _ in range(4)]
    for name, text in way:
        if not typist.type(name, text, random_, die, most):
            break
    counter.rest()  # what was handed to the store by now; nothing more is
    found = kept(counter, desk.visit.id)
    wrong = []
    for name, text in typist.owed().items():
        wanted, there = "".join(text.split()), "".join(found[name].split())
        if wanted and not there.startswith(wanted):
            wrong.append(f"{name}: {there!r} of {wanted!r}")
    return wrong


@pytest.fixture
def typing(counter: Counter) -> Counter:
    counter.log_in(INSPECTOR)
    desk = counter.go("intake")
    hand = HandTimer(desk.view)
    hand.setInterval(typed_visit.PAUSE_MS)
    hand.timeout.connect(desk.keep)
    desk.pause.stop()
    desk.pause = hand
    return counter


def test_at_most_two_seconds_of_typing_are_lost_at_any_key(typing: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    random_, count = share("F28", 1_000, commit=12)
    wrong = [bad for _ in range(count) if (bad := lost(typing, random_))]
    assert not wrong, (len(wrong), wrong[:5])
    caught = []
    with monkeypatch.context() as planted:  # only what was left with Enter
        planted.setattr(intake, "as_typed", lambda visit, _: visit)
        caught.append(any(lost(typing, random_) for _ in range(10)))
    with monkeypatch.context() as planted:  # at a pause, and who types on has none
        planted.setattr(HandTimer, "isActive", lambda self: False)
        caught.append(any(lost(typing, random_, most=700) for _ in range(10)))
    ran("F28", count, through=len(wrong), planted=(sum(caught), len(caught)))
