"""A printer on the net for tests: listens at a port of this machine, answers how it stands, keeps what was sent to it."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from PIL import Image


@dataclass
class StandIn:
    """`flags` of ZPL's `~HS`; `sensor` of ESC/POS's `DLE EOT 4`. `mute`: it takes everything and answers nothing."""

    server: socket.socket
    paper_out: bool = False
    paused: bool = False
    open: bool = False
    mute: bool = False
    sensor: int = 0x12
    got: list[bytes] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.server.getsockname()[1])

    @property
    def zpl(self) -> str:
        return f"zpl://127.0.0.1:{self.port}"

    @property
    def escpos(self) -> str:
        return f"escpos://127.0.0.1:{self.port}"

    def serve(self) -> None:
        while True:
            try:
                line, _ = self.server.accept()
            except OSError:
                return
            with line:
                body = b""
                while more := line.recv(65536):
                    body += more
                    body = self._answered(line, body)
                if body:
                    self.got.append(body)

    def _answered(self, line: socket.socket, body: bytes) -> bytes:
        asked = {b"~HS": self._status(), b"\x10\x04\x04": bytes([self.sensor]), b"\x10\x04\x02": b"\x12"}
        for ask, answer in asked.items():
            if body == ask:
                if not self.mute:
                    line.sendall(answer)
                return b""
        return body

    def _status(self) -> bytes:
        first = f"030,{self.paper_out:d},{self.paused:d},0319,000,0,0,0,000,0,0,0"
        second = f"000,0,{self.open:d},0,1,2,6,0,00000000,1,000"
        return b"".join(b"\x02" + s.encode() + b"\x03\r\n" for s in (first, second, "1234,0"))


@contextmanager
def printer_stand_in(**how: Any) -> Iterator[StandIn]:
    made = StandIn(socket.create_server(("127.0.0.1", 0)), **how)
    thread = threading.Thread(target=made.serve, name="printer-stand-in")
    thread.start()
    try:
        yield made
    finally:
        made.server.shutdown(socket.SHUT_RDWR)
        made.server.close()
        thread.join(timeout=5)


def labels(sent: bytes) -> list[Image.Image]:
    """The pictures of a ZPL job, dot for dot: what `^GFA` says."""
    found = []
    for total, _, across, dots in re.findall(rb"\^GFA,(\d+),(\d+),(\d+),([0-9A-F]+)\^FS", sent):
        body = bytes.fromhex(dots.decode())
        assert len(body) == int(total)
        found.append(_picture(body, int(across)))
    return found


def strips(sent: bytes) -> list[Image.Image]:
    """The pictures of an ESC/POS job: what `GS v 0` says."""
    found, at = [], 0
    while (at := sent.find(b"\x1dv0\x00", at)) >= 0:
        across, rows = (int.from_bytes(sent[at + n : at + n + 2], "little") for n in (4, 6))
        body = sent[at + 8 : at + 8 + across * rows]
        found.append(_picture(body, across))
        at += 8 + across * rows
    return found


def _picture(body: bytes, across: int) -> Image.Image:
    """A set bit is ink."""
    return Image.frombytes("1", (across * 8, len(body) // across), bytes(b ^ 0xFF for b in body))


def runs(row: list[bool]) -> list[int]:
    """How many dots each bar and each gap has, without the white at both ends."""
    lengths, last, n = [], row[0], 0
    for dot in row:
        if dot == last:
            n += 1
        else:
            lengths.append(n)
            last, n = dot, 1
    return lengths[1:]
