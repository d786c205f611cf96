"""The way to the licensor: what it does not trust, and HTTPS with certificates of both sides."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.problems import Refused, Unavailable
from app.sync.links import LINKS, Link, open_link
from app.sync.links.http import on_this_machine
from app.sync.peers import own_devices
from app.sync.server import listening
from tests.sync.nodes import Pair


def certificate(folder: Path, name: str) -> bytes:
    """A node's own certificate with its key in `node.pem`; what the other side is given."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    folder.mkdir()
    public = made.public_bytes(Encoding.PEM)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "node.pem").write_bytes(private + public)
    return public


def acquainted_by_certificate(tmp_path: Path) -> tuple[Path, Path]:
    centre, licensor = tmp_path / "centre", tmp_path / "licensor"
    first, second = certificate(centre, "centre"), certificate(licensor, "licensor")
    (centre / "peers.pem").write_bytes(second)
    (licensor / "peers.pem").write_bytes(first)
    return centre, licensor


@contextmanager
def linked(two: Pair, address: str, tls: Path | None = None, **known: bytes) -> Iterator[Link]:
    node = two.centre.node()
    keys = known or own_devices(two.licensor.store)
    link = open_link(address, node.speaker, known=keys, clock=node.clock, tls=tls)
    yield link
    link.close()


def test_every_scheme_of_the_list_opens_and_another_is_refused(two: Pair, tmp_path: Path) -> None:
    tls, _ = acquainted_by_certificate(tmp_path)
    for scheme, _, _ in LINKS:
        with linked(two, f"{scheme}://127.0.0.1:9", tls):
            pass
    with pytest.raises(Refused, match="link-unknown"), linked(two, "gopher://127.0.0.1"):
        pass


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_this_machine_is_known_by_its_names(host: str) -> None:
    assert on_this_machine(host)


@pytest.mark.parametrize("host", ["10.0.0.1", "licensor.example", "", "127.0.0.1.example"])
def test_plain_http_leaves_this_machine_never(two: Pair, host: str) -> None:
    assert not on_this_machine(host)
    with pytest.raises(Refused, match="link-open"), linked(two, f"http://{host}:80"):
        pass


def test_https_needs_certificates_of_ones_own(two: Pair) -> None:
    with pytest.raises(Refused, match="certificate-missing"), linked(two, "https://127.0.0.1:9"):
        pass


def test_the_exchange_goes_over_https_with_certificates_of_both_sides(two: Pair, tmp_path: Path) -> None:
    centre, licensor = acquainted_by_certificate(tmp_path)
    case = two.centre.accept("AT01-01")
    with listening(two.licensor, folder=two.licensor.folder, tls=licensor) as address:
        assert address.startswith("https://")
        done = two.tick_at(address, tls=centre)
    assert (done.sent, done.away, done.refused) == (1, None, None)
    assert two.licensor.case(case)


def test_a_stranger_without_a_known_certificate_does_not_get_in(two: Pair, tmp_path: Path) -> None:
    centre, licensor = acquainted_by_certificate(tmp_path)
    certificate(tmp_path / "stranger", "stranger")
    (tmp_path / "stranger" / "peers.pem").write_bytes((centre / "peers.pem").read_bytes())
    with listening(two.licensor, folder=two.licensor.folder, tls=licensor) as address:
        assert two.tick_at(address, tls=tmp_path / "stranger").away == "own-certificate-foreign"
        certificate(tmp_path / "other", "other")
        (centre / "peers.pem").write_bytes((tmp_path / "other" / "node.pem").read_bytes())
        assert two.tick_at(address, tls=centre).away == "certificate-foreign"  # a licensor that is not the one we know


def test_an_answer_of_somebody_else_is_not_believed(two: Pair) -> None:
    other = {"AD01-01": own_devices(two.centre.store)["AT01-01"]}
    with (
        listening(two.licensor, folder=two.licensor.folder) as address,
        linked(two, address, **other) as link,
        pytest.raises(Unavailable, match="licensor: untrusted"),
    ):
        link.ask("GET", "/events?device=AD01-01")


def test_a_no_comes_back_as_the_same_no(two: Pair) -> None:
    with listening(two.licensor, folder=two.licensor.folder) as address, linked(two, address) as link:
        with pytest.raises(Refused) as no:
            link.ask("GET", "/events?device=SK01-01")
        assert (no.value.code, no.value.facts) == ("device-unknown", {"device": "SK01-01"})


def test_a_proxy_in_the_surroundings_is_not_asked(two: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    assert two.tick().away is None
