"""Certificates and listeners that nobody should talk to, and one of each that is right."""

from __future__ import annotations

import socket
import ssl
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
HERE: tuple[x509.GeneralName, ...] = (x509.IPAddress(ip_address("127.0.0.1")),)


@dataclass(frozen=True)
class Made:
    """`pem`: key and certificate, as `node.pem` holds them; `public`: what the other side is given."""

    pem: bytes
    public: bytes
    key: Key
    name: x509.Name


def key_of(kind: str) -> Key:
    if kind.startswith("rsa"):
        return rsa.generate_private_key(65537, int(kind[3:]))
    return ec.generate_private_key({"p256": ec.SECP256R1(), "p192": ec.SECP192R1()}[kind])


def certificate(
    name: str, *, key: str = "p256", begins: float = -1, ends: float = 24, hosts: tuple[x509.GeneralName, ...] = HERE,
    by: Made | None = None, ca: bool = True,
) -> Made:  # fmt: skip
    """`begins` and `ends`: hours from now."""
    own, now = key_of(key), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(by.name if by else subject).public_key(own.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now + timedelta(hours=begins))
        .not_valid_after(now + timedelta(hours=ends))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), critical=True)
    )  # fmt: skip
    above = by.key if by else own
    for more in (x509.SubjectKeyIdentifier.from_public_key(own.public_key()),
                 x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key())):  # fmt: skip
        builder = builder.add_extension(more, critical=False)
    if hosts:
        builder = builder.add_extension(x509.SubjectAlternativeName(hosts), critical=False)
    public = builder.sign(above, hashes.SHA256()).public_bytes(Encoding.PEM)
    private = own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Made(private + public, public, own, subject)


def folder_of(place: Path, own: Made, *trusted: Made) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    (place / "node.pem").write_bytes(own.pem)
    (place / "peers.pem").write_bytes(b"".join(one.public for one in trusted))
    return place


@dataclass
class Listener:
    """Takes whatever is said to it; `said` must stay empty where it is not the one that was meant."""

    port: int
    said: list[bytes] = field(default_factory=list)
    shaken: int = 0


@contextmanager
def listener(folder: Path, own: Made, *, old: ssl.TLSVersion | None = None) -> Iterator[Listener]:
    """A TLS server that believes everybody; `old`: it speaks nothing newer."""
    (folder / "listener.pem").write_bytes(own.pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    if old is not None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = old
    context.load_cert_chain(folder / "listener.pem")
    with socket.create_server(("127.0.0.1", 0)) as door:
        made = Listener(door.getsockname()[1])
        thread = threading.Thread(target=_serve, args=(door, context, made), name="listener")
        thread.start()
        try:
            yield made
        finally:
            with suppress(OSError), socket.create_connection(("127.0.0.1", made.port)) as last:
                last.sendall(b"stop")
            thread.join()


def _serve(door: socket.socket, context: ssl.SSLContext, made: Listener) -> None:
    while True:
        raw, _ = door.accept()
        raw.settimeout(5)
        with raw:
            if raw.recv(4, socket.MSG_PEEK) == b"stop":
                return
            with suppress(OSError), context.wrap_socket(raw, server_side=True) as talk:
                made.shaken += 1
                if told := talk.recv(65_536):
                    made.said.append(told)


def old_client(version: ssl.TLSVersion) -> Any:
    """A client that speaks nothing newer, and asks for no certificate."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = version
    return context
