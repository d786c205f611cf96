"""A stand-in for NCALayer: its public protocol on a plain WebSocket of this machine, with every way to go wrong."""

from __future__ import annotations

import base64
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

GREETING = json.dumps({"result": {"version": "1.4"}})
Sign = Callable[[bytes], bytes]


@dataclass(slots=True)
class StandIn:
    """`say` puts something else in the place of the answer; `None` from it: silence until the end."""

    sign: Sign
    say: Callable[[dict[str, Any]], str | bytes | None] | None = None
    greeting: str | bytes | None = GREETING
    late: bool = False  # the greeting comes when `go` is set
    drop: str = ""  # "before", "greeted", "asked": where the connection is cut
    asked: list[dict[str, Any]] = field(default_factory=list)
    go: threading.Event = field(default_factory=threading.Event)
    began: threading.Event = field(default_factory=threading.Event)
    address: str = ""

    def serve(self, line: ServerConnection) -> None:
        try:
            self._served(line)
        except ConnectionClosed:
            return

    def _served(self, line: ServerConnection) -> None:
        if self.drop == "before":
            return _cut(line)
        if self.late:
            self.go.wait(5)
        if self.greeting is None:
            self.go.wait(5)
            return None
        line.send(self.greeting)
        if self.drop == "greeted":
            return _cut(line)
        self.asked.append(json.loads(line.recv()))
        self.began.set()
        if self.drop == "asked":
            return _cut(line)
        answer = self.say(self.asked[-1]) if self.say is not None else self.signed(self.asked[-1])
        if answer is None:
            self.go.wait(5)
            return None
        line.send(answer)
        return None

    def signed(self, asked: dict[str, Any]) -> str:
        content = base64.b64decode(asked["args"]["data"])
        return told(base64.b64encode(self.sign(content)).decode())


def told(result: object) -> str:
    return json.dumps({"status": True, "body": {"result": result}})


def _cut(line: ServerConnection) -> None:
    line.socket.close()


@contextmanager
def standing(stand: StandIn, *, tls: ssl.SSLContext | None = None) -> Iterator[StandIn]:
    with serve(stand.serve, "127.0.0.1", 0, ssl=tls) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        stand.address = f"{'ws' if tls is None else 'wss'}://127.0.0.1:{server.socket.getsockname()[1]}/"
        try:
            yield stand
        finally:
            stand.go.set()
            server.shutdown()
            thread.join()
