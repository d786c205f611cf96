"""Keys that mean the same on every screen and in every layout: letters by the place of the key, F-keys by name."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

# What stands on the keys of a US board, by the code of the key's place (the first block of PC scan codes).
_ROWS = {2: "1234567890-=", 16: "qwertyuiop[]", 30: "asdfghjkl;'`", 43: "\\zxcvbnm,./"}
_SHIFTED = dict(zip("1234567890-=[];'`\\,./", '!@#$%^&*()_+{}:"~|<>?', strict=True))
PLACES: dict[int, str] = {first + n: char for first, row in _ROWS.items() for n, char in enumerate(row)} | {57: " "}
_PAD = {82: "0", 79: "1", 80: "2", 81: "3", 75: "4", 76: "5", 77: "6", 71: "7", 72: "8", 73: "9", 74: "-"}
MEANINGS = ("F1", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F11", "F12")  # F10 is left to the system, F2 to nobody


@dataclass(frozen=True, slots=True)
class Hint:
    """One command in the foot: its key and its word. `blocked` says why it is shut just now."""

    key: str
    words: str
    blocked: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A button at the foot's right. Blocked, it keeps its place and key and says why."""

    words: str
    key: str = "Ctrl+Enter"
    blocked: str = ""
    danger: bool = False
    sentence: str = ""  # the full sentence for the tooltip and the screen reader


def place(event: QKeyEvent) -> int:
    """The key's place on the board, whatever the layout; 0 when the platform does not tell."""
    code = event.nativeScanCode()
    if code and sys.platform.startswith("linux"):
        code -= 8  # X11 and Wayland count from 8
    return code


def char(event: QKeyEvent) -> str:
    """What the key gives on a US board, with Shift as pressed: how a scanner means it."""
    code, shift = place(event), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    if event.modifiers() & Qt.KeyboardModifier.KeypadModifier and code in _PAD:
        return _PAD[code]
    plain = PLACES.get(code, "")
    if not plain:
        text = event.text()
        return text if len(text) == 1 and text.isprintable() else ""
    return (_SHIFTED.get(plain, plain.upper())) if shift else plain


def digit(event: QKeyEvent) -> int | None:
    """The digit of the key's place without modifiers, from the row or the pad."""
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return None
    found = char(event)
    return int(found) if found.isdigit() and found.isascii() else None


def name(event: QKeyEvent) -> str:
    """`F8`, `Ctrl+Enter`, `Ctrl+K`, `Alt+1`, `Esc`…: the name that hints and routes use; empty for plain typing."""
    key, mods = event.key(), event.modifiers()
    ctrl, alt = bool(mods & Qt.KeyboardModifier.ControlModifier), bool(mods & Qt.KeyboardModifier.AltModifier)
    shift = bool(mods & Qt.KeyboardModifier.ShiftModifier)
    named = _NAMED.get(Qt.Key(key) if key in _KNOWN else Qt.Key.Key_unknown, "")
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F12:
        named = f"F{key - Qt.Key.Key_F1 + 1}"
    if not named and (ctrl or alt):
        base = PLACES.get(place(event), "") or (chr(key) if 32 < key < 127 else "")
        named = base.upper()
    if not named:
        return ""
    return "".join(word for on, word in ((ctrl, "Ctrl+"), (alt, "Alt+"), (shift, "Shift+")) if on) + named


# ---- a workplace may give a command another key

FREE = ("F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F11")  # F1 is help, F10 the system's, F12 the lock: always
_given: dict[str, str] = {}  # the usual key → the key that this workplace gave to its command


def give(given: dict[str, str]) -> None:
    """From now on. What does not fit is left out: only F-keys change places, and no two commands share one."""
    _given.clear()
    fitting = {usual: key for usual, key in given.items() if usual in FREE and key in FREE and usual != key}
    taken = [fitting.get(key, key) for key in FREE if key != "F2" or "F2" in fitting]
    if len(set(taken)) == len(taken):
        _given.update(fitting)


def exchanged(given: dict[str, str], usual: str, key: str) -> dict[str, str]:
    """The command of the `usual` key gets `key`; whose it was gets the key that is free now."""
    now = {k: given.get(k, k) for k in FREE if k != "F2"}
    other = next((k for k, held in now.items() if held == key), None)
    if other is not None:
        now[other] = now[usual]
    now[usual] = key
    return {k: held for k, held in now.items() if k != held}


def usual(pressed: str) -> str:
    """The key that the screens know, for the key that was struck. A key that was given away is nobody's."""
    for known, key in _given.items():
        if key == pressed:
            return known
    return "" if pressed in _given else pressed


def shown(key: str) -> str:
    """What stands on the cap."""
    return _given.get(key, key)


def in_words(text: str) -> str:
    """A sentence that names a key names the one that works here."""
    return _SPOKEN.sub(lambda found: shown(found[0]), text) if _given else text


_SPOKEN = re.compile(r"(?<![\w-])F(?:[2-9]|11)(?![\w-])")

_NAMED = {
    Qt.Key.Key_Return: "Enter", Qt.Key.Key_Enter: "Enter", Qt.Key.Key_Escape: "Esc", Qt.Key.Key_PageUp: "PgUp",
    Qt.Key.Key_PageDown: "PgDn", Qt.Key.Key_Tab: "Tab", Qt.Key.Key_Backtab: "Tab",
}  # fmt: skip
_KNOWN = {int(k) for k in _NAMED}
