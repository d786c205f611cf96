"""Node × endpoint: who is not paired, or speaks for a chain that is not theirs, changes and reads nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path

import httpx2
import pytest

from app.sync import contact, wire
from app.sync.keys import Seal, Speaker, device_key
from app.sync.server import listening
from tests.sync.conftest import two  # noqa: F401  (fixture)
from tests.sync.nodes import Pair, batch_of

ENDPOINTS = (("POST", "/contact"), ("POST", "/events"), ("GET", "/events?device=AD01-01&after=0&limit=10"))
Sealed = Callable[[str, str, bytes], dict[str, str]]


def identities(pair: Pair, folder: Path) -> dict[str, Sealed]:
    """Everybody who is not a paired node in its own name, with a fresh question."""
    ours, now = pair.centre.node().speaker, pair.centre.clock.instant
    foreign = device_key(folder / "foreign", "AT01-01")

    def by(speaker: Speaker, shift: timedelta = timedelta()) -> Sealed:
        return lambda method, path, body: speaker.seal(method, path, body, instant=now().shifted(shift)).headers()

    def for_another(method: str, path: str, body: bytes) -> dict[str, str]:
        return ours.seal(method, path + "&x=1" if "?" in path else path + "/x", body, instant=now()).headers()

    def unsigned(method: str, path: str, body: bytes) -> dict[str, str]:
        return {}

    def named(device: str) -> Sealed:
        def sealed(method: str, path: str, body: bytes) -> dict[str, str]:
            seal: Seal = ours.seal(method, path, body, instant=now())
            return replace(seal, device=device).headers()

        return sealed

    return {
        "nobody": unsigned,
        "another key, a known device's name": by(Speaker("AT01-01", foreign)),
        "a device that was never paired": by(Speaker("SK01-01", device_key(folder / "stranger", "SK01-01"))),
        "the listener's own device": by(Speaker("AD01-01", device_key(folder / "own", "AD01-01"))),
        "the right key, another device's name": named("AT01-02"),
        "the right key, the listener's name": named("AD01-01"),
        "signed for another question": for_another,
        "signed for another body": lambda m, p, b: ours.seal(m, p, b + b"x", instant=now()).headers(),
        "yesterday's": by(ours, timedelta(days=-1)),
        "tomorrow's": by(ours, timedelta(days=1)),
    }


def test_no_endpoint_answers_who_is_not_a_paired_node(two: Pair, tmp_path: Path) -> None:  # noqa: F811
    two.tick()
    bodies = {
        "/contact": contact.dump(contact.told(two.centre.node(), two.licensor.store.id)),
        "/events": wire.encode(batch_of(two.centre, "AT01-01", to=two.licensor)),
    }
    before = [tuple(r) for t in ("devices", "events", "peers", "cursors") for r in two.licensor.rows(t)]
    tried = 0
    with (
        listening(two.licensor, folder=two.licensor.folder) as address,
        httpx2.Client(base_url=address, trust_env=False) as client,
    ):
        for (name, sealed), (method, path) in product(identities(two, tmp_path).items(), ENDPOINTS):
            body = bodies[path] if method == "POST" else b""
            answered = client.request(method, path, content=body, headers=sealed(method, path, body))
            assert answered.status_code in (401, 403), (name, method, path, answered.status_code)
            assert answered.headers["content-type"].startswith("application/problem+json")
            tried += 1
    assert [tuple(r) for t in ("devices", "events", "peers", "cursors") for r in two.licensor.rows(t)] == before
    print(f"{tried} questions at {len(ENDPOINTS)} endpoints, 0 answered")


@pytest.mark.parametrize("device", ["SK01-01", "XX01-01"])
def test_a_paired_node_reads_no_chain_of_a_third(two: Pair, device: str) -> None:  # noqa: F811
    speaker, path = two.centre.node().speaker, f"/events?device={device}&after=0&limit=10"
    with listening(two.licensor, folder=two.licensor.folder) as address:
        headers = speaker.seal("GET", path, b"", instant=two.centre.clock.instant()).headers()
        answered = httpx2.get(f"{address}{path}", headers=headers)
    assert (answered.status_code, answered.json()["code"]) == (403, "device-unknown")
