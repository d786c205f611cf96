"""tus over HTTP: the same device's signature where there is one, else the address itself is the right to send."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from litestar import Request, Response, head, patch, post, route
from litestar.exceptions import HTTPException
from litestar.params import FromPath

from app.problems import Refused, Unavailable
from app.store.blobs import LARGEST
from app.store.coming import PART
from app.sync import described as shape
from app.sync import tus
from app.sync.asked import Heard, heard_of, judged, problem_of, signed
from app.sync.peers import Node

_coming: dict[str, list[asyncio.Event]] = {}  # by address: parts that are on their way in, each until it is put away
PATIENCE_S = 2.0  # that a question has with them


async def _settled(address: str) -> None:
    """A part whose line was cut a moment ago is still being put away: how far the file is here is told after that."""
    for away in tuple(_coming.get(address, ())):
        with suppress(TimeoutError):
            await asyncio.wait_for(away.wait(), PATIENCE_S)


async def _upload(request: Request[Any, Any, Any], address: str) -> Response[Any]:
    heard = heard_of(request, b"")
    if not _is_part(heard):
        await _settled(address)
        return await _taken(request, heard, address)
    away = asyncio.Event()
    _coming.setdefault(address, []).append(away)
    try:
        return await _taken(request, heard, address)
    finally:
        away.set()
        _coming[address].remove(away)
        if not _coming[address]:
            del _coming[address]


async def _taken(request: Request[Any, Any, Any], heard: Heard, address: str) -> Response[Any]:
    """A part without a checksum is kept as it comes, so that a cut costs nothing that was here; else whole or not at all."""
    if "tereze-signature" in heard.headers or not _is_part(heard) or "upload-checksum" in heard.headers:
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > PART:
                return _tus(request, problem_of(Refused("part-too-large", most=PART)))
        heard.body = bytes(body)
        return await asyncio.to_thread(uploaded, request, heard, address)
    kept, waits = 0, bytearray()
    answer: Response[bytes] | None = None
    try:
        async for piece in request.stream():
            waits += piece
            while len(waits) >= PART:
                heard.body = bytes(waits[:PART])
                answer = await asyncio.to_thread(uploaded, request, heard, address, more=kept)
                if (answer.status_code or 0) >= 400:
                    return answer
                del waits[:PART]
                kept += PART
    except HTTPException:  # cut off: what came is kept, though nobody hears the answer
        heard.body = bytes(waits)
        return await asyncio.to_thread(uploaded, request, heard, address, more=kept)
    if waits or answer is None:
        heard.body = bytes(waits)
        answer = await asyncio.to_thread(uploaded, request, heard, address, more=kept)
    return answer


def _is_part(heard: Heard) -> bool:
    return heard.headers.get("x-http-method-override", heard.method).upper() == "PATCH"


def uploaded(request: Request[Any, Any, Any], heard: Heard, address: str, *, more: int = 0) -> Response[bytes]:
    node: Node = request.app.state.node
    said: tuple[int, bytes, str] = (204, b"", "text/plain")
    headers: dict[str, str] = {}
    try:
        if "tereze-signature" in heard.headers:
            _, peer, _ = judged(node, heard)
            if peer.id != tus.read(node, address)[1].id:
                raise Refused("upload-unknown")
        done = tus.answered(node, heard.method, address, headers=heard.headers, body=heard.body, more=more)
        said, headers = (done.status, b"", "text/plain"), done.headers
    except (Refused, Unavailable) as no:
        said = problem_of(no)
    answer = signed(node, heard, said[0], body=b"" if heard.method == "HEAD" else said[1], content=said[2])
    answer.headers.update(headers)
    return _tus(request, answer)


def _tus(request: Request[Any, Any, Any], answer: Response[bytes] | tuple[int, bytes, str]) -> Response[bytes]:
    if isinstance(answer, tuple):
        answer = signed(request.app.state.node, heard_of(request, b""), answer[0], body=answer[1], content=answer[2])
    answer.headers.update(tus.ABOUT if answer.status_code == 412 else tus.ALWAYS)
    return answer


@post(
    "/uploads/{address:str}",
    status_code=201,
    responses=shape.CREATED,
    operation_class=shape.Creates,
    summary="tus: begin",
    request_max_body_size=LARGEST,
)
async def create(request: Request[Any, Any, Any], address: FromPath[str]) -> Response[bytes]:
    return await _upload(request, address)


@patch(
    "/uploads/{address:str}",
    status_code=204,
    responses=shape.ADDED,
    operation_class=shape.Adds,
    summary="tus: a part",
    request_max_body_size=LARGEST,
)
async def add(request: Request[Any, Any, Any], address: FromPath[str]) -> Response[None]:
    return await _upload(request, address)


@head("/uploads/{address:str}", responses=shape.LOOKED, operation_class=shape.Looks, summary="tus: how far it is here")
async def look(request: Request[Any, Any, Any], address: FromPath[str]) -> Response[None]:
    return await _upload(request, address)


@route(
    ["/uploads", "/uploads/{address:str}"],
    http_method=["OPTIONS"],
    status_code=204,
    responses=shape.CAN,
    summary="tus: what this server can",
)
async def can(request: Request[Any, Any, Any]) -> Response[None]:
    return Response(None, status_code=204, headers=tus.ABOUT)


ROUTES = (can, create, add, look)  # `can` before what it is asked of
