"""The listening end: what it describes, what it refuses, and that each no is one that a program can read."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx2
import jsonschema_rs
import pytest

from app.problems import Refused, Unavailable
from app.sync import contact, wire
from app.sync.contact import Contact
from app.sync.keys import Seal, Speaker, device_key, verify
from app.sync.peers import own_devices
from app.sync.server import listening, serve
from tests.sync.nodes import Pair, batch_of


@contextmanager
def asked(two: Pair) -> Iterator[Callable[..., httpx2.Response]]:
    """`ask(method, path, body, **headers)` as the centre's device, over a real connection."""
    speaker = two.centre.node().speaker
    with (
        listening(two.licensor, folder=two.licensor.folder) as address,
        httpx2.Client(base_url=address, trust_env=False) as client,
    ):

        def ask(method: str, path: str, body: bytes = b"", **headers: str | None) -> httpx2.Response:
            seal = speaker.seal(method, path, body, instant=two.centre.clock.instant())
            given = {**seal.headers(), **{f"Tereze-{k.title()}": v for k, v in headers.items() if v is not None}}
            for gone in (k for k, v in headers.items() if v is None):
                given.pop(f"Tereze-{gone.title()}")
            return client.request(method, path, content=body, headers=given)

        yield ask


def code(response: httpx2.Response) -> tuple[int, str]:
    assert response.headers["content-type"].startswith("application/problem+json")
    said = response.json()
    assert said.keys() == {"type", "title", "status", "code", "facts"}
    assert (said["status"], said["type"]) == (response.status_code, f"urn:tereze:problem:{said['code']}")
    return response.status_code, said["code"]


def test_an_answer_leaves_at_once_though_it_goes_in_two_pieces(two: Pair) -> None:
    """Nagle's algorithm would keep the second for 40 ms: no test may time that, but each line says whether it does."""
    with listening(two.licensor, folder=two.licensor.folder) as address:
        port = int(address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: here\r\n\r\n")
            assert line.recv(12) == b"HTTP/1.1 200"
            mine = line.getsockname()
            taken = [s for s in gc.get_objects() if isinstance(s, socket.socket) and _peer(s) == mine]
            assert taken
            assert all(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) for s in taken)


def _peer(line: socket.socket) -> object:
    with suppress(OSError):
        return line.getpeername()
    return None


def test_the_description_is_openapi_3_1_and_names_bodies_and_problems(two: Pair) -> None:
    with asked(two) as ask:
        said = ask("GET", "/openapi.json").json()
    assert said["openapi"].startswith("3.1")
    assert {(path, method) for path, does in said["paths"].items() for method in does} == {
        ("/contact", "post"), ("/events", "post"), ("/events", "get"), ("/files", "post"), ("/files/{file}", "post"),
        ("/files/{file}", "get"), ("/uploads", "options"), ("/uploads/{address}", "options"),
        ("/uploads/{address}", "post"), ("/uploads/{address}", "patch"), ("/uploads/{address}", "head"),
    }  # fmt: skip
    assert wire.BATCH_CONTENT in said["paths"]["/events"]["post"]["requestBody"]["content"]
    assert wire.BATCH_CONTENT in said["paths"]["/events"]["get"]["responses"]["200"]["content"]
    assert "application/problem+json" in said["paths"]["/contact"]["post"]["responses"]["401"]["content"]
    assert {p["name"] for p in said["paths"]["/events"]["get"]["parameters"]} == {"device", "after", "limit"}


def test_answers_are_as_they_are_described_and_the_four_headers_are_named(two: Pair) -> None:
    two.centre.accept("AT01-01")
    batch = wire.encode(batch_of(two.centre, "AT01-01", after=0, to=two.licensor))
    told = contact.dump(contact.told(two.centre.node(), two.licensor.store.id))
    with asked(two) as ask:
        said = ask("GET", "/openapi.json").json()
        answers = {"/contact": ask("POST", "/contact", told), "/events": ask("POST", "/events", batch)}
    four = {"Tereze-Device", "Tereze-Instant", "Tereze-Nonce", "Tereze-Signature"}
    schemes = said["components"]["securitySchemes"]
    for path, answer in answers.items():
        does = said["paths"][path]["post"]
        described = does["responses"]["200"]
        schema = described["content"]["application/json"]["schema"]
        jsonschema_rs.validate(schema, answer.json())
        assert set(schema["required"]) <= answer.json().keys()
        assert {(schemes[name]["in"], schemes[name]["name"]) for name in does["security"][0]} == {
            ("header", name) for name in four
        }
        assert four <= described["headers"].keys() & does["responses"]["409"]["headers"].keys()


def test_a_question_without_a_good_signature_is_not_heard(two: Pair) -> None:
    with asked(two) as ask:
        assert code(ask("POST", "/contact", b"{}", signature=None)) == (401, "signature-missing")
        assert code(ask("POST", "/contact", b"{}", signature="AAAA")) == (401, "signature-wrong")
        assert code(ask("POST", "/contact", b"{}", device="AT01-99")) == (403, "device-unknown")
        assert code(ask("POST", "/contact", b"{}", device="AD01-01")) == (403, "device-unknown")  # its own: no peer
        assert ask("GET", "/events?device=AT01-01", nonce="n1").status_code == 401


def test_a_question_heard_before_is_not_heard_again(two: Pair) -> None:
    seal = two.centre.node().speaker.seal("GET", "/events?device=AD01-01", b"", instant=two.centre.clock.instant())
    with listening(two.licensor, folder=two.licensor.folder) as address:
        first, again = (httpx2.get(f"{address}/events?device=AD01-01", headers=seal.headers()) for _ in range(2))
    assert first.json() == []
    assert code(again) == (401, "nonce-again")


def test_clocks_apart_are_told_with_the_seconds(two: Pair) -> None:
    late = two.centre.clock.at + timedelta(minutes=6)
    two.licensor.clock = replace(two.licensor.clock, at=late)
    done = two.tick()
    assert done.refused == "clocks-apart"


def test_what_is_no_contact_and_no_batch_is_a_problem(two: Pair) -> None:
    stranger = Contact(store="0000", epoch="e", side="centre", marks={})
    with asked(two) as ask:
        below = replace(stranger, store=two.centre.store.id, counts={"AT01-01": -1})
        marked = replace(below, counts={}, marks={"AT01-01": contact.Mark(seq=-1, head="0" * 64)})
        for wrong in (b"", b"1", b"{}", b'{"store": 1}', contact.dump(below), contact.dump(marked)):
            assert code(ask("POST", "/contact", wrong)) == (400, "contact-invalid")
        assert code(ask("POST", "/contact", contact.dump(stranger))) == (403, "peer-unknown")
        assert code(ask("POST", "/events", b"[]")) == (400, "batch-invalid")
        assert code(ask("GET", "/events?device=SK01-01")) == (403, "device-unknown")
        assert code(ask("GET", "/events")) == (400, "request-invalid")
        assert code(ask("GET", "/events?device=AD01-01&limit=501")) == (400, "request-invalid")
        assert code(ask("GET", "/nowhere")) == (404, "not-found")
        assert code(ask("DELETE", "/events")) == (405, "method-not-allowed")
        assert {"GET", "POST"} <= set(ask("DELETE", "/events").headers["Allow"].split(", "))


def test_a_gap_says_how_far_the_chain_is(two: Pair) -> None:
    for _ in range(2):
        two.centre.accept("AT01-01")
    body = wire.encode(batch_of(two.centre, "AT01-01", after=1, to=two.licensor))
    with asked(two) as ask:
        answer = ask("POST", "/events", body)
    assert code(answer) == (409, "chain-gap")
    assert answer.json()["facts"] == {"device": "AT01-01", "have": 0}


def test_each_answer_is_signed_for_its_question_a_no_as_well(two: Pair) -> None:
    known = own_devices(two.licensor.store)
    with asked(two) as ask:
        before_it_is_heard = ("/events", "/events?device=AD01-01&limit=501", "/nowhere", "/contact")
        for path in ("/events?device=AD01-01", "/events?device=SK01-01", *before_it_is_heard):
            answer = ask("GET", path)
            seal, method = Seal.of(answer.headers), f"{answer.status_code} GET"
            verify(seal, method, path, body=answer.content, known=known, now=two.centre.clock.instant())
            assert seal.nonce == answer.request.headers["Tereze-Nonce"]
            with pytest.raises(Refused):
                verify(seal, "200 POST", path, body=answer.content, known=known, now=two.centre.clock.instant())


def test_a_store_that_is_away_is_a_503_and_a_fault_of_ours_a_500(
    two: Pair, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str, str], None]
) -> None:
    expect_log("app.sync.server", "fault at POST /contact")

    two.centre.accept("AT01-01")
    body = contact.dump(contact.told(two.centre.node(), two.licensor.store.id))
    with asked(two) as ask:
        monkeypatch.setenv("TEREZE_AT", "commit.before:full:*")
        assert code(ask("POST", "/contact", body)) == (503, "store-disk-full")
        monkeypatch.setenv("TEREZE_AT", "commit.before:bug:*")
        assert code(ask("POST", "/contact", body)) == (500, "fault")


def test_off_this_machine_nothing_listens_without_certificates(two: Pair) -> None:
    with pytest.raises(Refused, match="certificate-missing"):
        serve(two.licensor, "0.0.0.0", 0, folder=two.licensor.folder)


def test_a_place_that_is_taken_is_told(two: Pair) -> None:
    with listening(two.licensor, folder=two.licensor.folder) as address:
        port = int(address.rsplit(":", 1)[1])
        with (
            pytest.raises(Unavailable, match="address: in-use"),
            listening(two.licensor, port=port, folder=two.licensor.folder),
        ):
            pass


def test_a_machine_without_its_devices_key_cannot_speak(two: Pair, tmp_path: Path) -> None:
    two.licensor.folder = tmp_path
    with pytest.raises(Refused, match="device-key-missing"):
        two.licensor.node()
    device_key(tmp_path, "AD01-01")  # a new key, not the one that was made known
    with pytest.raises(Refused, match="device-key-missing"):
        two.licensor.node()
    assert isinstance(two.centre.node().speaker, Speaker)
