"""A bad net between two nodes: it loses questions and answers, says things twice, cuts them. One seed, one behaviour."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

Deed = Literal[
    "pass",
    "lose-question",
    "lose-answer",
    "twice",
    "cut",
    "spoil",
    "away",
    "busy",
    "too-large",
    "strange",
    "garbled",
    "old-answer",
]
STATUSES: dict[Deed, int] = {"away": 502, "busy": 503, "too-large": 413, "strange": 200, "garbled": 403}


class _Between(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: what the net does is the test's business."""

    def _forward(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        host = self.server.target  # type: ignore[attr-defined]
        connection = http.client.HTTPConnection(host, timeout=20)
        try:
            headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection")}
            connection.request(self.command, self.path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        deed: Deed = next(self.server.deeds, "pass")  # type: ignore[attr-defined]
        self.close_connection = True
        if deed == "lose-question":
            return
        if deed in STATUSES:
            self.send_response(STATUSES[deed])
            self.send_header("Content-Length", "0")
            self.send_header("Connection", "close")
            self.end_headers()
            return
        if deed == "spoil" and body:
            body = body[:-1] + bytes([body[-1] ^ 1])
        said: dict[str, tuple[int, list[tuple[str, str]], bytes]] = self.server.said  # type: ignore[attr-defined]
        question = f"{self.command} {self.path}"
        if deed != "old-answer":
            said[question] = self._forward(body)
        status, headers, answer = said[question]
        if deed == "twice":
            self._forward(body)
        if deed == "lose-answer":
            return
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in ("connection", "transfer-encoding"):
                self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer[: len(answer) // 2] if deed == "cut" else answer)


for method in ("GET", "POST"):  # the standard library looks for these names
    setattr(_Between, f"do_{method}", _Between._pass_on)


@contextmanager
def bad_net(address: str, deeds: Iterator[Deed]) -> Iterator[str]:
    """An address that stands before `address`; each request meets the next deed, and when they are used up, none."""
    between = ThreadingHTTPServer(("127.0.0.1", 0), _Between)
    between.target, between.deeds = address.removeprefix("http://"), deeds  # type: ignore[attr-defined]
    between.said = {}  # type: ignore[attr-defined]
    between.daemon_threads = False
    thread = threading.Thread(target=between.serve_forever, kwargs={"poll_interval": 0.02}, name="bad-net")
    thread.start()
    try:
        yield f"http://127.0.0.1:{between.server_port}"
    finally:
        between.shutdown()
        thread.join()
        between.server_close()
