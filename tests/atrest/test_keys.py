"""Where the store's key is kept: plain, in the system's store of keys, under a passphrase. It is never between two."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import time
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoRing

from app.problems import Refused, Unavailable
from app.store import keys
from app.store.open import kept_key, key_file
from tests.atrest.own_ring import FileRing
from tests.people.test_command_line import tereze
from tests.store.copies import ROOT
from tests.world import World

PHRASE = "тоғыз қызыл бұлт пен балапан"


@pytest.fixture
def place(ram: Path) -> Path:
    place = ram / "store.key"
    keys.put(place, secrets.token_hex(32), "file")
    return place


@pytest.mark.parametrize("kept", ["keyring", "passphrase"])
def test_a_key_that_was_moved_is_the_same_and_its_file_no_longer_says_it(
    place: Path, ring: FileRing, kept: keys.Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = kept_key(place)
    keys.put(place, key, kept, passphrase=PHRASE)
    monkeypatch.setenv("TEREZE_PASSPHRASE", PHRASE)
    assert (kept_key(place), keys.kept_as(place)) == (key, kept)
    assert key.encode() not in place.read_bytes()
    assert place.stat().st_mode & 0o077 == 0
    assert [one.name for one in place.parent.glob("store.key*")] == ["store.key"]


def test_the_old_bytes_of_a_moved_key_are_overwritten(place: Path, ring: FileRing) -> None:
    key = kept_key(place)
    with place.open("rb") as still_open:  # whoever holds the old file sees what lies in its blocks
        keys.put(place, key, "keyring")
        assert still_open.read() == bytes(64)


def test_a_key_that_leaves_the_keyring_leaves_nothing_there(place: Path, ring: FileRing) -> None:
    key = kept_key(place)
    keys.put(place, key, "keyring")
    assert list(ring.entries().values()) == [key]
    keys.put(place, key, "file")
    assert ring.entries() == {}
    assert place.read_text() == key


def test_where_there_is_no_keyring_nothing_is_moved(place: Path, ring: FileRing) -> None:
    key, before = kept_key(place), place.read_bytes()
    keyring.set_keyring(NoRing())
    with pytest.raises(Unavailable) as away:
        keys.put(place, key, "keyring")
    assert (away.value.what, away.value.status) == ("keyring", "not-there")
    assert place.read_bytes() == before


def test_a_ring_that_writes_plain_text_counts_as_none(
    place: Path, ring: FileRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FileRing, "priority", 0.5)
    with pytest.raises(Unavailable):
        keys.put(place, kept_key(place), "keyring")
    assert ring.entries() == {}


def test_a_locked_keyring_says_so_and_makes_no_key_up(place: Path, ring: FileRing) -> None:
    keys.put(place, kept_key(place), "keyring")
    ring.locked = True
    with pytest.raises(Unavailable) as away:
        kept_key(place)
    assert away.value.status == "locked"
    ring.locked = False
    ring.place.unlink()
    with pytest.raises(Unavailable) as away:
        kept_key(place)
    assert away.value.status == "no-key"


def test_a_wrong_passphrase_is_refused_and_none_is_asked_for(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys.put(place, kept_key(place), "passphrase", passphrase=PHRASE)
    with pytest.raises(Unavailable) as away:
        kept_key(place)
    assert away.value.status == "passphrase-needed"
    monkeypatch.setenv("TEREZE_PASSPHRASE", PHRASE + "!")
    with pytest.raises(Refused) as no:
        kept_key(place)
    assert no.value.code == "passphrase-wrong"


def test_a_simple_passphrase_is_refused_and_the_key_stays(place: Path) -> None:
    before = place.read_bytes()
    for simple in ("", "password", "qwertyuiopasdfgh"):
        with pytest.raises(Refused) as no:
            keys.put(place, kept_key(place), "passphrase", passphrase=simple)
        assert no.value.code == "passphrase-weak"
    assert place.read_bytes() == before


@pytest.mark.parametrize("name", ["time", "memory", "lanes", "salt", "nonce", "wrapped"])
def test_a_wrapped_key_that_was_changed_opens_nothing(place: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    keys.put(place, kept_key(place), "passphrase", passphrase=PHRASE)
    told = json.loads(place.read_text())
    changed = told[name] + 1 if isinstance(told[name], int) else ("0" if told[name][0] != "0" else "1") + told[name][1:]
    place.write_text(json.dumps({**told, name: changed}))
    monkeypatch.setenv("TEREZE_PASSPHRASE", PHRASE)
    with pytest.raises(Refused) as no:
        kept_key(place)
    assert no.value.code == "passphrase-wrong"


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"ab" * 31, b"[1]", b"\xff" * 64, b'{"tereze": "key", "v": 2, "kept": "keyring", "name": "a"}']
)
def test_another_file_is_a_wrong_key(place: Path, body: bytes) -> None:
    place.write_bytes(body)
    with pytest.raises(Unavailable) as away:
        kept_key(place)
    assert away.value.status == "wrong-key"


def test_a_guess_at_a_passphrase_is_dear(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert keys.MEMORY >= 256 * 1024
    began = time.process_time()
    body = keys._wrap(secrets.token_hex(32), PHRASE)
    assert time.process_time() - began > 0.2
    assert json.loads(body)["memory"] == keys.MEMORY


def test_the_whole_program_opens_a_store_whose_key_is_elsewhere(file_here: World, ring: FileRing) -> None:
    told = {"PYTHON_KEYRING_BACKEND": "tests.atrest.own_ring.FileRing", "TEREZE_TEST_RING": str(ring.place)}
    moved = _run(file_here, "key", "move", "--to", "keyring", **told)
    assert (moved["kept"], moved["before"]) == ("keyring", "file")
    assert _run(file_here, "verify", **told)["intact"]
    alone = tereze(file_here, "verify", PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")
    assert (alone.returncode, alone.stdout) == (4, "")
    assert "no store of keys" in alone.stderr
    wrapped = _run(file_here, "key", "move", "--to", "passphrase", **told, TEREZE_NEW_PASSPHRASE=PHRASE)
    assert wrapped["kept"] == "passphrase"
    assert _run(file_here, "verify", TEREZE_PASSPHRASE=PHRASE)["intact"]
    assert tereze(file_here, "verify").returncode == 2  # nobody sits at a terminal
    wrong = tereze(file_here, "verify", TEREZE_PASSPHRASE="another one, quite long")
    assert (wrong.returncode, json.loads(wrong.stdout)["code"]) == (3, "passphrase-wrong")
    plain = _run(file_here, "key", "move", "--to", "file", TEREZE_PASSPHRASE=PHRASE)
    assert plain["kept"] == "file"
    assert _run(file_here, "verify")["intact"]


def _run(world: World, *words: str, **told: str) -> dict[str, object]:
    answer = tereze(world, *words, **told)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return dict(json.loads(answer.stdout))


def test_a_program_in_words_tells_no_key(file_here: World) -> None:
    """As a log or a report of a fault would print whatever it is given."""
    app = file_here.centre
    assert app.store.key
    for told in (app, app.store, app.entrance, [app], {"app": app.store}):
        assert app.store.key not in repr(told)
        assert app.store.id not in repr(told), "nor anything else of it"


def test_a_key_whose_file_was_put_aside_stays_in_the_keyring(place: Path, ring: FileRing) -> None:
    """It may be another store's: the copy of the file names the entry."""
    key, aside = kept_key(place), place.with_name("store.key.lost-1")
    keys.put(place, key, "keyring")
    aside.write_bytes(place.read_bytes())
    keys.put(place, "ab" * 32, "file", aside=True)
    assert (kept_key(aside), kept_key(place)) == (key, "ab" * 32)


def test_a_key_that_is_lent_is_good_for_this_process_alone(ram: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, key = ram / "lent.key", "cd" * 32
    keys.lend(place, key)
    assert kept_key(place) == key
    assert key.encode() not in place.read_bytes()
    monkeypatch.setattr(keys, "_known", {})  # as in another
    with pytest.raises(Unavailable):
        kept_key(place)


def test_a_key_that_a_full_disk_cut_off_is_made_the_next_time(ram: Path) -> None:
    key = ram / "keys" / "store.key"
    script = (
        "import resource, signal, sys; from pathlib import Path; from app.store.open import key_file\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "key_file(Path(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(key)], cwd=ROOT, capture_output=True, text=True)
    assert "OSError" in done.stderr
    assert list(key.parent.iterdir()) == []
    made = key_file(key)
    assert (len(made), key_file(key)) == (64, made)
    key.write_bytes(b"")  # of an earlier program
    assert len(key_file(key)) == 64
