"""`tereze serve` as a process of its own: a public tus client uploads to it, and schemathesis asks it what it describes."""

from __future__ import annotations

import io
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
import schemathesis
from schemathesis import GenerationMode
from tusclient.client import TusClient

from app.domain import codec
from app.settings import devices_folder
from app.start import App, Settings, licensor_store, opened
from app.store.coming import PART
from app.store.open import open_store
from app.sync import files, tus, wire
from app.sync.files import Offered
from app.sync.links.http import HttpLink
from app.sync.loop import tick
from app.sync.peers import own_devices, peers_of
from tests.store.furnished import key_of
from tests.sync.nodes import House, batch_of
from tests.sync.scans import body_of, scan, take_in
from tests.sync.test_openapi import ROUTES, TOLD, Signs, everything
from tests.world import World, file_here, furnished_file  # noqa: F401

BODY = scan(41, 2 * PART + 777)
DEVICE = "AT01-01"
EXAMPLES = 5


@dataclass
class Served:
    """A centre, and the address at which its licensor's program listens."""

    centre: House
    base: str
    link: HttpLink
    licensor: SimpleNamespace


@contextmanager
def listening_at(world: World, port: int) -> Iterator[None]:
    told = ["serve", "--store", licensor_store(world.url), "--key", str(world.key), "--listen", f"127.0.0.1:{port}"]
    with subprocess.Popen([sys.executable, "-m", "app", *told]) as process:
        try:
            for _ in range(600):
                assert process.poll() is None
                with closing(socket.socket()) as one:
                    if one.connect_ex(("127.0.0.1", port)) == 0:
                        break
                threading.Event().wait(0.1)
            yield
        finally:
            process.terminate()
    assert process.returncode in (0, -15)


@pytest.fixture
def served(file_here: World) -> Iterator[Served]:  # noqa: F811
    world = file_here
    known, licensor = own_devices(world.licensor.store), world.licensor.store.id
    world.close()
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    folder, base = devices_folder(world.key), f"http://127.0.0.1:{port}"
    with listening_at(world, port), opened(Settings(store=world.url, key=world.key)) as app:
        house = House(app.store, app.clock, folder, (DEVICE,))
        assert _met(app, folder, base).away is None
        link = HttpLink(base, house.node().speaker, known=known, clock=app.clock, tls=None)
        yield Served(house, base, link, SimpleNamespace(store=SimpleNamespace(id=licensor)))
        link.close()


def _met(app: App, folder: Any, base: str) -> Any:
    (peer,) = peers_of(app.store)
    return tick(app, peer.id, folder=folder, address=base)


def test_a_public_tus_client_uploads_to_the_program(served: Served, file_here: World) -> None:  # noqa: F811
    (before,) = [r.seq for r in served.centre.rows("devices") if r.code == DEVICE]
    case, (name,) = take_in(served.centre, BODY)
    served.link.ask("POST", "/events", wire.encode(batch_of(served.centre, DEVICE, after=before, to=served.licensor)))  # type: ignore[arg-type]
    offer = Offered(case=case, file=name, size=len(BODY))
    upload = files.read(tus.Upload, served.link.ask("POST", f"/files/{name}", codec.dump(offer)))
    url = served.base + upload.address
    TusClient(url).uploader(file_stream=io.BytesIO(BODY), chunk_size=PART, upload_checksum=True).upload(stop_at=PART)
    again = TusClient(url).uploader(file_stream=io.BytesIO(BODY), chunk_size=PART, url=url)
    assert again.offset == PART
    again.upload()
    store = open_store(licensor_store(file_here.url), key=key_of(file_here.settings()), write=False)
    try:
        assert body_of(House(store, served.centre.clock, served.centre.folder, ()), name) == BODY
    finally:
        store.close()


def test_the_program_does_what_its_description_says(served: Served) -> None:
    schema = schemathesis.openapi.from_url(f"{served.base}/openapi.json", config=schemathesis.Config.from_dict(TOLD))
    signs = Signs(SimpleNamespace(centre=served.centre))  # type: ignore[arg-type]
    asked = 0
    for route in ROUTES:
        method, path = route.split(" ")
        modes = (GenerationMode.POSITIVE,) if method == "OPTIONS" else tuple(GenerationMode)
        for mode in modes:
            cases = schema[path][method].as_strategy(generation_mode=mode)
            asked += everything(cases, signs, public="/uploads" in path, most=EXAMPLES)
    assert asked > len(ROUTES) * EXAMPLES
