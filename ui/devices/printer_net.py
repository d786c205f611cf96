"""Label and roll printers on the net (port 9100): a paper as one picture of whole dots, in ZPL or ESC/POS.

Their own letters know no Kazakh («Ә» comes out as «?»), so nothing is sent to them as text.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from urllib.parse import urlsplit

from app.problems import Unavailable
from ui.devices import dots

PORT, PATIENCE, ANSWER = 9100, 5.0, 0.4  # seconds: to take the picture; to answer how it stands
HELD = 4096  # bytes that wait on our side: what is sent beyond them the printer has taken
ROLL_DOTS = 576  # across the head of an 80 mm roll at 203 dpi
BAND = 512  # rows of a roll's picture that are sent at a time
STX, ETX = b"\x02", b"\x03"


def place(printer: str) -> tuple[str, str, int]:
    """Kind, host, port. Raises `Unavailable` for what is no address."""
    try:
        url = urlsplit(printer)
        host, port = url.hostname, url.port or PORT
    except ValueError:
        host = None
    if not host or url.scheme not in ("zpl", "escpos"):
        raise Unavailable("printer", "address")
    return url.scheme, host, port


def ready(printer: str) -> None:
    """Raises `Unavailable` when it is not there, paused, open or out of paper. One that does not answer may print."""
    kind, host, port = place(printer)
    with _connected(host, port) as line:
        _asked(line, kind)


def send(pdf: bytes, printer: str, *, dpi: int, copies: int) -> None:
    kind, host, port = place(printer)
    sizes = dots.pages(pdf)
    if kind == "escpos" and any(round(s.wide / dots.MM * dpi) > ROLL_DOTS * dpi / 203 for s in sizes):
        raise Unavailable("printer", "too-wide")
    if kind == "zpl" and not all(s.label for s in sizes):
        raise Unavailable("printer", "not-a-label")
    make = zpl if kind == "zpl" else escpos
    body = b"".join(make(pdf, page, dpi=dpi, copies=copies) for page in range(len(sizes)))
    with _connected(host, port) as line:
        _asked(line, kind)
        line.settimeout(PATIENCE)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, HELD)
        try:
            line.sendall(body)
            line.shutdown(socket.SHUT_WR)
            _closed(line)
        except TimeoutError as stands:  # in the middle of a page: paper out, a cover, a ribbon
            raise Unavailable("printer", "slow") from stands
        except OSError as lost:
            raise Unavailable("printer", "cut-off") from lost


def _closed(line: socket.socket) -> None:
    """Until the printer has taken all of it and closes its end; one that took the bytes and keeps the line is done too."""
    with suppress(TimeoutError):
        while line.recv(1024):
            pass


def _connected(host: str, port: int) -> socket.socket:
    try:
        return socket.create_connection((host, port), timeout=PATIENCE)
    except OSError as away:
        raise Unavailable("printer", "gone") from away


# ---- ZPL


def zpl(pdf: bytes, page: int, *, dpi: int, copies: int = 1) -> bytes:
    """One label as `^GFA`: bytes of dots, a set bit is ink."""
    image = dots.label_in_dots(pdf, page, dpi=dpi)
    across, body = dots.packed(image)
    head = f"^XA^PW{image.width()}^LL{image.height()}^LH0,0^FO0,0^GFA,{len(body)},{len(body)},{across},"
    return (head + body.hex().upper() + f"^FS^PQ{copies}^XZ\n").encode("ascii")


# ---- ESC/POS


def escpos(pdf: bytes, page: int, *, dpi: int, copies: int = 1) -> bytes:
    """Pictures of dots (`GS v 0`), then feed and cut."""
    image = dots.label_in_dots(pdf, page, dpi=dpi)
    across, body = dots.packed(image)
    picture = b""
    for top in range(0, image.height(), BAND):
        rows = min(BAND, image.height() - top)
        part = body[top * across : (top + rows) * across]
        picture += b"\x1dv0\x00" + across.to_bytes(2, "little") + rows.to_bytes(2, "little") + part
    return (b"\x1b@" + picture + b"\x1bd\x04\x1dV\x42\x00") * copies


# ---- how it stands


def _asked(line: socket.socket, kind: str) -> None:
    line.settimeout(ANSWER)
    try:
        status = _zpl_status(line) if kind == "zpl" else _escpos_status(line)
    except OSError:
        return
    if status:
        raise Unavailable("printer", status)


def _zpl_status(line: socket.socket) -> str:
    """`~HS` answers three strings of numbers; flags of paper, pause, head and ribbon stand at fixed places."""
    line.sendall(b"~HS")
    said = b""
    while said.count(ETX) < 3 and len(said) < 512:
        more = line.recv(256)
        if not more:
            return ""
        said += more
    strings = [s.split(ETX)[0].decode("ascii", "replace").split(",") for s in said.split(STX)[1:]]
    if len(strings) < 2 or len(strings[0]) < 3 or len(strings[1]) < 4:
        return ""
    for flag, status in (
        (strings[0][1], "paper-out"), (strings[1][2], "open"), (strings[1][3], "ribbon-out"), (strings[0][2], "paused"),
    ):  # fmt: skip
        if flag == "1":
            return status
    return ""


def _escpos_status(line: socket.socket) -> str:
    """`DLE EOT 4`: the paper sensor; `DLE EOT 2`: why it is off line."""
    for ask, flags in ((b"\x10\x04\x04", ((0x60, "paper-out"),)), (b"\x10\x04\x02", ((0x04, "open"), (0x40, "fault")))):
        line.sendall(ask)
        said = line.recv(1)
        for bits, status in flags:
            if said and said[0] & bits == bits:
                return status
    return ""
