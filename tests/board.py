"""A keyboard as an X server sees one: keys by their places, so that the layout decides what they write."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

# Key codes of X11 on a PC board, by what stands on the key in the United States.
ROWS = {10: "1234567890-=", 24: "qwertyuiop[]", 38: "asdfghjkl;'`", 51: "\\zxcvbnm,./", 65: " "}
CODES = {char: first + n for first, row in ROWS.items() for n, char in enumerate(row)}
SHIFTED = dict(zip('!@#$%^&*()_+{}:"~|<>?', "1234567890-=[];'`\\,./", strict=True))
NAMED = {"Return": 36, "Tab": 23, "Escape": 9, "BackSpace": 22, "F12": 96, "Control": 37}
SHIFT = 50


class Board:
    """A scanner is a board too: it strikes as on a US one, whatever layout the computer has."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._test = ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
        self._x.XCloseDisplay.argtypes = [ctypes.c_void_p]
        self._test.XTestFakeKeyEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]
        self._at = self._x.XOpenDisplay(display.encode())
        assert self._at, f"no X server at {display}"

    def close(self) -> None:
        self._x.XCloseDisplay(self._at)

    def strike(self, place: int, *, after_ms: int, shift: bool = False, control: bool = False) -> None:
        """The server waits so long before the key goes down: the pace is its own, not that of this program."""
        held = [SHIFT] * shift + [NAMED["Control"]] * control
        for n, key in enumerate(held):
            self._key(key, True, after_ms if n == 0 else 0)
        self._key(place, True, 0 if held else after_ms)
        self._key(place, False, 0)
        for key in reversed(held):
            self._key(key, False, 0)

    def _key(self, code: int, down: bool, after_ms: int) -> None:
        self._test.XTestFakeKeyEvent(self._at, code, int(down), after_ms)

    def write(self, text: str, *, every_ms: int, first_ms: int = 120) -> None:
        """`first_ms`: what was pressed before was a person's, who has put the hand away meanwhile."""
        self._write(text, every_ms=every_ms, first_ms=first_ms)
        self._x.XSync(self._at, 0)

    def _write(self, text: str, *, every_ms: int, first_ms: int) -> None:
        for n, char in enumerate(text):
            plain = SHIFTED.get(char, char.lower())
            after = every_ms if n else first_ms
            self.strike(CODES[plain], after_ms=after, shift=char in SHIFTED or char.isupper())

    def press(self, name: str, *, after_ms: int = 80, control: bool = False) -> None:
        """`Return`, `F12`; a single letter is the key with that letter in the United States."""
        self.strike(NAMED.get(name) or CODES[name], after_ms=after_ms, control=control)
        self._x.XSync(self._at, 0)

    def scan(self, code: str, *, end: str = "Return", every_ms: int = 4, first_ms: int = 120) -> None:
        """All of it is with the server before the first key goes down: this program may be slow, a scanner is not."""
        self._write(code, every_ms=every_ms, first_ms=first_ms)
        self.press(end, after_ms=every_ms)


@contextmanager
def board(display: str) -> Iterator[Board]:
    made = Board(display)
    try:
        yield made
    finally:
        made.close()
