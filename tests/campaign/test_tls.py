"""S25: a node talks to the licensor whose certificate it was given, and to nobody else; there is no "go on anyway"."""

from __future__ import annotations

import ast
import random
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpx2
import pytest
from cryptography import x509

from app.problems import Refused, Unavailable
from app.sync import server
from app.sync.links import http
from app.sync.links.http import HttpLink
from app.sync.peers import own_devices
from app.sync.server import listening
from tests.campaign.counted import cases, ran
from tests.campaign.net_certificates import Made, certificate, folder_of, listener, old_client
from tests.sync.conftest import two as two
from tests.sync.nodes import Pair

SEED = 20161116
ROOT = Path(__file__).resolve().parents[2]
TLS10, TLS11 = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
Wrong = Callable[[random.Random, Made], tuple[Made, tuple[Made, ...], ssl.TLSVersion | None]]


def _hosts(*names: str) -> tuple[x509.GeneralName, ...]:
    return tuple(x509.DNSName(n) if n[0].isalpha() or n[0] == "*" else x509.IPAddress(ip_address(n)) for n in names)


def expired(chance: random.Random, true: Made) -> Any:
    made = certificate("licensor", begins=-9_000, ends=-chance.uniform(0.02, 8_000))
    return made, (made,), None


def not_yet(chance: random.Random, true: Made) -> Any:
    made = certificate("licensor", begins=chance.uniform(1, 8_000), ends=9_000)
    return made, (made,), None


def unknown(chance: random.Random, true: Made) -> Any:
    return certificate(chance.choice(("licensor", "stranger", "Қазақстан"))), (true,), None


def revoked(chance: random.Random, true: Made) -> Any:
    """Taken out of the list of those we believe; another one stands there now."""
    return true, (certificate("licensor"),), None


def other_host(chance: random.Random, true: Made) -> Any:
    names = chance.choice((("10.9.8.7",), ("licensor.example",), ("127.0.0.2",), ("*.0.0.1",), ("localhost",), ()))
    made = certificate("127.0.0.1", hosts=_hosts(*names))  # a common name counts for nothing
    return made, (made,), None


def signed_by_a_leaf(chance: random.Random, true: Made) -> Any:
    """Somebody has a true certificate that may sign nothing, and signs with it."""
    leaf = certificate("leaf", ca=False)
    return certificate("licensor", by=leaf, ca=False), (leaf,), None


def signed_by_an_expired(chance: random.Random, true: Made) -> Any:
    issuer = certificate("issuer", begins=-900, ends=-chance.uniform(0.1, 800))
    return certificate("licensor", by=issuer, ca=False), (issuer,), None


def weak(chance: random.Random, true: Made) -> Any:
    made = certificate("licensor", key=chance.choice(("rsa1024", "p192")))
    return made, (made,), None


def old_words(chance: random.Random, true: Made) -> Any:
    return true, (true,), chance.choice((TLS10, TLS11))


LISTENERS: tuple[Wrong, ...] = (
    expired, not_yet, unknown, revoked, other_host, signed_by_a_leaf, signed_by_an_expired, weak, old_words,
)  # fmt: skip


def talked(two: Pair, folder: Path, times: int, seed: int = SEED) -> int:
    """Listeners that are not the licensor: to how many something was said."""
    chance, through, own = random.Random(seed), 0, certificate("centre")
    for n in range(times):
        true = certificate("licensor")
        shown, trusted, old = LISTENERS[n % len(LISTENERS)](chance, true)
        tls = folder_of(folder / f"{seed}-{n}", own, *trusted)
        with listener(tls, shown, old=old) as there:
            answered = asked(two, f"https://127.0.0.1:{there.port}", tls)
        through += bool(there.said) or answered
    return through


def asked(two: Pair, address: str, tls: Path) -> bool:
    """Whether anything came back that was taken for an answer."""
    node = two.centre.node()
    try:
        link = HttpLink(address, node.speaker, known=own_devices(two.licensor.store), clock=node.clock, tls=tls)
    except (Refused, ssl.SSLError):
        return False
    try:
        link.ask("GET", "/events?device=AD01-01")
    except (Refused, Unavailable):
        return False
    finally:
        link.close()
    return True


# ---- the other end: who may ask the licensor


@contextmanager
def counted(planted: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the licensor's program was asked, after TLS let it in."""
    heard: list[str] = []
    true = server.answer

    def answer(node: Any, what: Any, work: Any) -> Any:
        heard.append(what.path)
        return true(node, what, work)

    planted.setattr(server, "answer", answer)
    yield heard


def client_of(n: int, chance: random.Random, licensor: Made, centre: Made, folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=licensor.public.decode())
    match n % 6:
        case 0:
            return context  # none at all
        case 1:
            shown = certificate("centre")
        case 2:
            shown = certificate("old", begins=-900, ends=-1)
        case 3:
            shown = certificate("weak", key="rsa1024")
        case 4:
            shown = certificate("friend", by=certificate("stranger"), ca=False)
        case _:
            context = old_client(chance.choice((TLS10, TLS11)))
            shown = centre
    context.set_ciphers("ALL:@SECLEVEL=0")
    (folder / "client.pem").write_bytes(shown.pem)
    context.load_cert_chain(folder / "client.pem")
    return context


def let_in(two: Pair, folder: Path, times: int, planted: pytest.MonkeyPatch) -> int:
    """Clients without a certificate that the licensor knows: how many were heard."""
    chance, own, centre = random.Random(SEED), certificate("licensor"), certificate("centre")
    known = (centre, certificate("old", begins=-900, ends=-1))
    tls = folder_of(folder / "licensor", own, *known)
    with counted(planted) as heard, listening(two.licensor, folder=two.licensor.folder, tls=tls) as address:
        for n in range(times):
            context = client_of(n, chance, own, centre, tls)
            try:
                with httpx2.Client(verify=context, trust_env=False) as client:
                    client.post(f"{address}/contact", content=b"{}")
            except httpx2.TransportError:
                continue
        plain = address.replace("https", "http")
        for path in ("/contact", "/openapi.json"):  # and without TLS at all
            try:
                heard += [path] if httpx2.get(plain + path, trust_env=False).is_success else []
            except httpx2.TransportError:
                continue
    return len(heard)


@pytest.fixture
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL", "uvicorn.error")


def believes_all(planted: pytest.MonkeyPatch) -> None:
    planted.setattr(http, "trusted", lambda tls: old_client(ssl.TLSVersion.TLSv1_3))


def forgets_the_host(planted: pytest.MonkeyPatch) -> None:
    true = http.trusted

    def loose(tls: Path) -> ssl.SSLContext:
        context = true(tls)
        context.check_hostname = False
        return context

    planted.setattr(http, "trusted", loose)


def speaks_as_of_old(planted: pytest.MonkeyPatch) -> None:
    true = http.trusted

    def loose(tls: Path) -> ssl.SSLContext:
        context, old = true(tls), old_client(TLS11)
        old.load_verify_locations(tls / "peers.pem")
        old.verify_mode = ssl.CERT_REQUIRED
        old.maximum_version = ssl.TLSVersion.MAXIMUM_SUPPORTED
        return old if context else context

    planted.setattr(http, "trusted", loose)


def asks_no_client(planted: pytest.MonkeyPatch) -> None:
    planted.setattr(ssl, "CERT_REQUIRED", ssl.CERT_NONE)


@pytest.mark.usefixtures("_quiet")
def test_nothing_is_said_to_a_listener_and_no_client_is_heard_without_the_right_certificate(
    two: Pair, tmp_path: Path
) -> None:
    times, clients = cases(56, least=len(LISTENERS)), cases(24, least=6)
    through = talked(two, tmp_path / "true", times)
    with pytest.MonkeyPatch.context() as counting:
        through += let_in(two, tmp_path / "in", clients, counting)
    caught = 0
    for n, fault in enumerate((believes_all, forgets_the_host, speaks_as_of_old)):
        with pytest.MonkeyPatch.context() as planted:
            fault(planted)
            caught += talked(two, tmp_path / f"planted{n}", len(LISTENERS)) > 0
    with pytest.MonkeyPatch.context() as planted:
        asks_no_client(planted)
        caught += let_in(two, tmp_path / "loose", 6, planted) > 0
    ran("S25", times + clients, through=through, planted=(caught, 4))


def test_a_new_certificate_beside_the_old_one_is_believed_so_that_a_key_can_be_changed(
    two: Pair, tmp_path: Path
) -> None:
    own, old, new = certificate("centre"), certificate("licensor"), certificate("licensor")
    mine = folder_of(tmp_path / "centre", own, old, new)
    for shown in (old, new):
        theirs = folder_of(tmp_path / "licensor", shown, own)
        with listening(two.licensor, folder=two.licensor.folder, tls=theirs) as address:
            assert two.tick_at(address, tls=mine).away is None


def test_a_proxy_between_reads_nothing_whatever_the_surroundings_say(
    two: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody between with a certificate of a root that the machine trusts, and every variable that leads to them."""
    rogue, own, true = certificate("root"), certificate("centre"), certificate("licensor")
    tls = folder_of(tmp_path / "centre", own, true)
    (tmp_path / "rogue.pem").write_bytes(rogue.public)
    with listener(tmp_path, certificate("licensor", by=rogue, ca=False)) as there:
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "HTTP_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{there.port}")
        for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
            monkeypatch.setenv(name, str(tmp_path / "rogue.pem"))
        monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
        assert not asked(two, f"https://127.0.0.1:{there.port}", tls)
        with socket.create_server(("127.0.0.1", 0)) as empty:
            nobody = empty.getsockname()[1]
        assert not asked(two, f"https://127.0.0.1:{nobody}", tls)
    assert not there.said
    assert not there.shaken
    assert not (tmp_path / "keys").exists()


def test_nowhere_in_the_program_is_a_certificate_left_unlooked_at() -> None:
    """No `CERT_NONE`, no `check_hostname = False`, no `verify=False` that a person could choose.

    NCALayer alone is met so: on the person's own machine, by a certificate that is written down (tests/signing).
    """
    found = []
    for path in (*ROOT.glob("app/**/*.py"), *ROOT.glob("ui/**/*.py")):
        text = path.read_text("utf-8")
        if path.name == "ncalayer.py" or not any(word in text for word in ("CERT_", "check_hostname", "verify=")):
            continue
        for node in ast.walk(ast.parse(text)):
            loose = isinstance(node, ast.Attribute) and node.attr in ("CERT_NONE", "CERT_OPTIONAL", "check_hostname")
            if loose or (isinstance(node, ast.keyword) and node.arg == "verify" and ast.unparse(node.value) == "False"):
                found.append(f"{path.name}:{node.lineno}")
    assert found == []
