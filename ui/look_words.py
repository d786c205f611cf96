"""The window's tongue: one language at a time, switched live, and how times and amounts are said in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from PySide6.QtCore import QCollator, QLocale, Qt

from app.words import LANGUAGES, Words, words
from ui import keys

T = TypeVar("T")
_words: Words = words("ru")


def speak(lang: str) -> None:
    global _words
    if lang not in LANGUAGES:
        raise ValueError(f"no such language: {lang}")
    _words = words(lang)


def language() -> str:
    return _words.lang


class Said(str):
    """A text that knows how it was said: what stands when the language is switched can be said again."""

    again: Callable[[], str]


def live(how: Callable[[], str]) -> Said:
    """A text that is put together of several: `how` says it in the language of then."""
    text = Said(how())
    text.again = how
    return text


def say(key: str, **facts: object) -> str:
    return live(lambda: keys.in_words(_words(key, **{name: again(fact) for name, fact in facts.items()})))


def count(key: str, n: int, **facts: object) -> str:
    return live(lambda: keys.in_words(_words.count(key, n, **{name: again(fact) for name, fact in facts.items()})))


def again(text: T) -> T | str:
    """The same in the language of now; what was not said by us (a name, a number) stays."""
    return live(text.again) if isinstance(text, Said) else text


def day(on: date) -> str:
    return on.strftime("%d.%m.%Y")


def weekday(on: date) -> str:
    return say(f"window.weekday.{on.isoweekday()}")


def long_day(on: date) -> str:
    """«среда, 16 ноября 2016»"""
    return say(
        "window.long-day",
        weekday=say(f"window.weekday.long.{on.isoweekday()}"),
        day=on.day,
        month=say(f"window.month.{on.month}"),
        year=on.year,
    )


def clock(at: datetime, *, seconds: bool = False) -> str:
    return at.strftime("%H:%M:%S" if seconds else "%H:%M")


def stopwatch(seconds: int) -> str:
    """06:42, or 1:06:42 when it has gone past the hour."""
    hours, rest = divmod(max(0, seconds), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60:02}:{rest % 60:02}"


def span(seconds: int) -> str:
    """How long, in the two largest units that matter to a person: «8 мин 18 с», «5 ч 40 мин»."""
    hours, rest = divmod(abs(seconds), 3600)
    minutes, left = divmod(rest, 60)
    if hours:
        return say("window.span.h-min", h=hours, min=minutes) if minutes else say("window.span.h", h=hours)
    if minutes:
        return (
            say("window.span.min-s", min=minutes, s=left)
            if left and minutes < 15
            else say("window.span.min", min=minutes)
        )
    return say("window.span.s", s=left)


@cache
def _alphabet() -> QCollator:
    """Kazakh order has every Russian letter in its place, so it holds in each language; 10 comes after 9."""
    order = QCollator(QLocale(QLocale.Language.Kazakh, QLocale.Country.Kazakhstan))
    order.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    order.setNumericMode(True)
    return order


def by_alphabet(things: Iterable[T], name: Callable[[T], str] | None = None) -> list[T]:
    """In the order of the Kazakh alphabet; `name` gives what a thing is called."""
    order = _alphabet()
    return sorted(things, key=lambda thing: order.sortKey(name(thing) if name else _as_text(thing)))


def _as_text(thing: Any) -> str:
    return str(thing)
