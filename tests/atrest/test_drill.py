"""The key is lost, and two envelopes bring it back: really done, with an encrypted store, its papers and its scans."""

from __future__ import annotations

import base64
import io
import json
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import text

from app.cli import main
from app.keeping.key_shares import read, split
from app.store.open import kept_key
from tests.atrest.own_ring import FileRing
from tests.people.test_command_line import tereze
from tests.world import World

SCAN = b"%PDF-1.4\n" + b"a scan " * 4096


@pytest.fixture
def lived(file_here: World) -> World:
    """A case with its papers, and a scan."""
    file_here.accepted()
    file_here.do("intake.keep_scan", {"body": base64.b64encode(SCAN).decode()})
    file_here.close()
    return file_here


def envelopes(world: World) -> str:
    """What the two people type."""
    return "\n".join(share.text for share in split(kept_key(world.key)))


def told(world: World, typed: str, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    shares = world.key.with_name("typed.txt")
    shares.write_text(typed)
    return tereze(world, *words, "--shares", str(shares), **more)


def test_the_drill_reads_everything_with_two_shares_and_leaves_no_trace(lived: World, ram: Path) -> None:
    typed, before = envelopes(lived), {p.name for p in ram.iterdir()}
    done = told(lived, typed, "key", "drill")
    assert done.returncode == 0, done.stdout + done.stderr
    answer = json.loads(done.stdout)
    count = lived.rows("SELECT count(*) FROM files")[0][0]
    lived.close()
    assert answer["intact"]
    assert answer["files"] == {"pdf": count, "other": 0}
    assert answer["cases"] == 1
    assert {p.name for p in ram.iterdir()} - before == {"typed.txt"}
    assert not [one for one in typed.split() if one in done.stdout + done.stderr]
    print(f"drill: {answer['events']} events, {count} files, {answer['seconds']} s")


def test_a_lost_key_comes_back_from_two_envelopes(lived: World, ram: Path) -> None:
    typed, key = envelopes(lived), lived.key.read_text()
    lived.key.unlink()
    assert tereze(lived, "verify").returncode == 4
    done = told(lived, typed, "key", "restore")
    assert done.returncode == 0, done.stdout + done.stderr
    assert lived.key.read_text() == key
    verified = tereze(lived, "verify")
    assert (verified.returncode, json.loads(verified.stdout)["intact"]) == (0, True)
    with lived.centre.store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM papers WHERE file IS NOT NULL")).scalar() == 2
    for row in lived.rows("SELECT id FROM papers"):
        assert lived.centre.paper(row.id, as_="inspector.at01")[2].startswith(b"%PDF-")


def test_the_drill_works_on_a_backup_when_the_machine_is_gone(lived: World, ram: Path) -> None:
    typed, backup = envelopes(lived), ram / "copy.tar"
    assert tereze(lived, "backup", str(backup)).returncode == 0
    lived.key.unlink()
    done = told(lived, typed, "key", "drill", "--backup", str(backup))
    assert done.returncode == 0, done.stdout + done.stderr
    assert not lived.key.exists()


def test_a_keyring_that_forgot_is_a_lost_key(lived: World, ring: FileRing) -> None:
    ours = {"PYTHON_KEYRING_BACKEND": "tests.atrest.own_ring.FileRing", "TEREZE_TEST_RING": str(ring.place)}
    typed = envelopes(lived)
    assert tereze(lived, "key", "move", "--to", "keyring", **ours).returncode == 0
    ring.place.unlink()
    away = tereze(lived, "verify", **ours)
    assert (away.returncode, "two envelopes" in away.stderr) == (4, True)
    done = told(lived, typed, "key", "restore", "--to", "keyring", **ours)
    assert done.returncode == 0, done.stdout + done.stderr
    assert Path(json.loads(done.stdout)["aside"]).exists()  # nothing that was there is thrown away
    assert tereze(lived, "verify", **ours).returncode == 0


def test_the_key_of_another_store_is_refused_and_nothing_is_put_there(lived: World) -> None:
    typed = "\n".join(share.text for share in split("ab" * 32))
    for deed in ("restore", "drill"):
        refused = told(lived, typed, "key", deed)
        assert (refused.returncode, json.loads(refused.stdout)["code"]) == (3, "key-does-not-fit")
    assert tereze(lived, "verify").returncode == 0


def test_a_key_that_is_there_is_not_written_over(lived: World) -> None:
    refused = told(lived, envelopes(lived), "key", "restore")
    assert (refused.returncode, json.loads(refused.stdout)["code"]) == (3, "key-not-lost")


def test_a_slip_of_the_hand_names_the_group_and_not_the_share(lived: World) -> None:
    one, other = envelopes(lived).split()
    slipped = ("A" if one[7] != "A" else "B").join((one[:7], one[8:]))
    refused = told(lived, f"{slipped}\n{other}", "key", "restore")
    answer = json.loads(refused.stdout)
    assert (refused.returncode, answer["code"], answer["facts"]) == (3, "share-mistyped", {"group": 2})
    assert told(lived, one, "key", "restore").returncode == 2
    assert read(one).word not in refused.stdout


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


def test_at_a_terminal_a_line_with_a_slip_is_asked_for_again_and_a_scan_does_at_once(
    lived: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = split(kept_key(lived.key))
    rows = [" ".join(one.groups[k : k + 4]).lower() for k in range(0, 16, 4)]
    slipped = rows[1].replace(rows[1][0], "q" if rows[1][0] != "q" else "w", 1)
    monkeypatch.setattr("sys.stdin", Terminal("\n".join([rows[0], slipped, *rows[1:], other.text]) + "\n"))
    monkeypatch.setenv("TEREZE_LANG", "en")
    lived.key.unlink()
    assert main(["key", "restore", "--store", lived.url, "--key", str(lived.key)]) == 0
    told = capsys.readouterr().err
    assert told.count("is mistyped") == 1
    assert "Group 5 " in told
    assert one.word in told
    assert other.word in told
    assert kept_key(lived.key)


def test_no_plain_key_stays_when_the_drill_is_killed(lived: World, ram: Path) -> None:
    key = kept_key(lived.key).encode()
    done = told(lived, envelopes(lived), "key", "drill", TEREZE_AT="restore.verified:kill")
    assert done.returncode == -9
    assert list(ram.glob("key-drill-*/store.key"))
    assert [one for one in ram.rglob("*") if one.is_file() and key in one.read_bytes()] == [lived.key]
