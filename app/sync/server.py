"""The listening end of the sync, the licensor's: its questions over HTTP, described at /openapi.json."""

from __future__ import annotations

import asyncio
import gc
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import uvicorn
from litestar import Litestar, Request, Response, get, post
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.params import FromPath, FromQuery, QueryParameter

from app.domain import codec
from app.problems import Refused, Unavailable
from app.sync import contact, files, incoming, outgoing, tus, uploads, wire
from app.sync import described as shape
from app.sync.asked import BYTES_CONTENT, Heard, heard_of, judged, problem, problem_of, signed
from app.sync.links.http import on_this_machine
from app.sync.peers import House, Node, Parties, Peer
from app.sync.receipts import receipt
from app.sync.tls import accepting

log = logging.getLogger(__name__)
NEW_OBJECTS = (
    50_000  # as many live at once while a batch is taken in; looking through them, often, was a seventh of that work
)
From = Annotated[int, QueryParameter(ge=0, le=2**53)]
Upto = Annotated[int, QueryParameter(ge=1, le=outgoing.BATCH)]
Work = Callable[[Node, Parties, Peer, bytes], bytes]


def answer(node: Node, heard: Heard, work: Work) -> tuple[int, bytes, str]:
    """Status, body and kind of content. Whoever isn't known, or speaks with a stale or wrong signature, gets a problem."""
    try:
        there, peer, body = judged(node, heard)
        return 200, work(node, there, peer, body), _content(heard)
    except (Refused, Unavailable) as no:
        return problem_of(no)


def _content(heard: Heard) -> str:
    if heard.path.startswith("/files/") and heard.method == "GET":
        return BYTES_CONTENT
    return wire.BATCH_CONTENT if heard.method == "GET" else "application/json"


def _meet(node: Node, there: Parties, peer: Peer, body: bytes) -> bytes:
    theirs = contact.load(body)
    if theirs.store != peer.id:
        raise Refused("peer-unknown", peer=theirs.store)
    contact.meet(node, theirs)
    return contact.dump(contact.told(node, peer.id))


def _take_in(node: Node, there: Parties, peer: Peer, body: bytes) -> bytes:
    return receipt(node.speaker, node.store.id, incoming.take_in(node, peer.id, wire.decode(body)))


def _files(node: Node, there: Parties, peer: Peer, body: bytes) -> bytes:
    files.tidy(node, peer)
    return codec.dump(files.answered(node, peer, files.read(files.Asked, body)))


def _part(want: files.Wanted, offset: int) -> Work:
    return lambda node, there, peer, body: files.part(node, peer, want, offset=offset)


def _open(file: str) -> Work:
    def work(node: Node, there: Parties, peer: Peer, body: bytes) -> bytes:
        wish = files.read(files.Offered, body)
        if wish.file != file:
            raise Refused("request-invalid")
        return codec.dump(tus.open_for(node, peer, wish))

    return work


def _give(device: str, after: int, limit: int) -> Work:
    def work(node: Node, there: Parties, peer: Peer, body: bytes) -> bytes:
        if device not in {c.device for c in there.between(peer)}:
            raise Refused("device-unknown", device=device)
        with node.store.reading() as connection:
            return wire.encode(outgoing.stretch(connection, device, after=after, limit=limit, peer=peer))

    return work


async def _respond(request: Request[Any, Any, Any], work: Work) -> Response[bytes]:
    node: Node = request.app.state.node
    heard = heard_of(request, await request.body())
    status, body, content = await asyncio.to_thread(answer, node, heard, work)
    return signed(node, heard, status, body=body, content=content)


@post(
    "/contact",
    status_code=200,
    responses=shape.PROBLEMS,
    operation_class=shape.TakesContact,
    summary="Who, how far, what is parked",
)
async def meet(request: Request[Any, Any, Any]) -> Response[bytes]:
    return await _respond(request, _meet)


@post(
    "/events",
    status_code=200,
    responses=shape.PROBLEMS,
    operation_class=shape.TakesBatch,
    summary="A stretch of one chain",
)
async def take(request: Request[Any, Any, Any]) -> Response[bytes]:
    return await _respond(request, _take_in)


@get(
    "/events",
    responses={**shape.PROBLEMS, **shape.EVENTS_OUT},
    operation_class=shape.Signed,
    summary="The next events of one chain",
)
async def give(
    request: Request[Any, Any, Any], device: FromQuery[str], after: From = 0, limit: Upto = outgoing.BATCH
) -> Response[bytes]:
    return await _respond(request, _give(device, after, limit))


@post(
    "/files",
    status_code=200,
    responses=shape.FILES_OUT,
    operation_class=shape.TakesFiles,
    summary="Which files each side lacks",
)
async def files_of(request: Request[Any, Any, Any]) -> Response[bytes]:
    return await _respond(request, _files)


@post(
    "/files/{file:str}",
    status_code=200,
    responses=shape.UPLOAD_OUT,
    operation_class=shape.TakesWish,
    summary="Where to send a file",
)
async def wish(request: Request[Any, Any, Any], file: FromPath[str]) -> Response[bytes]:
    return await _respond(request, _open(file))


@get(
    "/files/{file:str}",
    responses=shape.PART_OUT,
    operation_class=shape.Signed,
    summary="A part of a file, from that byte on",
)
async def fetch(
    request: Request[Any, Any, Any], file: FromPath[str], case: FromQuery[str], offset: From = 0
) -> Response[bytes]:
    return await _respond(request, _part(files.Wanted(case=case, file=file), offset))


@get("/openapi.json", include_in_schema=False, sync_to_thread=False)
def described(request: Request[Any, Any, Any]) -> dict[str, Any]:
    return request.app.openapi_schema.to_schema()


def _other_problem(request: Request[Any, Any, Any], fault: HTTPException) -> Response[bytes]:
    """What the web library refuses by itself, in the same words, and signed as every answer."""
    codes = {404: "not-found", 405: "method-not-allowed", 413: "batch-too-large"}
    status, body, content = problem(fault.status_code, codes.get(fault.status_code, "request-invalid"), {})
    said = signed(request.app.state.node, heard_of(request, b""), status, body=body, content=content)
    said.headers.update(fault.headers or {})  # of a method that is not taken: which are
    return said


def _fault(request: Request[Any, Any, Any], fault: Exception) -> Response[bytes]:
    """A bug of ours: told to our log, and to the peer only that there is one. It keeps what it has and asks again."""
    log.error("fault at %s %s", request.method, request.scope["path"], exc_info=fault)
    status, body, content = problem(500, "fault", {})
    return Response(body, status_code=status, media_type=content)


def site(node: Node) -> Litestar:
    """The application: the questions and their description."""
    made = Litestar(
        [
            meet,
            take,
            give,
            files_of,
            wish,
            fetch,
            *uploads.ROUTES,
            described,
        ],
        exception_handlers={HTTPException: _other_problem, Exception: _fault},
        request_max_body_size=wire.LARGEST,
        logging_config=None,
        openapi_config=OpenAPIConfig(
            title="Tereze",
            version="1",
            components=shape.COMPONENTS,
            path="/openapi",
            render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        ),
    )
    made.state.node = node
    return made


def _server(node: Node, tls: Path | None) -> uvicorn.Server:
    secure = None if tls is None else accepting(tls)
    return uvicorn.Server(
        uvicorn.Config(
            site(node), log_config=None, access_log=False, lifespan="off", server_header=False, date_header=False,
            timeout_graceful_shutdown=10, ssl_context_factory=(lambda config, usual: secure) if secure else None,
        )
    )  # fmt: skip


def _bound(host: str, port: int, tls: Path | None) -> socket.socket:
    if tls is None and not on_this_machine(host):
        raise Refused("certificate-missing")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=128)
    except OSError as taken:
        raise Unavailable("address", "in-use", host=host, port=port) from taken
    # an answer leaves in two pieces: the second would wait 40 ms until the first is acknowledged. asyncio sees to that only
    # where a socket names its protocol, which these do not; whoever is accepted inherits it
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def serve(house: House, host: str, port: int, *, folder: Path, tls: Path | None = None) -> None:
    """Listens until it is told to stop. Off this machine only with certificates: `tls` holds node.pem and peers.pem."""
    node = Node.of(house, folder)
    try:
        incoming.redrive(node)  # this program may be newer than the one that set something aside
    except Unavailable as full:  # who listens can still answer, and what comes later judges its own subject anew
        log.warning("what was set aside is not tried now: %s", full)
    with _bound(host, port, tls) as listener:
        server = _server(node, tls)
        gc.freeze()
        gc.set_threshold(NEW_OBJECTS, 20, 50)
        server.run(sockets=[listener])


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
