"""F06 and F07: pages of the store and files of cases that are not what was written: flipped, emptied, cut, exchanged.

The program never crashes on them, and shows nothing that was changed. Pages are sealed; without the seal the journal's own
hashes notice a letter in a name, which SQLite's check does not.
"""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.keeping import verify
from app.keeping.verify import verify_store
from app.problems import Refused, Unavailable
from app.start import Settings, build
from app.store import blobs, open
from app.store.open import open_store
from tests.campaign.counted import WHOLE, cases, ran
from tests.store.furnished import DEVICE, furnish, key_of, record
from tests.world import World

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
PAGE = 4096


def flipped(body: bytearray, random_: random.Random) -> None:
    body[random_.randrange(len(body))] ^= 1 << random_.randrange(8)


def emptied(body: bytearray, random_: random.Random) -> None:
    at = random_.randrange(len(body) // PAGE) * PAGE
    size = random_.choice([512, PAGE])
    body[at : at + size] = bytes(size)


def cut(body: bytearray, random_: random.Random) -> None:
    del body[random_.randrange(len(body)) :]


def exchanged(body: bytearray, random_: random.Random) -> None:
    one, other = random_.sample(range(len(body) // PAGE), 2)
    a, b = slice(one * PAGE, one * PAGE + PAGE), slice(other * PAGE, other * PAGE + PAGE)
    body[a], body[b] = body[b], body[a]


def stale(body: bytearray, random_: random.Random) -> None:
    """A page as another page is, twice."""
    one, other = random_.sample(range(len(body) // PAGE), 2)
    body[one * PAGE : one * PAGE + PAGE] = body[other * PAGE : other * PAGE + PAGE]


def scratched(body: bytearray, random_: random.Random) -> None:
    at = random_.randrange(len(body))
    body[at : at + 64] = random_.randbytes(len(body[at : at + 64]))


DAMAGES = (flipped, emptied, cut, exchanged, stale, scratched)


def noticed(settings: Settings, whole: bytes, damage: Callable[..., None], *, seed: int) -> str:
    """What the program did with this file that it must not; empty: nothing."""
    random_, place = random.Random(seed), open.path_of(settings.store)
    body = bytearray(whole)
    damage(body, random_)
    if bytes(body) == whole:
        return ""
    _lay(place, bytes(body))
    try:
        answer = verify_store(settings)
    except Unavailable as away:
        told = away.status in ("damaged", "wrong-key", "not-there", "disk-error")
        return "" if told else f"told as {away.status}"
    except Refused as no:
        return f"refused as {no.code}"
    return "not noticed" if answer["intact"] else ""


def crashed(world: World, whole: bytes, damage: Callable[..., None], *, seed: int) -> str:
    """A window that starts on such a file: it works, or says what is away."""
    body = bytearray(whole)
    damage(body, random.Random(seed))
    _lay(open.path_of(world.url), bytes(body))
    try:
        app = build(world.settings(), clock=world.clock)
    except Unavailable:
        return ""
    try:
        for name, given in (("queue.find", {"text": "AT01"}), ("house.me", {})):
            with suppress(Unavailable, Refused):
                app.ask(name, given, as_="inspector.at01")
    finally:
        app.close()
    return ""


def _lay(place: Path, body: bytes) -> None:
    for end in ("-wal", "-shm"):
        place.with_name(place.name + end).unlink(missing_ok=True)
    place.write_bytes(body)


@pytest.fixture
def lived(ram: Path) -> tuple[Settings, bytes]:
    settings = furnish(f"sqlite:///{ram}/store.db", ram, papers=True)
    return settings, open.path_of(settings.store).read_bytes()


def campaign(settings: Settings, whole: bytes, count: int, *, seed: int, until_found: bool = False) -> list[str]:
    wrong = []
    for n in range(count):
        damage = DAMAGES[n % len(DAMAGES)]
        try:
            found = noticed(settings, whole, damage, seed=seed + n)
        except Exception as fault:  # it must not crash, whatever lies there
            found = f"{type(fault).__name__}: {fault}"
        if found:
            wrong.append(f"{damage.__name__} {seed + n}: {found}")
            if until_found:
                break
    return wrong


def test_every_change_of_a_page_is_noticed_and_none_crashes_the_program(lived: tuple[Settings, bytes]) -> None:
    settings, whole = lived
    count = cases(4_500)
    wrong = campaign(settings, whole, count, seed=6)
    assert not wrong, wrong[:5]
    with pytest.MonkeyPatch.context() as planted:  # the pages that no row stands on are not opened by reading rows
        planted.setattr(verify, "READINGS", tuple(r for r in verify.READINGS if r is not verify.read_pages))
        caught = campaign(settings, whole, 600, seed=6, until_found=True)
    ran("F06", count, through=len(wrong), planted=(bool(caught), 1))


def test_a_window_on_damaged_pages_works_or_says_so(file_here: World) -> None:
    file_here.accepted()
    file_here.close()
    whole = open.path_of(file_here.url).read_bytes()
    count = cases(500, least=12)
    wrong = [found for n in range(count) if (found := crashed(file_here, whole, DAMAGES[n % 6], seed=n))]
    ran("F06", count, through=len(wrong))


# ---- a letter in a legal row, on a store whose pages are not sealed


def legal_rows(settings: Settings) -> list[tuple[str, str, str]]:
    """Every value of the journal and of what is folded from it: table, column, and the row by its key."""
    places = []
    with _opened(settings) as connection:
        for table, key, columns in (
            ("events", "id", ("head", "facts", "row_hash", "hashes", "kind", "seq", "device", "version")),
            ("persons", "event", ("person", "salt")),
            ("cases", "id", ("state", "number", "status", "applicant", "holder")),
            ("registries", "id", ("state", "number", "status")),
            ("handovers", "id", ("state", "number", "status")),
        ):
            for (row,) in connection.execute(text(f"SELECT {key} FROM {table}")).all():
                places += [(table, column, f"{key} = '{row}'") for column in columns]
    return places


@contextmanager
def _opened(settings: Settings) -> Iterator[Any]:
    engine = open._engine(settings.store, key=key_of(settings))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def letter_changed(settings: Settings, place: tuple[str, str, str], random_: random.Random) -> None:
    """One byte of one value becomes another, in the row itself: every page is as whole as before."""
    table, column, where = place
    with _opened(settings) as connection:
        value = connection.execute(text(f"SELECT {column} FROM {table} WHERE {where}")).scalar()
        if isinstance(value, int):
            other: Any = value + 1000
        else:
            body = bytearray(value if isinstance(value, bytes) else str(value).encode())
            at = random_.randrange(len(body))
            body[at] = body[at] ^ 1 if body[at] < 128 else body[at]
            if body[at] >= 128:
                body = bytearray(b"x") + body[1:]
            other = bytes(body) if isinstance(value, bytes) else body.decode("utf-8", "replace")
        for trigger in (
            connection.execute(text("SELECT name FROM sqlite_schema WHERE type = 'trigger'")).scalars().all()
        ):
            connection.execute(text(f'DROP TRIGGER "{trigger}"'))
        connection.execute(text(f"UPDATE {table} SET {column} = :v WHERE {where}"), {"v": other})


def letters(settings: Settings, whole: bytes, count: int, *, until_found: bool = False) -> list[str]:
    _lay(open.path_of(settings.store), whole)
    places, random_, wrong = legal_rows(settings), random.Random(8), []
    random_.shuffle(places)
    for n in range(count):
        _lay(open.path_of(settings.store), whole)
        place = places[n % len(places)]
        letter_changed(settings, place, random_)
        if verify_store(settings)["intact"]:
            wrong.append(f"{place[0]}.{place[1]}")
            if until_found:
                break
    return wrong


def test_a_letter_in_a_legal_row_is_noticed_where_every_page_is_whole(lived: tuple[Settings, bytes]) -> None:
    settings, whole = lived
    count = cases(500, least=20)
    wrong = letters(settings, whole, count)
    assert not wrong, wrong[:5]
    with pytest.MonkeyPatch.context() as planted:
        planted.setattr(verify, "READINGS", (verify.read_pages,))  # what SQLite itself would say
        caught = letters(settings, whole, 5, until_found=True)
    ran("F06", count, through=len(wrong), planted=(bool(caught), 1))


# ---- F07: files of cases


def changed_files(settings: Settings, count: int, *, seed: int, until_found: bool = False) -> list[str]:
    """Flip, cut, lengthen, empty, exchange with another: none is ever shown."""
    store = open_store(settings.store, key=key_of(settings), write=True)
    random_, wrong = random.Random(seed), []
    try:
        names = [
            str(record(store, DEVICE, lambda t, n=n: blobs.put(t, random_.randbytes(200 + 700 * n)))[0])
            for n in range(6)
        ]
        sealed = {name: store.file(name).read_bytes() for name in names}
        for n in range(count):
            one, other = random_.sample(names, 2)
            body, kind = bytearray(sealed[one]), ("flip", "cut", "longer", "other", "empty", "older")[n % 6]
            match kind:
                case "flip":
                    flipped(body, random_)
                case "cut":
                    cut(body, random_)
                case "longer":
                    body += random_.randbytes(random_.randrange(1, 40))
                case "other":
                    body = bytearray(sealed[other])
                case "empty":
                    body.clear()
                case _:  # sealed under another key, as it was before its row was made anew
                    body = bytearray(random_.randbytes(len(body)))
            store.file(one).write_bytes(body)
            with store.reading() as connection:
                try:
                    shown = blobs.get(store, connection, one)
                except Unavailable as away:
                    if away.status not in ("damaged", "not-there"):
                        wrong.append(f"{kind}: told as {away.status}")
                else:
                    wrong.append(f"{kind}: shown, {hashlib.sha256(shown).hexdigest() == one}")
            store.file(one).write_bytes(sealed[one])
            if wrong and until_found:
                break
    finally:
        store.close()
    return wrong


def trusting(store: Any, connection: Any, name: str) -> bytes:
    """The fault that is planted: what lies there is what was stored."""
    return bytes(store.file(name).read_bytes())


def test_a_changed_or_exchanged_scan_is_never_shown(lived: tuple[Settings, bytes]) -> None:
    settings, _ = lived
    count = cases(2_000)
    wrong = changed_files(settings, count, seed=7)
    assert not wrong, wrong[:5]
    with pytest.MonkeyPatch.context() as planted:
        planted.setattr(blobs, "get", trusting)
        caught = changed_files(settings, 12, seed=7, until_found=True)
    ran("F07", count, through=len(wrong), planted=(bool(caught), 1))


def test_exchanged_scans_are_named_by_verify_and_by_a_backup(lived: tuple[Settings, bytes], ram: Path) -> None:
    from app.keeping.backup import copy

    settings, _ = lived
    folder = Path(f"{open.path_of(settings.store)}.files")
    one, other, *_ = sorted(p for p in folder.rglob("*") if p.is_file())
    shutil.move(one, ram / "aside")
    shutil.copy(other, one)
    answer = verify_store(settings)
    assert answer["intact"] is False
    with pytest.raises(Unavailable, match="not-proven"):
        copy(settings, ram / "night.backup")
    shutil.move(ram / "aside", one)
    assert verify_store(settings)["intact"] is True
