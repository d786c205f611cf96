"""Ways to a licensor. Each carries signed bytes and brings signed bytes back; what they mean is not its business."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, cast
from urllib.parse import urlsplit

from app.problems import Refused
from app.sync.keys import Speaker

# TO ADD A LINK: `app/sync/links/<name>.py` with a class that opens on (address, speaker, known=…, clock=…, tls=…) and
# speaks `Link`, a line here (scheme of the address, "module:thing", ""), and a line in tests/sync/test_links.py.
LINKS: tuple[tuple[str, str, str], ...] = (
    ("http", "app.sync.links.http:HttpLink", ""),
    ("https", "app.sync.links.http:HttpLink", ""),
)


class Link(Protocol):
    """One conversation with a peer. Raises `Refused` (its no) or `Unavailable("licensor", status)` (it is away)."""

    apart: int | None  # seconds by which the peer's clock is ahead, once it has spoken

    def ask(self, method: str, path: str, body: bytes = b"", more: Mapping[str, str] | None = None) -> bytes: ...

    def close(self) -> None: ...


def open_link(address: str, speaker: Speaker, *, known: dict[str, bytes], clock: object, tls: Path | None) -> Link:
    """The link that the address names; `known`: the peer's devices and their public keys."""
    scheme = address.split(":", 1)[0]
    try:
        urlsplit(address)
    except ValueError as no:  # a bracket that is not closed
        raise Refused("link-unknown", scheme=scheme) from no
    for name, place, _ in LINKS:
        if name == scheme:
            module, thing = place.split(":")
            opened = getattr(importlib.import_module(module), thing)(
                address, speaker, known=known, clock=clock, tls=tls
            )
            return cast(Link, opened)
    raise Refused("link-unknown", scheme=scheme)
