"""A store of every release: opened, brought up to date, verified and worked on, by this program and by every later one."""

from __future__ import annotations

import json
import shutil
import tarfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.keeping import dump
from app.keeping.backup import bring_back
from app.keeping.verify import verify_store
from app.problems import Refused
from app.start import initialise, licensor_store
from app.store import open, postgres
from tests.world import World, code

KEPT = Path(__file__).resolve().parent.parent / "old_stores"
RELEASES = sorted(p for p in KEPT.iterdir() if p.is_dir() and p.name.isdecimal())


def taken_out(kept: Path, ram: Path) -> Path:
    """What is kept for ever is only read: whoever brings a copy back writes beside it that it was."""
    (ram / "tereze.key").write_bytes((kept / "tereze.key").read_bytes())
    return Path(shutil.copytree(kept, ram / kept.name))


@pytest.fixture(params=RELEASES, ids=lambda place: place.name)
def release(request: pytest.FixtureRequest, ram: Path) -> Path:
    return taken_out(request.param, ram)


def expected(release: Path, kind: str) -> dict[str, Any]:
    return dict(json.loads((release / "expected.json").read_text())[kind])


def all_there(world: World, told: dict[str, Any]) -> None:
    assert {name: world.count(name) for name in told["counts"]} == told["counts"]
    assert sorted(row.number for row in world.rows("SELECT number FROM cases")) == told["numbers"]
    assert sorted(row.status for row in world.rows("SELECT status FROM cases")) == told["statuses"]
    for number in told["numbers"]:
        assert world.case(number)["number"] == number
    for row in world.rows("SELECT id FROM papers WHERE file IS NOT NULL"):
        world.centre.paper(row.id, as_="supervisor.at01")


def work_goes_on(world: World, told: dict[str, Any]) -> None:
    world.close()
    answer = verify_store(world.settings())
    assert answer["intact"], answer["first_wrong"]
    new = world.accepted()
    assert new["number"] not in told["numbers"]
    world.do("accumulation.enter", {"code": code(new)}, "sector")
    world.whole()
    world.close()
    assert verify_store(world.settings())["intact"]


def lay_out(release: Path, ram: Path) -> None:
    """Store and files of that release, as they lay on the disk."""
    with tarfile.open(release / "embedded.backup") as archive:
        for member in archive:
            body = archive.extractfile(member)
            assert body is not None
            place = ram / member.name.replace("store.db", "tereze.db").replace("files/", "tereze.db.files/", 1)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(body.read())


def test_the_present_schema_has_a_store_that_is_kept() -> None:
    assert open.SCHEMA in [place.name for place in RELEASES], "python -m tests.old_stores.keep"


def test_a_store_of_that_release_is_brought_up_to_date_and_worked_on(release: Path, ram: Path) -> None:
    """As it lay on the disk: the copy holds the file and its documents as they are."""
    lay_out(release, ram)
    url = f"sqlite:///{ram / 'tereze.db'}"
    key = open.key_file(ram / "tereze.key")
    open.make(url, key=key, side="centre", demo=True, created_at="2020-01-01T00:00:00Z", offices=())
    world, told = World(url, ram / "tereze.key"), expected(release, "embedded")
    all_there(world, told)
    work_goes_on(world, told)


def test_a_copy_of_that_release_is_brought_back_and_worked_on(release: Path, ram: Path) -> None:
    url = f"sqlite:///{ram / 'there' / 'again.db'}"
    assert bring_back(release / "embedded.backup", url, key=ram / "tereze.key")["intact"]
    world, told = World(url, ram / "tereze.key"), expected(release, "embedded")
    all_there(world, told)
    work_goes_on(world, told)


def test_a_shared_store_of_that_release_is_brought_back_and_worked_on(
    release: Path, ram: Path, postgres_url: str
) -> None:
    assert bring_back(release / "shared.backup", postgres_url, key=ram / "tereze.key")["intact"]
    world, told = World(postgres_url, ram / "tereze.key"), expected(release, "shared")
    all_there(world, told)
    work_goes_on(world, told)
    assert licensor_store(postgres_url) != postgres_url


@pytest.mark.skipif(len(RELEASES) < 2, reason="no older release yet")
def test_an_older_shared_store_is_copied_and_tried_before_it_is_brought_up_to_date(
    ram: Path, postgres_url: str
) -> None:
    older = taken_out(RELEASES[-2], ram)
    lay_out_shared(older, postgres_url, ram)
    in_the_way = ram / f"{postgres.place(postgres_url)[0].database}-tereze.before-{open.SCHEMA}.backup"
    in_the_way.mkdir()
    with pytest.raises(Refused, match="backup-place-taken"):
        initialise(postgres_url, key=ram / "tereze.key", centre="AT01")
    assert schema_of(postgres_url) == older.name  # without a copy nothing was changed
    in_the_way.rmdir()
    copy = initialise(postgres_url, key=ram / "tereze.key", centre="AT01")["copies"][0]
    assert schema_of(postgres_url) == open.SCHEMA
    assert "copies" not in initialise(postgres_url, key=ram / "tereze.key", centre="AT01")
    told = expected(older, "shared")
    world = World(postgres_url, ram / "tereze.key")
    all_there(world, told)
    work_goes_on(world, told)
    engine = postgres.engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA tereze CASCADE"))
    engine.dispose()
    assert bring_back(Path(copy), postgres_url, key=ram / "tereze.key")["intact"]
    world = World(postgres_url, ram / "tereze.key")
    all_there(world, told)
    work_goes_on(world, told)


def lay_out_shared(release: Path, url: str, ram: Path) -> None:
    """The rows as that release's program had them, in its own shape."""
    with tarfile.open(release / "shared.backup") as archive:
        body = archive.extractfile("dump")
        assert body is not None
        (ram / "dump").write_bytes(body.read())
    engine = postgres.engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public"))
        for line in postgres.role_lines():
            connection.execute(text(line))
    dump.put_back(url, ram / "dump", key=bytes.fromhex(open.key_file(ram / "tereze.key")))
    with engine.connect() as connection:
        logins = connection.execute(text("SELECT login FROM accounts")).scalars().all()
    engine.dispose()
    for login in logins:  # a server's roles are in no dump of a schema
        open.add_person(url, login=login, password=None)


def schema_of(url: str) -> str | None:
    engine = postgres.engine(url)
    with engine.connect() as connection:
        found = open.stored_schema(connection)
    engine.dispose()
    return found
