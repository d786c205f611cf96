"""НУЦ asked over the net, and everything that can go wrong there: told, never raised, never taken for good."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.domain.signature import Trouble
from app.outside.clock import SystemClock
from app.outside.revocation import Gathered, NotConnected, Revocation, Sources
from app.signing import cms as library
from app.signing.judge import judge
from tests.signing import pki
from tests.signing.matrix import CONTENT, asked, signature
from tests.signing.pki import HOUR, NOW, ocsp_answer, revocations

P = pki.PERSON_KEY
Answer = tuple[int, bytes] | None  # None: the line is cut
CERTIFICATES = {pki.serial(one): one for one in (P, pki.TSA, pki.CA)}


class Then(SystemClock):
    def instant(self) -> pki.Instant:
        return NOW


@dataclass
class Centre:
    """The certification centre on this machine: OCSP, two lists, time stamps."""

    answers: dict[str, Callable[[bytes], Answer]] = field(default_factory=dict)
    called: list[str] = field(default_factory=list)
    go: threading.Event = field(default_factory=threading.Event)
    address: str = ""

    def answer(self, path: str, body: bytes) -> Answer:
        self.called.append(path)
        if path in self.answers:
            return self.answers[path](body)
        match path:
            case "/ocsp":
                return 200, status_of(body)
            case "/ca.crl":
                return 200, revocations()
            case "/root.crl":
                return 200, revocations(by=pki.ROOT)
            case _:
                return 200, pki.stamp_answer(body, at=NOW.utc)

    def sources(self, *, stamps: bool = False, ocsp: bool = True, seconds: float = 5.0) -> Sources:
        at = self.address
        return Sources(
            ocsp=f"{at}/ocsp" if ocsp else "", lists=(f"{at}/ca.crl", f"{at}/root.crl"),
            stamps=f"{at}/tsp" if stamps else "", seconds=seconds,
        )  # fmt: skip


def status_of(body: bytes) -> bytes:
    number = library.ocsp.OCSPRequest.load(body)["tbs_request"]["request_list"][0]["req_cert"]["serial_number"].native
    owner = CERTIFICATES[number]
    return ocsp_answer(owner, by=pki.ROOT if owner == pki.CA else pki.RESPONDER)


@contextmanager
def standing(centre: Centre) -> Iterator[Centre]:
    class Door(BaseHTTPRequestHandler):
        def answered(self) -> None:
            answer = centre.answer(self.path, self.rfile.read(int(self.headers.get("Content-Length", "0"))))
            if answer is None:
                self.close_connection = True
                return
            self.send_response(answer[0])
            self.send_header("Content-Length", str(len(answer[1])))
            self.end_headers()
            self.wfile.write(answer[1])

        def date_time_string(self, timestamp: float | None = None) -> str:
            return format_datetime(NOW.utc.replace(tzinfo=UTC), usegmt=True)  # its clock is the test's

        def log_message(self, format: str, *args: object) -> None:
            return

    named = type("Named", (Door,), {"do_POST": Door.answered, "do_GET": Door.answered})  # the library's names for it
    server = ThreadingHTTPServer(("127.0.0.1", 0), named)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    centre.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield centre
    finally:
        centre.go.set()
        server.shutdown()
        thread.join()
        server.server_close()


def gathered(centre: Centre, sources: Sources, cms: bytes | None = None) -> Gathered:
    return Revocation(sources, pki.TRUST, Then()).gather(signature(P) if cms is None else cms)


def told(found: Gathered) -> tuple[str, str]:
    judged = judge(asked(P, found.cms, found.evidence))
    return judged.reason, judged.time


def test_it_is_valid_when_the_responder_answers() -> None:
    with standing(Centre()) as centre:
        found = gathered(centre, centre.sources())
    assert told(found) == ("sound", "own-clock")
    assert found.troubles == ()
    assert centre.called == ["/ocsp", "/ocsp"]  # the person and the issuing centre; no list is fetched


def test_it_has_a_time_when_there_is_an_authority_for_it() -> None:
    with standing(Centre()) as centre:
        found = gathered(centre, centre.sources(stamps=True))
        again = gathered(centre, centre.sources(stamps=True), found.cms)
    assert told(found) == ("sound", "time-stamp")
    assert again.cms == found.cms  # a second stamp would only be later


def test_the_lists_are_fetched_when_the_responder_is_away() -> None:
    with standing(Centre(answers={"/ocsp": lambda _: None})) as centre:
        found = gathered(centre, centre.sources())
    assert told(found)[0] == "sound"
    assert found.troubles == (("ocsp", "no-answer"),)


def test_the_lists_are_fetched_too_when_the_responder_must_be_asked_about() -> None:
    watched = pki.replace(pki.RESPONDER, name="watched-responder", no_check=False)
    with standing(Centre(answers={"/ocsp": lambda _: (200, ocsp_answer(P, by=watched))})) as centre:
        found = gathered(centre, centre.sources())
    assert "/ca.crl" in centre.called
    assert told(found)[0] == "sound"


DEAD: list[tuple[str, Callable[[bytes], Answer], Trouble]] = [
    ("cut", lambda _: None, "no-answer"),
    ("500", lambda _: (500, b""), "no-answer"),
    ("503", lambda _: (503, b"later"), "no-answer"),
    ("404", lambda _: (404, b""), "refused"),
    ("moved", lambda _: (302, b""), "refused"),
    ("huge", lambda _: (200, b"0" * 40_000_000), "too-large"),
]


@pytest.mark.parametrize(("name", "answer", "trouble"), DEAD, ids=[d[0] for d in DEAD])
def test_it_stays_open_and_nothing_is_raised_when_all_is_away(
    name: str, answer: Callable[[bytes], Answer], trouble: Trouble
) -> None:
    everywhere = dict.fromkeys(("/ocsp", "/ca.crl", "/root.crl", "/tsp"), answer)
    with standing(Centre(answers=everywhere)) as centre:
        found = gathered(centre, centre.sources(stamps=True))
    assert told(found) == ("revocation-unknown", "own-clock")
    assert {why for _, why in found.troubles} == {trouble}
    assert {source for source, _ in found.troubles} == {"ocsp", "crl", "time-stamp"}


@pytest.mark.parametrize("answer", [b"", b"<html>sign in</html>", bytes.fromhex("30030a0103"), b"\x30\x80" * 900])
def test_garbage_of_the_responder_is_not_kept_when_it_comes(answer: bytes) -> None:
    with standing(Centre(answers={"/ocsp": lambda _: (200, answer)})) as centre:
        found = gathered(centre, centre.sources())
    assert ("ocsp", "refused") in found.troubles
    assert told(found)[0] == "sound"  # by the lists


@pytest.mark.parametrize("answer", [b"", b"<html></html>", bytes.fromhex("30053003020102")])
def test_a_signature_stays_as_it_was_when_the_time_stamp_is_none(answer: bytes) -> None:
    with standing(Centre(answers={"/tsp": lambda _: (200, answer)})) as centre:
        found = gathered(centre, centre.sources(stamps=True))
    assert found.cms == signature(P)
    assert told(found) == ("sound", "own-clock")
    assert found.troubles[0][0] == "time-stamp"


def test_a_stamp_of_another_signature_is_not_taken_when_it_is_answered() -> None:
    other, _ = pki.build.stamp_request(signature(pki.PERSON_384))
    stale = {"/tsp": lambda _: (200, pki.stamp_answer(other, at=NOW.utc - HOUR))}
    with standing(Centre(answers=stale)) as centre:
        found = gathered(centre, centre.sources(stamps=True))
    assert found.cms == signature(P)
    assert ("time-stamp", "garbled") in found.troubles


def test_a_slow_responder_is_not_waited_for_when_time_is_up() -> None:
    centre = Centre()
    centre.answers["/ocsp"] = lambda _: (200, b"") if centre.go.wait(5) else None
    with standing(centre):
        found = gathered(centre, centre.sources(seconds=0.3))
        centre.go.set()
    assert ("ocsp", "slow") in found.troubles


def test_nobody_is_asked_about_what_is_no_signature() -> None:
    with standing(Centre()) as centre:
        found = gathered(centre, centre.sources(stamps=True), b"no signature")
    assert centre.called == []
    assert judge(asked(P, found.cms, found.evidence)).reason == "not-a-signature"


def test_a_node_without_a_way_to_the_centre_says_so() -> None:
    found = NotConnected().gather(signature(P))
    assert found.troubles == (("ocsp", "not-set-up"),)
    assert told(found)[0] == "revocation-unknown"
    assert judge(asked(P, found.cms, found.evidence, content=CONTENT + b"!")).verdict == "invalid"
