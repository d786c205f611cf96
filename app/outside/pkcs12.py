"""A person's key in a PKCS#12 file: RSA and ECDSA. Keys by ГОСТ sign through NCALayer only."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509 import Certificate

from app.domain.personal import Secret
from app.domain.signature import Signatory
from app.outside.clock import Clock
from app.outside.signature import Cancelled, away

LARGEST = 256 * 1024


@dataclass(frozen=True, slots=True)
class Pkcs12:
    """The file's bytes and its password; both are forgotten with this object."""

    body: bytes = field(repr=False)
    password: Secret
    clock: Clock = field(repr=False)

    def sign(self, data: bytes, as_person: Signatory) -> bytes | Cancelled:
        """Refuses to sign for anybody but the person that it is asked to sign for: the key is looked at first."""
        from app.signing import build, profile  # pulls in the libraries of signatures: only where something is signed
        from app.signing.cms import x509

        private, certificate, chain = self._opened()
        der = certificate.public_bytes(serialization.Encoding.DER)
        if wrong := profile.findings(x509.Certificate.load(der), as_person):
            raise away("other-person", reason=wrong[0])
        key = build.Key(
            private=private.private_bytes(
                serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ),
            certificate=der,
            chain=tuple(one.public_bytes(serialization.Encoding.DER) for one in chain),
        )
        return build.signed(data, key, at=self.clock.instant())

    def _opened(self) -> tuple[rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, Certificate, list[Certificate]]:
        if len(self.body) > LARGEST:
            raise away("garbled")
        try:
            key, certificate, chain = pkcs12.load_key_and_certificates(self.body, self.password.open().encode())
        except UnsupportedAlgorithm:
            raise away("key-unfit") from None
        except ValueError as why:  # the library's one word for all that can be wrong with a file or its password
            raise away("password" if "password" in str(why).lower() else "garbled") from None
        if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) or certificate is None:
            raise away("key-unfit")
        return key, certificate, list(chain)
