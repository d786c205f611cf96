"""Two nodes are introduced by hand: what one says of itself, and the other learns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain import codec

if TYPE_CHECKING:
    from app.start import App


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """What one node says of itself to another."""

    id: str
    devices: dict[str, str]  # code → public key, hex

    def keys(self) -> dict[str, bytes]:
        try:
            return {code: bytes.fromhex(key) for code, key in self.devices.items()}
        except ValueError as wrong:
            raise codec.BadShape("devices", "keys in hex are expected") from wrong


def meet(app: App, other: dict[str, Any], *, address: str = "") -> dict[str, Any]:
    """Learns of the other; answers what it must be told of us. An empty `other`: only that."""
    from app.sync.peers import own_devices, pair

    if other:
        told = codec.read(Introduction, other)
        pair(app, told.id, address, devices=told.keys())
    return {"id": app.store.id, "devices": {code: key.hex() for code, key in own_devices(app.store).items()}}
