"""The listening end of the sync, the licensor's: three questions over HTTP, described at /openapi.json."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import uvicorn
from litestar import Litestar, Request, Response, get, post
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.params import FromQuery, QueryParameter

from app.problems import Refused, Unavailable
from app.sync import contact, incoming, outgoing, wire
from app.sync.described import EVENTS_OUT, PROBLEMS, TakesBatch, TakesContact
from app.sync.keys import Seal, verify
from app.sync.links.http import on_this_machine
from app.sync.peers import House, Node, Parties, Peer, parties
from app.sync.receipts import receipt

log = logging.getLogger(__name__)
PROBLEM_CONTENT = "application/problem+json"
STATUSES = {
    "signature-missing": 401, "signature-wrong": 401, "clocks-apart": 401, "nonce-again": 401, "device-unknown": 403,
    "peer-unknown": 403, "event-differs": 409, "chain-gap": 409, "chain-held": 409, "own-chain-ahead": 409,
    "chain-broken": 422, "batch-too-large": 413,
}  # fmt: skip
From = Annotated[int, QueryParameter(ge=0)]
Upto = Annotated[int, QueryParameter(ge=1, le=outgoing.BATCH)]
Work = Callable[[Node, Parties, Peer, bytes], bytes]


class Heard:
    """One request as it came: what is judged before anything is done."""

    def __init__(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> None:
        self.method, self.path, self.headers, self.body = method, path, headers, body


def answer(node: Node, heard: Heard, work: Work) -> tuple[int, bytes, str]:
    """Status, body and kind of content. Whoever isn't known, or speaks with a stale or wrong signature, gets a problem."""
    try:
        seal = Seal.of(heard.headers)
        with node.store.reading() as connection:
            there = parties(connection)
        peer = there.owner(seal.device)
        if peer is None:
            raise Refused("device-unknown", device=seal.device)
        known = {device: there.chains[device].public_key for device in peer.devices}
        body = wire.spread(heard.body) if heard.headers.get("content-encoding") == "gzip" else heard.body
        verify(seal, heard.method, heard.path, body=body, known=known, now=node.clock.instant(), nonces=node.nonces)
        made = work(node, there, peer, body)
        return 200, made, wire.BATCH_CONTENT if heard.method == "GET" else "application/json"
    except Refused as no:
        return problem(STATUSES.get(no.code, 400), no.code, no.facts)
    except Unavailable as away:
        return problem(503, f"{away.what}-{away.status}", {})


def problem(status: int, code: str, facts: Mapping[str, object]) -> tuple[int, bytes, str]:
    """RFC 9457. The facts are numbers, device codes and moments: nothing personal."""
    plain = {k: v for k, v in facts.items() if isinstance(v, (str, int))}
    said = {"type": f"urn:tereze:problem:{code}", "title": code, "status": status, "code": code, "facts": plain}
    return status, json.dumps(said, separators=(",", ":")).encode(), PROBLEM_CONTENT


def _meet(node: Node, there: Parties, peer: Peer, body: bytes) -> bytes:
    theirs = contact.load(body)
    if theirs.store != peer.id:
        raise Refused("peer-unknown", peer=theirs.store)
    contact.meet(node, theirs)
    return contact.dump(contact.told(node, peer.id))


def _take_in(node: Node, there: Parties, peer: Peer, body: bytes) -> bytes:
    return receipt(node.speaker, node.store.id, incoming.take_in(node, peer.id, wire.decode(body)))


def _give(device: str, after: int, limit: int) -> Work:
    def work(node: Node, there: Parties, peer: Peer, body: bytes) -> bytes:
        if device not in {c.device for c in there.between(peer)}:
            raise Refused("device-unknown", device=device)
        with node.store.reading() as connection:
            return wire.encode(outgoing.stretch(connection, device, after=after, limit=limit, peer=peer))

    return work


async def _respond(request: Request[Any, Any, Any], work: Work) -> Response[bytes]:
    node: Node = request.app.state.node
    query = request.scope["query_string"].decode("ascii", "replace")
    path = request.scope["path"] + (f"?{query}" if query else "")
    heard = Heard(request.method, path, {k.lower(): v for k, v in request.headers.items()}, await request.body())
    status, body, content = await asyncio.to_thread(answer, node, heard, work)
    return _signed(node, heard, status, body=body, content=content)


def _signed(node: Node, heard: Heard, status: int, *, body: bytes, content: str) -> Response[bytes]:
    """Every answer is signed with the question's nonce, a no as well: nobody between can say it for us."""
    nonce = heard.headers.get("tereze-nonce", "-")
    seal = node.speaker.seal(f"{status} {heard.method}", heard.path, body, instant=node.clock.instant(), nonce=nonce)
    headers = seal.headers()
    if len(body) > 1024 and "gzip" in heard.headers.get("accept-encoding", ""):
        body, headers["Content-Encoding"] = wire.squeezed(body), "gzip"
    return Response(body, status_code=status, headers=headers, media_type=content)


@post(
    "/contact",
    status_code=200,
    responses=PROBLEMS,
    operation_class=TakesContact,
    summary="Who, how far, what is parked",
)
async def meet(request: Request[Any, Any, Any]) -> Response[bytes]:
    return await _respond(request, _meet)


@post("/events", status_code=200, responses=PROBLEMS, operation_class=TakesBatch, summary="A stretch of one chain")
async def take(request: Request[Any, Any, Any]) -> Response[bytes]:
    return await _respond(request, _take_in)


@get("/events", responses={**PROBLEMS, **EVENTS_OUT}, summary="The next events of one chain")
async def give(
    request: Request[Any, Any, Any], device: FromQuery[str], after: From = 0, limit: Upto = outgoing.BATCH
) -> Response[bytes]:
    return await _respond(request, _give(device, after, limit))


@get("/openapi.json", include_in_schema=False, sync_to_thread=False)
def described(request: Request[Any, Any, Any]) -> dict[str, Any]:
    return request.app.openapi_schema.to_schema()


def _other_problem(request: Request[Any, Any, Any], fault: HTTPException) -> Response[bytes]:
    """What the web library refuses by itself, in the same words."""
    codes = {404: "not-found", 405: "not-found", 413: "batch-too-large"}
    status, body, content = problem(fault.status_code, codes.get(fault.status_code, "request-invalid"), {})
    return Response(body, status_code=status, media_type=content)


def _fault(request: Request[Any, Any, Any], fault: Exception) -> Response[bytes]:
    """A bug of ours: told to our log, and to the peer only that there is one. It keeps what it has and asks again."""
    log.error("fault at %s %s", request.method, request.scope["path"], exc_info=fault)
    status, body, content = problem(500, "fault", {})
    return Response(body, status_code=status, media_type=content)


def site(node: Node) -> Litestar:
    """The application: three questions and their description."""
    made = Litestar(
        [meet, take, give, described],
        exception_handlers={HTTPException: _other_problem, Exception: _fault},
        request_max_body_size=wire.LARGEST,
        logging_config=None,
        openapi_config=OpenAPIConfig(
            title="Tereze", version="1", path="/openapi", render_plugins=[JsonRenderPlugin(path="/openapi.json")]
        ),
    )
    made.state.node = node
    return made


def _server(node: Node, tls: Path | None) -> uvicorn.Server:
    secure: dict[str, Any] = {}
    if tls is not None:
        secure = {
            "ssl_certfile": tls / "node.pem", "ssl_ca_certs": tls / "peers.pem", "ssl_cert_reqs": ssl.CERT_REQUIRED,
        }  # fmt: skip
    return uvicorn.Server(
        uvicorn.Config(
            site(node), log_config=None, access_log=False, lifespan="off", server_header=False, date_header=False,
            timeout_graceful_shutdown=10, **secure,
        )
    )  # fmt: skip


def _bound(host: str, port: int, tls: Path | None) -> socket.socket:
    if tls is None and not on_this_machine(host):
        raise Refused("certificate-missing")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as taken:
        raise Unavailable("address", "in-use", host=host, port=port) from taken


def serve(house: House, host: str, port: int, *, folder: Path, tls: Path | None = None) -> None:
    """Listens until it is told to stop. Off this machine only with certificates: `tls` holds node.pem and peers.pem."""
    node = Node.of(house, folder)
    with _bound(host, port, tls) as listener:
        _server(node, tls).run(sockets=[listener])


@contextmanager
def listening(
    house: House, host: str = "127.0.0.1", *, port: int = 0, folder: Path, tls: Path | None = None
) -> Iterator[str]:
    """Listens in a thread of this program, and gives the address: a licensor's window, the journey, the tests."""
    node = Node.of(house, folder)
    with _bound(host, port, tls) as listener:
        server = _server(node, tls)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="sync-server")
        thread.start()
        try:
            yield f"{'https' if tls else 'http'}://{host}:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
