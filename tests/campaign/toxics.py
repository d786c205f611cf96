"""A proxy on real sockets that spoils one place of a contact: asyncio between the centre and the licensor's real server.

A stage is a question of the contact and a place in it; a toxic is what befalls there. One seed, one behaviour.
"""

from __future__ import annotations

import asyncio
import random
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

Toxic = Literal[
    "delay", "stall", "reset", "half-close", "slice", "twice", "swallow", "old-reply", "status", "portal", "spoil",
    "trickle",
]  # fmt: skip
TOXICS: tuple[Toxic, ...] = Toxic.__args__  # type: ignore[attr-defined]
QUESTIONS = ("POST /contact", "POST /events", "GET /events")
PLACES = ("question", "head", "body")  # while it is asked, in the head of the answer, in its body
STAGES = tuple((q, p) for q in QUESTIONS for p in PLACES)
PORTAL = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20\r\nConnection: close\r\n\r\n<html>Wi-Fi</html>  "
)
LATER = b"HTTP/1.1 %d Later\r\nRetry-After: 7\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass(slots=True)
class Poisoned:
    """What the next question of that kind meets; nothing once it has."""

    question: str
    place: str
    toxic: Toxic
    met: bool = False


@dataclass(slots=True)
class Proxy:
    """One listening socket; each connection is one question and its answer, as far as it comes."""

    target: int
    dice: random.Random
    port: int = 0
    next: Poisoned | None = None
    said: dict[str, bytes] = field(default_factory=dict)  # the last whole answer to each question

    async def serve(self, ready: threading.Event) -> None:
        server = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            with suppress(asyncio.CancelledError):
                await server.serve_forever()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, OSError, asyncio.CancelledError):
            while (raw := await _message(reader)) is not None:
                if not await self._pass_on(raw, reader, writer):
                    break
        with suppress(ConnectionError, OSError):
            writer.close()

    async def _pass_on(self, raw: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Whether the conversation goes on."""
        line = raw.split(b" HTTP/", 1)[0].decode("latin-1")
        kind = line.split("?", 1)[0]
        toxic, place = None, ""
        if self.next is not None and self.next.question == kind and not self.next.met:
            toxic, place, self.next.met = self.next.toxic, self.next.place, True
        if toxic is not None and place == "question":
            on = await self._while_asked(toxic, raw, line, writer)
            if toxic == "stall":
                await reader.read()  # until whoever asked has gone
            return on
        answer = await self._ask(raw)
        if toxic is None:
            self.said[line] = answer
            writer.write(answer)
            await writer.drain()
            return True
        on = await self._while_answered(toxic, answer, raw, line=line, writer=writer, inside=place == "body")
        if toxic == "stall":
            await reader.read()
        return on

    async def _ask(self, raw: bytes, *, cut: int | None = None, slices: int = 0) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.target)
        try:
            body = raw if cut is None else raw[:cut]
            for start in range(0, len(body), slices or len(body)):
                writer.write(body[start : start + (slices or len(body))])
                await writer.drain()
            if cut is not None:
                return b""
            return await _message(reader) or b""
        finally:
            writer.close()
            with suppress(ConnectionError, OSError):
                await writer.wait_closed()

    async def _while_asked(self, toxic: Toxic, raw: bytes, line: str, writer: asyncio.StreamWriter) -> bool:
        """The question does not come, or not as it was asked."""
        at = self.dice.randrange(1, len(raw))
        match toxic:
            case "stall":
                pass
            case "reset":
                await self._ask(raw, cut=at)
                _reset(writer)
            case "half-close":
                await self._ask(raw, cut=at)
                writer.write_eof()
            case "slice" | "trickle" | "delay":
                writer.write(await self._ask(raw, slices=self.dice.randint(1, 400)))
                await writer.drain()
                return True
            case "twice":
                first, second = await self._ask(raw), await self._ask(raw)
                writer.write(self.dice.choice((first, second)))
            case "swallow":
                pass
            case "old-reply":
                writer.write(self.said.get(line, PORTAL))
            case "status":
                writer.write(LATER % self.dice.choice((429, 500, 502, 503, 504)))
            case "portal":
                writer.write(PORTAL)
            case "spoil":
                head = raw.find(b"\r\n\r\n") + 4
                at = self.dice.randrange(head, len(raw)) if head < len(raw) else len(raw) - 5
                writer.write(await self._ask(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]))
        with suppress(ConnectionError):
            await writer.drain()
        return False

    async def _while_answered(
        self, toxic: Toxic, answer: bytes, raw: bytes, *, line: str, writer: asyncio.StreamWriter, inside: bool
    ) -> bool:
        """The question came and was done over there; what comes back is spoilt from a byte of the head or of the body on."""
        head = answer.find(b"\r\n\r\n") + 4
        at = self.dice.randrange(head, len(answer)) if inside and head < len(answer) else self.dice.randrange(1, head)
        match toxic:
            case "stall":
                writer.write(answer[:at])
            case "reset":
                writer.write(answer[:at])
                await writer.drain()
                _reset(writer)
            case "half-close":
                writer.write(answer[:at])
                writer.write_eof()
            case "slice" | "trickle" | "delay":
                size = self.dice.randint(1, 200)
                for start in range(0, len(answer), size):
                    writer.write(answer[start : start + size])
                    await writer.drain()
                return True
            case "twice":
                await self._ask(raw)
                writer.write(answer + answer)
            case "swallow":
                pass
            case "old-reply":
                writer.write(self.said.get(line, answer[:at]))
            case "status":
                writer.write(LATER % self.dice.choice((429, 500, 502, 503, 504)))
            case "portal":
                writer.write(PORTAL)
            case "spoil":
                writer.write(answer[:at] + bytes([answer[at] ^ 1]) + answer[at + 1 :])
        with suppress(ConnectionError):
            await writer.drain()
        return False


def _reset(writer: asyncio.StreamWriter) -> None:
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def _message(reader: asyncio.StreamReader) -> bytes | None:
    """One request or answer, whole; None: nothing more comes."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return head + (await reader.readexactly(length) if length else b"")


@contextmanager
def proxied(address: str, dice: random.Random) -> Iterator[Proxy]:
    """Listens in a thread of its own before that address."""
    proxy, ready = Proxy(int(address.rsplit(":", 1)[1]), dice), threading.Event()
    loop = asyncio.new_event_loop()
    task = loop.create_task(proxy.serve(ready))

    async def wind_down() -> None:
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for one in left:
            one.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def run() -> None:
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(task)
        loop.run_until_complete(wind_down())
        loop.close()

    thread = threading.Thread(target=run, name="toxics")
    thread.start()
    ready.wait()
    try:
        yield proxy
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()
