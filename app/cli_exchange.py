"""`tereze pair`, `tereze certificates`, `tereze bundle`: two nodes are introduced, a region's authority and a node's
certificate, the exchange by a stick."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.codec import to_json
from app.domain.moment import Instant
from app.problems import Refused, WrongCall
from app.words import spoken, words

if TYPE_CHECKING:
    from app.start import Settings

CERTIFICATES = "certificates of nodes: a region's authority; a node's request, answer, rotation, revocation"
PAIR = "tell this node of another, as an administrator; without FILE, what the other must be told"
BUNDLE = "the exchange by a stick: write what a node has not acknowledged, read what another wrote"
DEEDS = ("show", "authority", "request", "issue", "install", "revoke", "trust", "rotate", "switch", "retire")
CARRIES = ("request", "issue", "revoke", "trust", "rotate", "retire")  # what leaves a file for another machine
Show = Callable[[Any], None]


def tls_of(options: argparse.Namespace) -> Path | None:
    """Where this node's certificate lies, when it has one and nobody said."""
    from app import by_hand
    from app.settings import key_place

    return by_hand.tls_of(key_place(options.key))


# ---- two nodes are introduced


def pair_arguments(made: argparse.ArgumentParser) -> None:
    made.add_argument("file", nargs="?", metavar="FILE")
    made.add_argument("--address", metavar="URL", help="where the other listens; none: it calls us")
    made.add_argument("--as", dest="as_", metavar="LOGIN", help="with FILE: the administrator who introduces it")


def pair(options: argparse.Namespace, settings: Callable[..., Settings], show: Show, other: dict[str, Any]) -> int:
    """Whose keys are believed is an administrator's to say: having the store's key is not enough."""
    from app.start import introduce

    if options.file and not other:
        raise WrongCall("FILE introduces nobody: run `tereze pair` on the other machine, and give what it prints")
    if other:
        _administrator(options, settings)
    alone = argparse.Namespace(**{**vars(options), "as_": None})  # a database takes this from its owner
    show(introduce(settings(alone, write=True), other, address=options.address or ""))
    return 0


def _administrator(options: argparse.Namespace, settings: Callable[..., Settings]) -> None:
    from app.cli_people import proof_of
    from app.domain.roles import Right
    from app.start import opened

    with opened(settings(options, write=False)) as app:
        if options.as_ is None and not app.entrance.asks:
            return  # a demonstration lets everybody in
        login = _needed(options.as_, "--as LOGIN of an administrator", of="pair FILE")
        me = app.ask("house.me", {}, as_=login, proof=proof_of(app, login, name="pair"))
    if Right.ADMINISTER.value not in me.rights:
        raise Refused("no-right", right=Right.ADMINISTER.value, role=me.role)


# ---- bundles


def bundle_arguments(made: argparse.ArgumentParser) -> None:
    made.add_argument("deed", choices=("write", "read"))
    made.add_argument("words", nargs="+", metavar="PEER FILE or FILE…", help="write: for whom, and where; read: files")
    made.add_argument(
        "--rest", action="store_true", help="write: of the files of cases only what found no room on the last stick"
    )


def bundle(options: argparse.Namespace, settings: Callable[..., Settings], show: Show) -> int:
    """0; 3 where one of several files was refused. One file alone is refused as everything else is."""
    from app import by_hand
    from app.start import opened

    if options.deed == "write":
        if len(options.words) > 2:
            raise WrongCall("bundle write takes PEER FILE, or FILE alone where there is one peer")
        peer, file = options.words if len(options.words) == 2 else ("", options.words[0])
        with opened(settings(options, write=True)) as app:
            made = by_hand.write_bundle(app, peer, Path(file), rest=options.rest)
        show(to_json(made))
        print(by_hand.written(made, spoken()), file=sys.stderr)
        return 0
    with opened(settings(options, write=True)) as app:
        brought = by_hand.read_bundles(app, [Path(file).resolve(strict=True) for file in options.words])
    if len(brought) == 1 and brought[0].refused is not None:
        raise brought[0].refused
    show([_told(one) for one in brought])
    for one in brought:
        print(f"{one.file}: {by_hand.told(one, spoken())}", file=sys.stderr)
    return 3 if any(one.refused is not None for one in brought) else 0


def _told(one: Any) -> dict[str, Any]:
    if one.read is not None:
        return {"file": one.file, **to_json(one.read)}
    return {"file": one.file, "refused": one.refused.code}


# ---- certificates


def certificate_arguments(made: argparse.ArgumentParser) -> None:
    made.add_argument("deed", nargs="?", choices=DEEDS, default="show")
    made.add_argument(
        "file", nargs="?", metavar="FILE or NAME", help="issue: a request; install: an answer; revoke: whom"
    )
    made.add_argument("--out", metavar="FILE", help="what is to be carried to the other machine")
    made.add_argument("--tls", metavar="DIR", help="this node's folder; without it `certificates` beside the key")
    made.add_argument(
        "--authority", metavar="DIR", help="the authority's folder; without it `authority` beside the key"
    )
    made.add_argument("--region", metavar="NAME", help="authority: whose")
    made.add_argument(
        "--kept", choices=("passphrase", "keyring", "file"), default="passphrase", help="authority, rotate"
    )
    made.add_argument("--name", metavar="NAME", help="request: of the node, as the list is to show it")
    made.add_argument("--host", action="append", default=[], metavar="HOST", help="request: where it listens")
    made.add_argument("--days", type=int, metavar="N", help="issue: how long it is good")
    made.add_argument(
        "--fingerprint", metavar="TEXT", help="install, the first time: as the authority's keeper read it"
    )


def certificates(options: argparse.Namespace, settings: Callable[..., Settings], show: Show) -> int:
    """Shows what is answered. 1 where what was asked for is shown and something of it has ended or was revoked."""
    from app.outside.clock import SystemClock
    from app.settings import certificates_folder

    key = settings(options, write=False).key
    node = Path(options.tls) if options.tls else certificates_folder(key)
    place = Path(options.authority) if options.authority else key.parent / "authority"
    now = SystemClock().instant()
    if options.deed == "show":
        return _shown(node, place, now, show)
    if options.deed in CARRIES:
        _free(options)
    answer, carry = _done(options, node, place, now=now)
    if carry is not None:
        answer["file"] = _carried(options, carry)
    show(answer)
    return 0


def _shown(node: Path, place: Path, now: Instant, show: Show) -> int:
    from app.sync import authority, certificates

    here = certificates.listed(node, now=now)
    answer: dict[str, Any] = {"folder": str(node), "here": to_json(here)}
    if (place / authority.STATE).exists():
        standing = authority.standing(place)
        answer["authority"] = {
            "place": str(place), "region": standing.region, "signs": standing.signs,
            "fingerprint": certificates.fingerprint(authority.certificate_of(place, standing.signs)),
            "issued": to_json(authority.issued(place, now=now)),
        }  # fmt: skip
    show(answer)
    say = words(spoken())
    for line in here:
        if line.state != "good":
            print(say(f"certificate.{line.what}.{line.state}", name=line.name, days=line.days), file=sys.stderr)
    return 1 if any(line.state in ("ended", "revoked") for line in here) else 0


def _done(options: argparse.Namespace, node: Path, place: Path, *, now: Instant) -> tuple[dict[str, Any], bytes | None]:
    """The answer, and what is to be carried to another machine."""
    from app.cli_key import new_passphrase
    from app.sync import authority, certificates

    say = words(spoken())
    match options.deed:
        case "authority":
            region = _needed(options.region, "--region NAME")
            secret = new_passphrase(options.kept, say)
            mark = authority.make(place, region, now=now, kept=options.kept, passphrase=secret)
            return {"place": str(place), "fingerprint": mark, "note": say("certificate.read-it-out")}, None
        case "request":
            name = _needed(options.name, "--name NAME")
            return {"name": name, "hosts": options.host}, certificates.request(node, name, options.host)
        case "issue":
            raw = _read(options)
            made, carry = authority.issue(place, raw, now=now, days=options.days or authority.DAYS)
            return {"issued": to_json(made), "fingerprint": _fingerprint(place)}, carry
        case "install":
            raw = _read(options)
            lines = certificates.install(node, raw, now=now, compared=options.fingerprint or "")
            return {"folder": str(node), "here": to_json(lines)}, None
        case "revoke":
            who = _needed(options.file, "a name or a serial number")
            gone = authority.revoke(place, who, now=now)
            return {"revoked": to_json(gone), "note": say("certificate.carry-list")}, authority.trust(place, now=now)
        case "trust":
            return {"fingerprint": _fingerprint(place)}, authority.trust(place, now=now)
        case "rotate":
            secret = new_passphrase(options.kept, say)
            mark = authority.rotate(place, now=now, kept=options.kept, passphrase=secret)
            return {"fingerprint": mark, "note": say("certificate.carry-new")}, authority.trust(place, now=now)
        case "switch":
            return {"fingerprint": authority.switch(place), "note": say("certificate.renew-all")}, None
        case _:
            gone = authority.retire(place, now=now)
            return {"retired": to_json(gone)}, authority.trust(place, now=now)


def _fingerprint(place: Path) -> str:
    from app.sync import authority, certificates

    return certificates.fingerprint(authority.certificate_of(place, authority.standing(place).signs))


def _needed(told: str | None, what: str, *, of: str = "certificates") -> str:
    if not told:
        raise WrongCall(f"{of}: {what} is missing")
    return told


def _read(options: argparse.Namespace) -> bytes:
    with Path(_needed(options.file, "a file")).open("rb") as file:
        return file.read(16 * 1024**2)


PAPERS = (b"-----BEGIN CERTIFICATE", b"-----BEGIN X509 CRL")  # requests, certificates, lists: these may be written over


def _free(options: argparse.Namespace) -> None:
    """Before anything is done: what stands under the name may be written over, or nothing stands there."""
    place = Path(_needed(options.out, "--out FILE"))
    if place.exists() and not (place.is_file() and place.read_bytes().startswith(PAPERS)):
        raise WrongCall(f"{place} is there already, and is no such paper: give another name")


def _carried(options: argparse.Namespace, body: bytes) -> str:
    Path(options.out).write_bytes(body)
    return str(options.out)
