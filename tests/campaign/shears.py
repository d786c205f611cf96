"""A line that is cut: real sockets in between, and after so many bytes both ends meet a reset."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

RESET = struct.pack("ii", 1, 0)  # SO_LINGER: what is under way is thrown away
PIECE = 64 * 1024


class Shears:
    """`cuts`: after how many bytes, either way, a connection is cut; one for each connection, and then none."""

    def __init__(self, address: str) -> None:
        host, port = address.removeprefix("http://").split(":")
        self._target = (host, int(port))
        self.cuts: list[int] = []
        self.made = 0  # cuts that really happened
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._lines: list[_Line] = []
        self._threads = [threading.Thread(target=self._listen, name="shears")]
        self._threads[0].start()

    def _listen(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(self._target)
            except OSError:
                near.close()
                continue
            line = _Line(near, far, self, self.cuts.pop(0) if self.cuts else None)
            self._lines.append(line)
            self._threads += line.threads
            for thread in line.threads:
                thread.start()

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in self._lines:
            line.end()
        for thread in self._threads:
            thread.join(60)
        for line in self._lines:
            for end in line.ends:
                end.close()


class _Line:
    def __init__(self, near: socket.socket, far: socket.socket, shears: Shears, after: int | None) -> None:
        self.ends, self.shears, self.left = (near, far), shears, after
        self._lock = threading.Lock()
        self.threads = [
            threading.Thread(target=self._pump, args=pair, name="line") for pair in ((near, far), (far, near))
        ]

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(PIECE):
                whole = self._upto(len(piece))
                target.sendall(piece[:whole])
                if whole < len(piece):
                    self._cut()
                    return
            target.shutdown(socket.SHUT_WR)
            return
        self.end()  # the other end is gone

    def _upto(self, size: int) -> int:
        with self._lock:
            if self.left is None:
                return size
            passes = min(size, self.left)
            self.left -= passes
            return passes

    def end(self) -> None:
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _cut(self) -> None:
        self.shears.made += 1
        for end in self.ends:
            with suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            with suppress(OSError):
                end.shutdown(socket.SHUT_RD)
            with suppress(OSError):
                end.close()


@contextmanager
def cutting(address: str) -> Iterator[Shears]:
    made = Shears(address)
    try:
        yield made
    finally:
        made.close()
