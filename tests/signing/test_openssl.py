"""A court has other programs: OpenSSL accepts what we sign, and refuses what we refuse."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from app.signing import build
from tests.signing import pki
from tests.signing.matrix import CONTENT
from tests.signing.pki import Owner


def verified(folder: Path, body: bytes, content: bytes) -> bool:
    for name, written in (("s.der", body), ("content", content), ("root.pem", pem(pki.ROOT) + pem(pki.CA))):
        (folder / name).write_bytes(written)
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "s.der", "-content", "content",
               "-CAfile", "root.pem", "-cades", "-purpose", "any", "-attime", str(int(pki.NOW.utc.timestamp())),
               "-out", "out"]  # fmt: skip
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


def pem(owner: Owner) -> bytes:
    return x509.load_der_x509_certificate(pki.der(owner)).public_bytes(Encoding.PEM)


@pytest.mark.parametrize("owner", pki.PEOPLE, ids=lambda o: o.name)
@pytest.mark.parametrize("stamped", [False, True])
def test_openssl_accepts_our_signature_when_it_is_ours(owner: Owner, stamped: bool, tmp_path: Path) -> None:
    body = build.signed(CONTENT, pki.signing_key(owner, pki.CA), at=pki.NOW)
    if stamped:
        body = pki.with_stamp(body, at=pki.NOW.utc)
    assert verified(tmp_path, body, CONTENT)
    assert not verified(tmp_path, body, CONTENT + b" ")
