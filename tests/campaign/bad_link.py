"""A net without a socket: questions go through the server's own `answer`, with real seals, and on the way meet what is drawn.

The asking end is the program's own link; only what lies under HTTP is ours. So what the net says is judged by the same code.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import httpx2

from app.store import unit
from app.store.sqlite import IntegrityError
from app.sync import asked, incoming, server, uploads
from app.sync.links.http import HttpLink
from app.sync.peers import Node

PORTAL = b"<!doctype html><html><body><h1>Wi-Fi</h1><form action=/login></form></body></html>"
BEFORE = (  # the question never came to the other side
    "unreachable", "lose-question", "stall-question", "late", "error-before", "busy", "too-many", "too-large", "portal",
    "redirect", "no-from-between", "garbage", "old-answer", "spoilt-question", "died-before",
)  # fmt: skip
AFTER = (  # it came, and was done
    "lose-answer", "stall-answer", "cut", "half-json", "error-after", "busy-after", "spoilt-answer", "portal-after",
    "other-answer", "died-after",
)  # fmt: skip
BOTH_WAYS = ("twice", "twice-late", "slow", "cross-before", "cross-after", "meanwhile")  # and the answer is true
DEEDS = BEFORE + AFTER + BOTH_WAYS
FALSE = {  # what comes back is not the answer: whoever takes it for one is wrong
    "error-before", "busy", "too-many", "too-large", "portal", "redirect", "no-from-between", "garbage", "old-answer",
    "cut", "half-json", "error-after", "busy-after", "spoilt-answer", "portal-after", "other-answer",
}  # fmt: skip
ROUTES = {"POST /contact": server._meet, "POST /events": server._take_in, "POST /files": server._files}


class Broken(httpx2.SyncByteStream):
    """An answer that ends before its end."""

    def __init__(self, part: bytes) -> None:
        self.part = part

    def __iter__(self) -> Iterator[bytes]:
        yield self.part
        raise httpx2.ReadError("cut")


@dataclass(slots=True)
class Said:
    status: int
    headers: dict[str, str]
    body: bytes

    def response(self, *, cut: bool = False) -> httpx2.Response:
        stream = Broken(self.body[: len(self.body) // 2]) if cut else httpx2.ByteStream(self.body)
        return httpx2.Response(self.status, headers=self.headers, stream=stream)


@dataclass(slots=True)
class Net:
    """`draw` gives the deed for each question; none: it passes. `wait` moves the clock, `work` lets people work meanwhile."""

    node: Callable[[], Node]
    dice: random.Random
    draw: Callable[[], str]
    wait: Callable[[timedelta], None] = lambda by: None
    work: Callable[[], None] = lambda: None
    cross: Callable[[], None] = lambda: None
    log: list[str] = field(default_factory=list)
    false: bool = False  # the last question got what is not its answer
    asked_to_wait: int = 0
    _held: list[tuple[int, httpx2.Request, bytes]] = field(default_factory=list)
    _said: dict[str, list[Said]] = field(default_factory=dict)

    def ask(self, request: httpx2.Request) -> httpx2.Response:
        body, question = request.read(), f"{request.method} {request.url.raw_path.decode()}"
        self.deliver_held()
        deed = self.draw()
        self.log.append(f"{deed} {question.split('&', 1)[0]}")
        try:
            return self._done(deed, request, body, question)
        finally:
            self.false = deed in FALSE  # last: another contact may have asked meanwhile

    def _done(self, deed: str, request: httpx2.Request, body: bytes, question: str) -> httpx2.Response:
        true = None
        match deed:
            case "spoilt-question":
                at = self.dice.randrange(len(body)) if body else 0
                return self.through(
                    request, body[:at] + bytes([body[at] ^ 4]) + body[at + 1 :] if body else b"x"
                ).response()
            case "died-before" | "died-after":
                return self._dying(deed, request, body)
            case "cross-before" | "meanwhile" | "slow":
                {"cross-before": self.cross, "meanwhile": self.work, "slow": self._slow}[deed]()
            case "old-answer" if not self._said.get(question):
                deed = "lose-question"
            case "late":
                self._held.append((self.dice.randint(1, 4), request, body))
        if deed not in BEFORE:
            true = self.through(request, body)
            self._said.setdefault(question, []).append(true)
        return self._answer(deed, request, body, true, question)

    def _answer(
        self, deed: str, request: httpx2.Request, body: bytes, true: Said | None, question: str
    ) -> httpx2.Response:
        if deed == "unreachable":
            raise httpx2.ConnectError("no such host")
        if deed in ("lose-question", "lose-answer"):
            raise httpx2.ReadError("reset")
        if deed in ("stall-question", "late", "stall-answer"):
            raise httpx2.ReadTimeout("stalled")
        told = self._false(deed, true, question) or true
        if deed == "twice":
            self.through(request, body)
        if deed == "twice-late":
            self._held.append((self.dice.randint(1, 3), request, body))
        if deed == "cross-after":
            self.cross()
        assert told is not None
        return told.response(cut=deed == "cut")

    def _false(self, deed: str, true: Said | None, question: str) -> Said | None:
        """What is said in the place of the answer; None: the answer itself."""
        html = {"content-type": "text/html"}
        match deed:
            case "error-before" | "error-after":
                return Said(self.dice.choice((500, 502, 504)), html, b"<h1>Bad gateway</h1>")
            case "busy" | "busy-after" | "too-many":
                self.asked_to_wait = self.dice.choice((1, 45, 120, 600, 86_400))
                status = 429 if deed == "too-many" else 503
                return Said(status, {**html, "retry-after": str(self.asked_to_wait)}, b"later")
            case "too-large":
                return Said(413, html, b"")
            case "portal" | "portal-after":
                return Said(200, html, PORTAL)
            case "redirect":
                return Said(302, {**html, "location": "http://portal.example/login"}, PORTAL)
            case "no-from-between":
                return Said(self.dice.choice((401, 403, 404, 407)), html, PORTAL)
            case "garbage":
                return Said(200, {"content-type": "application/json"}, self.dice.randbytes(self.dice.randint(0, 400)))
            case "old-answer":
                return self.dice.choice(self._said[question])
        assert true is not None or deed in BEFORE
        return _spoilt(deed, true, self._said, self.dice) if true else None

    def _slow(self) -> None:
        self.wait(timedelta(seconds=self.dice.choice((1, 20, 200))))

    def _dying(self, deed: str, request: httpx2.Request, body: bytes) -> httpx2.Response:
        """The other side fails at a boundary of its write: before the commit nothing of it is there, after it all."""
        point = {"died-before": ("commit.before", "receive.before"), "died-after": ("commit.after", "receive.after")}
        wanted, strike = self.dice.choice(point[deed]), unit.at

        def at(name: str) -> None:
            if name == wanted:
                raise OSError(f"struck at {name}")

        unit.at = incoming.at = at
        try:
            return self.through(request, body).response()
        except OSError:
            return Said(500, {"content-type": "application/problem+json"}, b'{"code":"fault"}').response()
        finally:
            unit.at = incoming.at = strike

    def through(self, request: httpx2.Request, body: bytes) -> Said:
        """To the other side, as its own server would have it: signed, and a bug of its is a 500."""
        path = request.url.raw_path.decode()
        heard = server.Heard(request.method, path, {k.lower(): v for k, v in request.headers.items()}, body)
        node = self.node()
        try:
            answer = _answered(node, heard, request.url)
        except (IntegrityError, AssertionError) as bug:  # what the server tells as a fault of its own
            self.log.append(f"  a bug over there: {bug!r}")
            return Said(500, {}, b"")
        return Said(answer.status_code or 200, dict(answer.headers), answer.content)

    def deliver_held(self, *, all: bool = False) -> None:
        """Questions that come after whoever asked has gone; their answers reach nobody."""
        waiting, self._held = self._held, []
        for left, request, body in waiting:
            if all or left <= 1:
                self.through(request, body)
            else:
                self._held.append((left - 1, request, body))


def _answered(node: Node, heard: server.Heard, url: httpx2.URL) -> Any:
    """The server's own answer, signed; only which function a path belongs to is said here once more."""
    place, _, name = url.path.strip("/").partition("/")
    if place == "uploads":
        behind = SimpleNamespace(app=SimpleNamespace(state=SimpleNamespace(node=node)))
        return uploads.uploaded(behind, heard, name)  # type: ignore[arg-type]
    work = ROUTES.get(f"{heard.method} {url.path}")
    if work is None and place == "files":
        wanted = url.params.get("case", "")
        part = server._part(server.files.Wanted(case=wanted, file=name), int(url.params.get("offset", 0)))
        work = part if heard.method == "GET" else server._open(name)
    if work is None:
        work = server._give(url.params["device"], int(url.params["after"]), int(url.params["limit"]))
    status, made, content = server.answer(node, heard, work)
    return asked.signed(node, heard, status, body=made, content=content)


def _spoilt(deed: str, true: Said, said: dict[str, list[Said]], dice: random.Random) -> Said | None:
    match deed:
        case "half-json":
            return Said(true.status, true.headers, true.body[: len(true.body) // 2])
        case "spoilt-answer":
            at = dice.randrange(len(true.body))
            return Said(true.status, true.headers, true.body[:at] + bytes([true.body[at] ^ 1]) + true.body[at + 1 :])
        case "other-answer":
            others = [one for answers in said.values() for one in answers if one is not true]
            return dice.choice(others) if others else Said(true.status, {}, true.body)
    return None


class _Wire(httpx2.BaseTransport):
    def __init__(self, net: Net) -> None:
        self.net = net

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return self.net.ask(request)


NETS: dict[str, Net] = {}
BELIEVED: list[str] = []  # answers that were none, and were taken for one


class BadLink(HttpLink):
    """The program's HTTP, over the net whose name the address bears: `net://name`."""

    def __init__(self, address: str, speaker: Any, *, known: dict[str, bytes], clock: Any, tls: Any) -> None:
        self._speaker, self._known, self._clock, self._tls = speaker, known, clock, tls
        self._net = NETS[address]
        self._client = httpx2.Client(
            base_url="http://licensor", transport=_Wire(self._net), trust_env=False, follow_redirects=False
        )

    def ask(self, method: str, path: str, body: bytes = b"", more: Mapping[str, str] | None = None) -> bytes:
        answer = super().ask(method, path, body, more)
        if self._net.false:
            BELIEVED.append(self._net.log[-1])
        return answer


LINKS = (("net", "tests.campaign.bad_link:BadLink", ""),)
