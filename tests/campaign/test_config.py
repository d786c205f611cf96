"""S29: whoever edits what lies in files changes nothing of whom a node talks to, what a role may, or when it locks."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat
from sqlalchemy import select

from app.problems import Refused, Unavailable
from app.store import open as stores
from app.store import tables
from app.sync.keys import place_of
from app.sync.links import http
from app.sync.peers import own_devices, pair
from app.sync.server import listening
from tests.campaign.counted import cases, ran
from tests.campaign.net_certificates import certificate, folder_of
from tests.sync.conftest import two as two
from tests.sync.nodes import KEY, House, Pair, house
from ui.desks import habits
from ui.desks.habits import FILE, Habits, remembered

SEED = 20161116
ADDRESS = "https://licensor.invalid:8443"


# ---- the store's own file: address, pinned keys, roles, the clock's weeks lie in it, and nowhere else


def said(url: str) -> Any:
    """Whom the node would talk to, by which keys, who has which role, and how far its legal time stands off."""
    store = stores.open_store(url, key=KEY, write=False)
    try:
        with store.reading() as connection:
            return [
                [tuple(r) for r in connection.execute(select(*columns)).all()]
                for columns in (
                    (tables.peers.c.id, tables.peers.c.address), (tables.devices.c.code, tables.devices.c.public_key),
                    (tables.accounts.c.login, tables.accounts.c.role), (tables.offices.c.code, tables.offices.c.state),
                )
            ]  # fmt: skip
    finally:
        store.close()


def edited(raw: bytes, place: Path, *, times: int, chance: random.Random) -> int:
    """Bytes of the file changed, pages swapped, taken out: how often it opens and says another thing."""
    place.write_bytes(raw)
    true, through, page = said(f"sqlite:///{place}"), 0, 4096
    pages = len(raw) // page
    for n in range(times):
        bent = bytearray(raw)
        a, b = chance.sample(range(pages), 2)
        match n % 3:
            case 0:
                bent[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
            case 1:
                bent[a * page : a * page + page], bent[b * page : b * page + page] = (
                    raw[b * page : b * page + page], raw[a * page : a * page + page],
                )  # fmt: skip
            case _:
                bent[a * page : a * page + page] = chance.randbytes(page)
        place.write_bytes(bytes(bent))
        try:
            through += said(f"sqlite:///{place}") != true
        except (Unavailable, Refused):
            continue
    return through


# ---- the device's key


def other_keys(true: bytes, chance: random.Random) -> Iterator[bytes]:
    mine, words = Ed25519PrivateKey.generate(), BestAvailableEncryption(b"x")
    yield mine.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    yield mine.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, words)
    yield ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    yield true[: chance.randrange(10, len(true) - 30)]
    yield b""
    yield chance.randbytes(200)
    yield b"-----BEGIN PRIVATE KEY-----\n" + true.splitlines()[1][::-1] + b"\n-----END PRIVATE KEY-----\n"


def speaks(node: House, *, times: int, chance: random.Random) -> int:
    """Other files in the place of the device's key: with how many the node would speak."""
    through, done = 0, 0
    places = [place_of(node.folder, code) for code in node.devices]
    true = {place: place.read_bytes() for place in places}
    while done < times:
        for other in other_keys(true[places[0]], chance):
            for place in places:
                place.write_bytes(other)
            done += 1
            try:
                node.node()
                through += 1
            except Refused:
                continue
    for place, raw in true.items():
        place.write_bytes(raw)
    return through


# ---- certificates that are believed, and the address


@contextmanager
def impostor(two: Pair, ram: Path) -> Iterator[House]:
    """A node that calls itself by the licensor's devices, and knows the centre."""
    url = f"sqlite:///{ram / 'impostor'}.db"
    with house(url, ram / "ik", "licensor", devices=("AD01-01", "AD01-02"), clock=two.centre.clock) as other:
        pair(other, two.centre.store.id, "", devices=own_devices(two.centre.store))
        yield other


def led_astray(two: Pair, other: House, folder: Path, *, times: int) -> int:
    """`peers.pem` says the impostor's certificate, and the address leads there: how often anything is given or taken."""
    through = 0
    for n in range(times):
        own, theirs = certificate("centre"), certificate("licensor")
        mine, there = folder_of(folder / f"c{n}", own, theirs), folder_of(folder / f"i{n}", theirs, own)
        with listening(other, folder=other.folder, tls=there) as address:
            done = two.tick_at(address, tls=mine)
        through += bool(done.sent or done.received) or done.away != "untrusted"
    return through + len(other.rows("events"))


# ---- what the window remembers


WRONG: tuple[Any, ...] = (0, 6, 10**9, -1, True, "5", None, 2.5, [], {}, float("inf"), "never")


def remembers(folder: Path, *, times: int, chance: random.Random) -> int:
    """Settings edited by hand: how often the lock comes late, or something stands there that is no habit."""
    through = 0
    for n in range(times):
        told = {"lock_after": WRONG[n % len(WRONG)], "role": "administrator", "rights": ["administer"], "login": "x"}
        told |= {"peer": ADDRESS, "clock": "1999-01-01", chance.choice(("language", "keys")): chance.choice(WRONG)}
        (folder / FILE).write_text(json.dumps(told), "utf-8")
        found = remembered(folder)
        through += type(found.lock_after) is not int or not 1 <= found.lock_after <= 5
        through += {name for name in told if hasattr(found, name)} - set(Habits.__slots__) != set()
    return through


def test_no_file_that_is_edited_changes_whom_a_node_trusts_or_what_a_role_may(
    two: Pair, tmp_path: Path, ram: Path
) -> None:
    chance = random.Random(SEED)
    pair(two.centre, two.licensor.store.id, ADDRESS, devices=own_devices(two.licensor.store))
    url, path = two.centre.store.url, two.centre.store.path
    two.centre.store.close()
    raw, copy = path.read_bytes(), ram / "edited.db"
    two.centre.store = stores.open_store(url, key=KEY, write=True)
    secret = [ADDRESS.encode(), b"licensor.invalid", *own_devices(two.licensor.store).values()]
    through = sum(one in raw for one in secret)
    files, keys, nets, kept = cases(60, least=6), cases(21, least=7), cases(6, least=1), cases(48, least=12)
    through += edited(raw, copy, times=files, chance=chance)
    through += speaks(two.centre, times=keys, chance=chance)
    through += remembers(tmp_path, times=kept, chance=chance)
    with impostor(two, ram) as other:
        two.centre.accept("AT01-01")
        through += led_astray(two, other, tmp_path / "true", times=nets)
        caught = 0
        for fault in (_any_signature, _any_key, _any_minutes):
            with pytest.MonkeyPatch.context() as planted:
                fault(planted)
                came = led_astray(two, other, tmp_path / fault.__name__, times=1)
                came += speaks(two.centre, times=1, chance=chance) + remembers(tmp_path, times=12, chance=chance)
                caught += came > 0
    ran("S29", files + keys + nets + kept, through=through, planted=(caught, 3))


def _any_signature(planted: pytest.MonkeyPatch) -> None:
    planted.setattr(http, "verify", lambda seal, *a, **k: seal.device)


def _any_key(planted: pytest.MonkeyPatch) -> None:
    planted.setattr("app.sync.peers.public_bytes", lambda key: _Same())


class _Same(bytes):
    __hash__ = bytes.__hash__

    def __eq__(self, other: object) -> bool:
        return True


def _any_minutes(planted: pytest.MonkeyPatch) -> None:
    planted.setitem(habits.FITS, "lock_after", lambda value: True)
