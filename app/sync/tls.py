"""TLS between nodes: certificates of both sides, no root of the system, a list of the revoked that both ends honour."""

from __future__ import annotations

import logging
import ssl
from pathlib import Path
from typing import Any

from app.problems import Refused

log = logging.getLogger(__name__)
OWN, PEERS, REVOKED = "node.pem", "peers.pem", "revoked.pem"
FOREIGN, OLD_LIST = "certificate-foreign", "certificate-list-old"
VERDICTS = {
    3: OLD_LIST, 9: "certificate-not-yet", 10: "certificate-ended", 11: OLD_LIST, 12: OLD_LIST,
    23: "certificate-revoked", 62: "certificate-host", 64: "certificate-host", 66: "certificate-weak",
    67: "certificate-weak", 68: "certificate-weak",
}  # fmt: skip
"""What OpenSSL found wrong with the other's certificate (X509_V_ERR_…); anything else is a foreign one."""
ALERTS = {
    "CERTIFICATE_EXPIRED": "own-certificate-ended", "CERTIFICATE_REVOKED": "own-certificate-revoked",
    "UNKNOWN_CA": "own-certificate-foreign", "CERTIFICATE_REQUIRED": "own-certificate-refused",
    "BAD_CERTIFICATE": "own-certificate-refused", "CERTIFICATE_UNKNOWN": "own-certificate-refused",
}  # fmt: skip
"""What the other said of ours before it hung up."""


def trusted(folder: Path) -> ssl.SSLContext:
    """For who calls: our certificate with its key, and the ones we believe. The system's roots are not asked."""
    return _filled(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), folder)


def accepting(folder: Path) -> ssl.SSLContext:
    """For who listens. What is put into the folder later holds from the next conversation on, without a new start."""
    context = _accepting(folder)
    context.sslobject_class = _Says
    context.sni_callback = _Fresh(folder, context)
    return context


def _accepting(folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.verify_mode = ssl.CERT_REQUIRED
    context.num_tickets = 0  # nobody goes on with a conversation that began before they were revoked
    return _filled(context, folder)


def _filled(context: ssl.SSLContext, folder: Path) -> ssl.SSLContext:
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    try:
        context.load_cert_chain(folder / OWN)
        context.load_verify_locations(folder / PEERS)
        if (folder / REVOKED).exists():
            context.load_verify_locations(folder / REVOKED)
            context.verify_flags |= ssl.VerifyFlags.VERIFY_CRL_CHECK_LEAF
    except FileNotFoundError as missing:
        raise Refused("certificate-missing") from missing
    except ssl.SSLError as spoilt:
        raise Refused("certificates-unreadable") from spoilt
    return context


class _Says(ssl.SSLObject):
    """The event loop hangs up on a wrong certificate before the other has been told which; so the no comes one turn later."""

    _no: ssl.SSLError | None = None

    def do_handshake(self) -> None:
        if self._no is not None:
            raise self._no
        try:
            super().do_handshake()
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            raise
        except ssl.SSLError as no:
            self._no = no
            raise ssl.SSLWantReadError(ssl.SSL_ERROR_WANT_READ, "what is wrong is sent first") from no


class _Fresh:
    """Looks at the folder at each greeting, also where the caller names no host."""

    def __init__(self, folder: Path, context: ssl.SSLContext) -> None:
        self.folder, self.context, self.marks = folder, context, _marks(folder)

    def __call__(self, talk: Any, name: str | None, first: ssl.SSLContext) -> None:
        marks = _marks(self.folder)
        if marks != self.marks:
            try:
                self.context, self.marks = _accepting(self.folder), marks
            except (OSError, Refused) as wrong:  # half of it is there: what held before holds on
                log.warning("certificates not read anew: %s", type(wrong).__name__)
        talk.context = self.context


def _marks(folder: Path) -> tuple[tuple[int, int, int], ...]:
    found = (folder / name for name in (OWN, PEERS, REVOKED))
    return tuple((s.st_ino, s.st_size, s.st_mtime_ns) for s in (p.stat() for p in found if p.exists()))


def fault_of(wrong: BaseException | None) -> str | None:
    """Why no conversation came about, where a certificate was the reason: a key of `away.licensor.…`."""
    while wrong is not None:
        if isinstance(wrong, ssl.SSLCertVerificationError):
            return VERDICTS.get(wrong.verify_code, FOREIGN)
        if isinstance(wrong, ssl.SSLError):
            return next((told for sign, told in ALERTS.items() if sign in str(wrong.reason)), None)
        wrong = wrong.__cause__ or wrong.__context__
    return None
