"""The store's key: where it is kept, two shares of it for two envelopes, and the drill that proves the envelopes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.keeping.key_shares import Share, join, split
from app.keeping.reread import said
from app.outside.clock import SystemClock
from app.print import key_sheet
from app.print.compose import common
from app.problems import Refused, Unavailable, WrongCall
from app.store import blobs, keys, tables
from app.store.open import Store, open_store, path_of

if TYPE_CHECKING:
    from app.domain.office import Office
    from app.print.facts import Language
    from app.settings import Settings

COPIES = 100  # of a lost key's file that are kept aside; nobody has as many


def shown(settings: Settings) -> dict[str, Any]:
    """Where the key is, and what the system could keep it in. Nothing is opened."""
    if not settings.key.exists():
        raise Unavailable("key", "not-there", path=str(settings.key))
    kept = keys.kept_as(settings.key)
    return {"place": str(settings.key), "kept": kept, "keyring": keys.keyring_name(), "note": said(f"key.kept.{kept}")}


def moved(settings: Settings, kept: keys.Keeping, *, passphrase: str = "") -> dict[str, Any]:
    """The same key, kept another way. The store is not touched, and may be in use."""
    before = shown(settings)["kept"]
    keys.put(settings.key, _fitting(settings), kept, passphrase=passphrase)
    return {**shown(settings), "before": before}


def escrow(settings: Settings, folder: Path, *, language: Language) -> dict[str, Any]:
    """Two sheets, each for an envelope and a person of its own. What was printed is not kept: another call, another pair."""
    shares = split(_fitting(settings))
    store, office = _whose(settings)
    at = SystemClock().instant().utc.astimezone(ZoneInfo(office.zone)).isoformat(timespec="seconds")
    drawn = {folder / f"key-{share.pair}-{share.number}.pdf": share for share in shares}
    for place in drawn:
        if place.exists():
            raise FileExistsError(17, "exists", str(place))
    folder.mkdir(parents=True, exist_ok=True)
    for place, share in drawn.items():
        with open(place, "xb", opener=_private) as file:
            file.write(key_sheet.draw(_facts(share, store, office, at=at), language))
    return {
        "files": [str(place) for place in drawn], "pair": shares[0].pair, "store": store,
        "note": said("key.print-and-delete"),
    }  # fmt: skip


def restored(
    settings: Settings, shares: tuple[Share, Share], kept: keys.Keeping = "file", *, passphrase: str = ""
) -> dict[str, Any]:
    """The key from both envelopes at its place again. A key's file that does not open the store is put aside, not lost."""
    key = join(*shares)
    fits = _fits(settings, key)
    if fits is False:
        raise Refused("key-does-not-fit", pair=shares[0].pair)
    if _still_there(settings):
        raise Refused("key-not-lost", place=str(settings.key))
    aside = _aside(settings.key) if settings.key.exists() else None
    if aside is not None:
        shutil.copy2(settings.key, aside)  # it stays in its place until the new one is whole
    keys.put(settings.key, key, kept, passphrase=passphrase, aside=aside is not None)
    return {**shown(settings), "fits": fits, "pair": shares[0].pair, "aside": str(aside) if aside else None}


def drilled(settings: Settings, shares: tuple[Share, Share], *, backup: Path | None = None) -> dict[str, Any]:
    """As if the key were lost: a copy of the store is opened, verified and read with nothing but the two shares.

    Without `backup` the copy is made now; with it nothing of this machine's key is needed.
    """
    from app.keeping.backup import bring_back, copy
    from app.keeping.verify import verify_store
    from app.settings import Settings

    if settings.store.startswith("postgresql"):
        raise WrongCall("the drill reads an embedded store; for PostgreSQL bring a backup back with the restored key")
    began = SystemClock().instant().utc
    with _spare_folder(settings) as folder:
        if backup is None:
            copy(settings, backup := folder / "copy.tar")
        place = folder / "store.key"
        keys.lend(place, join(*shares))  # no plain key on the disk, whatever happens
        there = Settings(store=f"sqlite:///{folder / 'store.db'}", key=place, write=False)
        try:
            bring_back(backup, there.store, key=place, drill=True)
        except Unavailable as shut:
            if (shut.what, shut.status) in (("store", "wrong-key"), ("backup", "not-proven")):
                raise Refused("key-does-not-fit", pair=shares[0].pair) from shut
            raise
        answer = verify_store(there)
        files = _read_all(there)
    took = (SystemClock().instant().utc - began).total_seconds()
    return {
        "intact": answer["intact"], "events": answer["events"], "cases": answer["cases"], "files": files,
        "pair": shares[0].pair, "seconds": round(took, 1), "first_wrong": answer["first_wrong"],
        "note": said("key.drilled" if answer["intact"] else "key.drill-failed"),
    }  # fmt: skip


# ---- the store that the key is of


def _fitting(settings: Settings) -> str:
    """The key as it is kept, when it opens the store: nobody may put a wrong one into an envelope."""
    if not settings.key.exists():
        raise Unavailable("key", "not-there", path=str(settings.key))
    key = keys.read(settings.key)
    if _fits(settings, key) is False:
        raise Unavailable("store", "wrong-key")
    return key


def _fits(settings: Settings, key: str) -> bool | None:
    """None: a PostgreSQL store is not opened by this key, only its backups are."""
    if settings.store.startswith("postgresql"):
        return None
    try:
        open_store(settings.store, key=key, write=False).close()
    except Unavailable as shut:
        if shut.status == "wrong-key":
            return False
        raise
    return True


def _still_there(settings: Settings) -> bool:
    if not settings.key.exists():
        return False
    try:
        return _fits(settings, keys.read(settings.key)) is not False  # of a shared store: a key that can be read is one
    except (Refused, Unavailable):  # no passphrase, no entry in the keyring, a file that was cut: that is "lost"
        return False


def _whose(settings: Settings) -> tuple[str, Office]:
    with _opened(settings) as store:
        with store.reading() as connection:
            local = select(tables.devices.c.centre).where(tables.devices.c.local).order_by(tables.devices.c.code)
            code = connection.execute(local).scalar()
        return store.id, store.offices.get(str(code)) or next(iter(store.offices.values()))


@contextmanager
def _opened(settings: Settings) -> Iterator[Store]:
    key = None if settings.store.startswith("postgresql") else keys.read(settings.key)
    store = open_store(settings.store, key=key, write=False, login=settings.login, password=settings.password)
    try:
        yield store
    finally:
        store.close()


def _read_all(settings: Settings) -> dict[str, int]:
    """Every paper and scan decrypted and compared with its hash; how many there are of each kind."""
    found: Counter[str] = Counter()
    with _opened(settings) as store, store.reading() as connection:
        for name in blobs.names(connection):
            body = blobs.get(store, connection, name)
            found["pdf" if body.startswith(b"%PDF-") else "other"] += 1
    return {"pdf": found["pdf"], "other": found["other"]}


# ---- sheets and files


def _facts(share: Share, store: str, office: Office, *, at: str) -> key_sheet.Facts:
    return key_sheet.Facts(
        office=common.office(office), code="", number=share.pair, training=office.training_weeks is not None,
        share=share.number, pair=share.pair, store=store, made_at=at, groups=share.groups, word=share.word,
    )  # fmt: skip


def _aside(place: Path) -> Path:
    for n in range(1, COPIES):
        if not (aside := place.with_name(f"{place.name}.lost-{n}")).exists():
            return aside
    raise FileExistsError(17, "exists", str(place))


@contextmanager
def _spare_folder(settings: Settings) -> Iterator[Path]:
    """Beside the store, where there is room for it, and nobody else reads it."""
    folder = Path(tempfile.mkdtemp(prefix="key-drill-", dir=path_of(settings.store).parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
