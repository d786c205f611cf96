"""People whose passwords no other store can keep: they get first ones in a file, which is good once and never another's."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.personal import Secret
from app.keeping.moved import move
from app.problems import Refused, WrongCall
from app.start import Settings, build, initialise
from tests.store.copies import killed


def test_people_get_first_passwords_in_a_file_and_change_them(postgres_url: str, ram: Path) -> None:
    here, key = f"sqlite:///{ram}/store.db", ram / "store.key"
    initialise(here, key=key, centre="AT01", password=Secret("бес ақ қайың өсіп тұр"))
    with pytest.raises(WrongCall):
        move(here, postgres_url, key=key)
    told = move(here, postgres_url, key=key, passwords=ram / "first.txt")
    assert told["people"] == ["administrator.at01"]
    assert (ram / "first.txt").stat().st_mode & 0o077 == 0
    login, once = (ram / "first.txt").read_text("utf-8").split()
    app = build(Settings(store=postgres_url, key=key, login=login, password=once))
    try:
        proof = app.entrance.vouch(login)
        assert proof.once
        given = {"password": "жеті су аққан жер еді"}
        app.run("account.change_password", given, as_=login, proof=proof)
    finally:
        app.close()
    back = move(postgres_url, f"sqlite:///{ram}/back.db", key=key, passwords=ram / "again.txt")
    assert back["people"] == [login]
    home = build(Settings(store=f"sqlite:///{ram}/back.db", key=key))
    try:
        assert home.prove(login, (ram / "again.txt").read_text("utf-8").split()[1]).once
        with pytest.raises(Refused, match="log-in-refused"):
            home.prove(login, "бес ақ қайың өсіп тұр")
    finally:
        home.close()


def test_a_move_with_passwords_that_was_cut_off_is_finished_by_the_same_call(postgres_url: str, ram: Path) -> None:
    here, key = f"sqlite:///{ram}/store.db", ram / "store.key"
    initialise(here, key=key, centre="AT01", password=Secret("бес ақ қайың өсіп тұр"))
    first = ram / "first.txt"
    moving = f"move(settings.store, {postgres_url!r}, key=settings.key, passwords=Path({str(first)!r}))"
    killed("move.copied", moving, Settings(store=here, key=key))
    nowhere = first.read_text("utf-8")
    assert move(here, postgres_url, key=key, passwords=first)["people"] == ["administrator.at01"]
    login, once = first.read_text("utf-8").split()
    assert once not in nowhere
    build(Settings(store=postgres_url, key=key, login=login, password=once)).close()


def test_first_passwords_are_written_over_no_other_file(postgres_url: str, ram: Path) -> None:
    here, key = f"sqlite:///{ram}/store.db", ram / "store.key"
    initialise(here, key=key, centre="AT01", password=Secret("бес ақ қайың өсіп тұр"))
    (ram / "first.txt").write_text("administrator.at01\tonce\nanother line\n")
    with pytest.raises(FileExistsError):
        move(here, postgres_url, key=key, passwords=ram / "first.txt")
    assert (ram / "first.txt").read_text().endswith("another line\n")
