"""What goes by hand between nodes: bundles on a stick, and the certificates of this node. For window and command line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.problems import Refused
from app.words import words

if TYPE_CHECKING:
    from app.start import App
    from app.sync.bundle import Read, Written
    from app.sync.certificates import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """One file: what it brought, or why nothing of it was taken."""

    file: str
    read: Read | None = None
    refused: Refused | None = None


def write_bundle(app: App, peer: str, place: Path, *, rest: bool = False) -> Written:
    """Everything that this peer has not acknowledged yet, sealed to it. An empty `peer`: the only one there is.

    `rest`: of the files of cases only what found no room on the sticks before.
    """
    from app.settings import devices_folder
    from app.sync import bundle

    app.anchor()
    return bundle.write(app, _peer(app, peer), place, folder=devices_folder(app.settings.key), rest=rest)


def _peer(app: App, told: str) -> str:
    """By its store's id, the beginning of it, or an office or device of it."""
    from app.sync.peers import peers_of

    known = peers_of(app.store)
    found = [
        p.id for p in known if not told or p.id.startswith(told.lower()) or told.upper() in {*p.offices, *p.devices}
    ]
    if len(found) != 1:
        raise Refused("peer-which", peers=", ".join(f"{p.id[:8]} ({' '.join(sorted(p.offices))})" for p in known))
    return found[0]


def peers(app: App) -> tuple[tuple[str, str], ...]:
    """Store id and offices of each node that we exchange with."""
    from app.sync.peers import peers_of

    return tuple((p.id, ", ".join(sorted(p.offices))) for p in peers_of(app.store))


def read_bundles(app: App, places: Iterable[Path]) -> tuple[Brought, ...]:
    """In whatever order they lie on the stick. What was parked is tried again afterwards, and so are files of cases
    whose first event stood in a bundle that was read later."""
    from app.settings import devices_folder
    from app.sync import bundle, stick
    from app.sync.incoming import redrive
    from app.sync.peers import Node

    folder = devices_folder(app.settings.key)
    node = Node.of(app, folder)

    def brought(place: Path) -> Brought:
        try:
            return Brought(file=place.name, read=bundle.read(node, stick.read(place), folder=folder))
        except Refused as no:
            return Brought(file=place.name, refused=no)

    lying = list(places)
    told = [brought(place) for place in lying]
    redrive(node)
    for n, one in enumerate(told[:-1]):
        if one.read is not None and one.read.files_refused:
            told[n] = _both(one, brought(lying[n]))
    app.law.read_again()
    return tuple(told)


def _both(first: Brought, second: Brought) -> Brought:
    """Of a bundle that was read twice: what the first time brought, and the files of the second."""
    if first.read is None or second.read is None:
        return first
    files = first.read.files + second.read.files
    read = replace(first.read, files=files, files_refused=second.read.files_refused)
    return replace(first, read=read)


def told(brought: Brought, lang: str) -> str:
    """What happened, in words."""
    from app.say import said

    say, read = words(lang), brought.read
    if read is None:
        return said(brought.refused.code, lang, brought.refused.facts) if brought.refused else ""
    facts = {"received": read.received, "known": read.known, "acknowledged": read.acknowledged}
    parts = [say(f"bundle.read.{read.age}"), say("bundle.read.figures", **facts)]
    if read.files or read.files_known:
        parts.append(say("bundle.read.files", files=read.files, known=read.files_known))
    if read.files_refused:
        parts.append(say("bundle.read.files-refused", n=len(read.files_refused)))
    if read.parked:
        parts.append(say("bundle.read.parked", n=read.parked))
    if read.restored:
        parts.append(say("bundle.read.restored"))
    for one in read.stopped:
        parts.append(say("bundle.read.stopped", device=one.device, why=why_stopped(one.reason, lang)))
    return " ".join(parts)


def written(made: Written, lang: str) -> str:
    """What was written, what still waits and what to do about it, in words."""
    say = words(lang)
    parts = [say("bundle.written", file=Path(made.file).name, events=made.events, receipts=made.receipts)]
    if made.files:
        parts.append(say("bundle.written.files", files=made.files))
    if made.more:
        parts.append(say("bundle.written.more", names=", ".join(Path(one).name for one in made.more)))
    if made.left:
        parts.append(say("bundle.left", left=made.left))
    if made.left_files:
        megabytes = -(-made.left_bytes // 1024**2)
        parts.append(say("bundle.left.files", files=made.left_files, megabytes=megabytes))
    if made.lost:
        parts.append(say("bundle.lost", n=made.lost))
    return " ".join(parts)


def tls_of(key: Path) -> Path | None:
    """Where this node's certificate lies, when it has one."""
    from app.settings import certificates_folder

    folder = certificates_folder(key)
    return folder if (folder / "node.pem").exists() else None


def clocks_apart(app: App) -> tuple[tuple[str, int], ...]:
    """Offices of each node whose clock is more than two minutes from ours, and the seconds by which it is ahead."""
    from app.sync import apart
    from app.sync.peers import told_of

    far = {peer: seconds for peer, seconds in told_of(app.store).apart.items() if apart.told(seconds)}
    return tuple((offices, far[id]) for id, offices in peers(app) if id in far) if far else ()


def stopped(app: App) -> tuple[tuple[str, str, str], ...]:
    """Offices of a node, a chain's device, and why a person must look at that chain: as the last contacts showed."""
    from app.sync.peers import told_of

    told = told_of(app.store).stopped
    if not any(told.values()):
        return ()
    return tuple((offices, one.device, one.reason) for id, offices in peers(app) for one in told.get(id, ()))


def why_stopped(reason: str, lang: str) -> str:
    say, key = words(lang), f"chain.stopped.{reason}"
    return say(key) if say.has(key) else reason


def certificates(app: App) -> tuple[Line, ...]:
    """What ends at this node, and when; nothing where it exchanges with nobody over a network."""
    from app.settings import certificates_folder
    from app.sync.certificates import listed

    return listed(certificates_folder(app.settings.key), now=app.clock.instant())
