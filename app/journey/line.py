"""The net between two nodes, with a plug: it passes on what it is given until so many bytes have gone by."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable

PART = 1 << 14
RESET = struct.pack("ii", 1, 0)  # a closed socket says RST, as a cable does that is drawn


class Line:
    """Listens before a node; `to` is where that node listens now, it may change when the node starts again."""

    def __init__(self) -> None:
        self.to = 0
        self._left, self._deed = 0, _nothing  # bytes, and what is done after them
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._listener: socket.socket | None = None
        self._port = 0
        self.plug_in()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def plugged(self) -> bool:
        return self._listener is not None

    @property
    def struck(self) -> bool:
        return self._left <= 0

    def strike(self, after: int, deed: Callable[[], None]) -> None:
        """Does that when so many bytes more have gone by, in the middle of what is being said."""
        with self._lock:
            self._left, self._deed = after, deed

    def plug_in(self) -> None:
        """Listens, where it always has."""
        if self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self._port), backlog=32)
            self._port = self._listener.getsockname()[1]
            threading.Thread(target=self._accept, args=(self._listener,), name="line", daemon=True).start()

    def pull(self) -> None:
        """Nobody listens any more, and who was speaking is cut off."""
        listener, self._listener = self._listener, None
        if listener is not None:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for one in (cut := list(self._open)):
            with contextlib.suppress(OSError):
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        for one in cut:
            _let_go(one)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return  # the plug is drawn
            try:
                far = socket.create_connection(("127.0.0.1", self.to), timeout=60)
            except OSError:
                near.close()  # the node behind is away
                continue
            far.settimeout(None)
            with self._lock:
                self._open += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(one, other), name="line", daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while part := one.recv(PART):
                self._say(part, other)
        for ended in (one, other):
            _let_go(ended)
        with self._lock:
            self._open = [one for one in self._open if one.fileno() >= 0]

    def _say(self, part: bytes, other: socket.socket) -> None:
        with self._lock:
            left, self._left = self._left, self._left - len(part)
        if 0 < left <= len(part):
            other.sendall(part[:left])
            self._deed()
            raise ConnectionResetError
        other.sendall(part)


def _nothing() -> None:
    """No moment was set."""


def _let_go(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RD)  # who is reading from it wakes up, and nothing is said to the other end yet
    one.close()
