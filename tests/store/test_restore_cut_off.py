"""Bringing back that is ended in the middle, or that others come in between: there is a whole store, or none to work in."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.office import Office
from app.keeping.backup import bring_back, copy
from app.keeping.verify import verify_store
from app.problems import Refused, Unavailable
from app.start import Settings
from app.store.open import add_device, make, open_store
from tests.postgres import Server
from tests.store.copies import ROOT, killed, program, stopped
from tests.store.furnished import DEVICE, NAMES, accepted, ask, furnish, key_of, record, settings_of

OFFICE = Office(code="AT01", side="centre", region="atyrau", name=NAMES, branch=NAMES, address=NAMES)


@pytest.fixture
def shared(postgres_url: str, ram: Path) -> Settings:
    settings = furnish(postgres_url, ram)
    copy(settings, ram / "copy.tar")
    return settings


@pytest.fixture
def there(postgres_server: Server) -> Iterator[str]:
    postgres_server.tell("CREATE DATABASE there OWNER owner")
    yield postgres_server.url("there")
    postgres_server.tell("DROP DATABASE there WITH (FORCE)")


def call(ram: Path, url: str) -> str:
    return f"bring_back(Path({str(ram / 'copy.tar')!r}), {url!r}, key=settings.key)"


@pytest.mark.parametrize("point", ["restore.rows", "restore.copied", "restore.verified"])
def test_nobody_works_in_a_shared_store_that_was_not_brought_back_to_its_end(
    shared: Settings, there: str, postgres_server: Server, ram: Path, point: str
) -> None:
    """The rows alone would be a store under its old epoch, whose numbers come twice; psql takes a broken pipe for the end."""
    killed(point, call(ram, there), shared)
    with pytest.raises(Unavailable, match="not-there" if point == "restore.rows" else "half"):
        open_store(there, key=None, write=True)
    if point == "restore.rows":
        wait_until_nobody(postgres_server)
        assert not postgres_server.tell("SELECT 1 FROM pg_stat_activity WHERE datname = 'there'")
    assert bring_back(ram / "copy.tar", there, key=shared.key)["intact"]
    works(settings_of(there, ram))
    assert ask(settings_of(there, ram), "SELECT id FROM cursors WHERE id = 'returning'") == []


def wait_until_nobody(server: Server) -> None:
    for _ in range(100):
        if not server.tell("SELECT 1 FROM pg_stat_activity WHERE datname = 'there' AND pg_sleep(0.05) IS NOT NULL"):
            return


def test_a_copy_of_a_half_one_is_brought_back_whole(
    shared: Settings, there: str, postgres_server: Server, ram: Path
) -> None:
    """It can be read, and so somebody may have copied it."""
    killed("restore.verified", call(ram, there), shared)
    copy(settings_of(there, ram), ram / "copy.tar")
    postgres_server.tell("CREATE DATABASE later OWNER owner")
    try:
        later = postgres_server.url("later")
        assert bring_back(ram / "copy.tar", later, key=shared.key)["intact"]
        works(settings_of(later, ram))
    finally:
        postgres_server.tell("DROP DATABASE later WITH (FORCE)")


def test_a_store_that_stands_is_never_taken_for_a_half_one(shared: Settings, there: str, ram: Path) -> None:
    bring_back(ram / "copy.tar", there, key=shared.key)
    with pytest.raises(Refused, match="store-exists"):
        bring_back(ram / "copy.tar", there, key=shared.key)
    works(settings_of(there, ram))


def test_nothing_is_brought_back_over_a_store_that_is_made_meanwhile(embedded: Settings, ram: Path) -> None:
    """A copy of some gigabytes takes minutes, and the window says meanwhile that there is no store."""
    copy(embedded, ram / "copy.tar")
    url = f"sqlite:///{ram}/there.db"
    with stopped("restore.verified", call(ram, url), embedded), pytest.raises(Unavailable, match="in-use"):
        make(
            url,
            key=key_of(embedded),
            side="centre",
            demo=False,
            created_at="2016-11-17T10:20:00.000Z",
            offices=(OFFICE,),
        )
    works(Settings(store=url, key=embedded.key, write=False))


def test_nothing_is_moved_over_a_store_that_is_made_meanwhile(postgres_url: str, ram: Path) -> None:
    settings = furnish(postgres_url, ram)
    url = f"sqlite:///{ram}/there.db"
    moving = f"move(settings.store, {url!r}, key=settings.key)"
    with stopped("move.verified", moving, settings), pytest.raises(Unavailable, match="in-use"):
        make(url, key=key_of(settings_of(url, ram)), side="centre", demo=False, created_at="2016", offices=(OFFICE,))
    works(settings_of(url, ram))


@pytest.mark.skipif(os.geteuid() != 0, reason="mounts")
def test_a_copy_on_a_write_protected_stick_is_brought_back(shared: Settings, there: str, ram: Path) -> None:
    stick = ram / "stick"
    stick.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", str(stick)], check=True)
    try:
        (stick / "copy.tar").write_bytes((ram / "copy.tar").read_bytes())
        subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
        assert bring_back(stick / "copy.tar", there, key=shared.key)["intact"]
    finally:
        subprocess.run(["umount", "-l", str(stick)], check=True)
    assert not list(ram.glob("*.work"))


@pytest.mark.parametrize("place", ["again.db.half", "copy.tar.work"])
def test_nobodys_folder_is_emptied_by_bringing_back(
    request: pytest.FixtureRequest, embedded: Settings, ram: Path, place: str
) -> None:
    (ram / place).mkdir()
    (ram / place / "thesis.txt").write_text("mine")
    url = f"sqlite:///{ram}/again.db"
    if place.endswith(".work"):
        settings, url = furnish(request.getfixturevalue("postgres_url"), ram), request.getfixturevalue("there")
    else:
        settings = embedded
    copy(settings, ram / "other.tar")
    (ram / "other.tar").rename(ram / "copy.tar")
    with pytest.raises(Refused, match="backup-place-taken"):
        bring_back(ram / "copy.tar", url, key=settings.key)
    assert (ram / place / "thesis.txt").read_text() == "mine"


def works(settings: Settings) -> None:
    store = open_store(settings.store, key=key_of(settings), write=True)
    try:
        record(store, DEVICE, accepted)
    finally:
        store.close()
    assert verify_store(settings)["intact"]


def test_two_who_make_one_shared_store_at_the_same_moment_make_one(there: str, ram: Path) -> None:
    first = f"""from app.store.open import make
from app.domain.office import Office
from app.domain.pack import Text
same = Text(ru="Отдел", kk="Бөлім")
office = Office(code="AT01", side="centre", region="atyrau", name=same, branch=same, address=same)
make({there!r}, key=None, side="centre", demo=False, created_at="2016", offices=(office,))"""
    settings = settings_of(there, ram)
    with stopped("migrate.after", first, settings):
        second = subprocess.Popen(program(first, settings), cwd=ROOT, env=dict(os.environ, PYTHONPATH=str(ROOT)))
    assert second.wait(60) == 0
    open_store(there, key=None, write=True).close()
    add_device(there, key=None, code=DEVICE, public_key=b"k" * 32)
    works(settings)
