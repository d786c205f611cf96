"""1,000 invented people pass through a day, a failing one too; afterwards no byte on the disk tells of any of them.

A commit plants one in a hundred, `TEREZE_CAMPAIGN=1` all of them.
"""

from __future__ import annotations

import base64
import io
import json
import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import text

from app.domain.codec import BadShape
from app.keeping.key_shares import split
from app.problems import Refused
from app.store.open import kept_key
from app.store.unit import new_id
from tests.atrest.planted import Planted, Search, people
from tests.people.test_command_line import tereze
from tests.world import World
from ui import report

PLANTED = 1000 if os.environ.get("TEREZE_CAMPAIGN") else 10
SHELLS = PLANTED // 50 or 2  # programs of their own: half a second each


@pytest.fixture
def home(file_here: World, ram: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Store, temporary files, reports and a log that keeps everything: all that the day leaves lies below it."""
    for name in ("tmp", "reports", "logs"):
        (ram / name).mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "XDG_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(ram / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", str(ram / "tmp"))
    monkeypatch.setenv("TEREZE_HOME", str(ram))
    root, before = logging.getLogger(), logging.getLogger().level
    everything = logging.FileHandler(ram / "logs" / "debug.log", encoding="utf-8")
    remembered = report.Remembered(logging.DEBUG)
    root.setLevel(logging.DEBUG)
    root.addHandler(everything)
    root.addHandler(remembered)
    yield ram
    root.removeHandler(remembered)
    root.removeHandler(everything)
    root.setLevel(before)
    everything.close()


def scan_of(one: Planted) -> str:
    """A page with the name and the number on it."""
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=0)
    canvas.setTitle(one.name)
    canvas.drawString(72, 720, one.number)
    canvas.save()
    return base64.b64encode(out.getvalue()).decode()


def live(world: World, one: Planted, nth: int) -> None:
    """Draft, scan, search; accepted, refused, or a command that fails."""
    draft = world.draft(number=one.number)
    draft["applicant"] |= {"name": one.name, "address": f"{one.name} көшесі"}
    scan = world.do("intake.keep_scan", {"body": scan_of(one)})["scan"]
    draft["documents"][0] |= {"scan": scan, "remark": one.name}
    id = new_id()
    world.do("intake.save_draft", {"id": id, "draft": draft})
    match nth % 3:
        case 0:
            case = world.do("intake.accept", draft)
            world.ask("case.history", {"code": case["number"]})
            assert world.ask("queue.find", {"text": one.number})
            world.do("intake.put_away_draft", {"id": id})
        case 1:
            world.do("intake.refuse", draft | {"documents": draft["documents"][:1]})
            assert world.ask("queue.find", {"text": one.name.split()[0]})
        case 2:
            with pytest.raises(Refused):
                world.do("intake.accept", draft | {"documents": []})
            with pytest.raises(BadShape):
                world.do("intake.accept", draft | {"service": one.name})
    world.ask("queue.met_before", {"number": one.number})
    if nth % 5 == 0:
        fail(world, one)


def fail(world: World, one: Planted) -> None:
    """A fault of ours with the name in every place where it could be: locals, message, parameters, the log's line."""
    world.rows("SELECT number FROM cases WHERE number = :n", n=one.name)
    try:
        with world.centre.store.reading() as connection:
            connection.execute(text("SELECT 1 FROM no_such_table WHERE a = :name AND b = :iin"), _both(one))
    except Exception as wrong:
        logging.getLogger("app.drawing").info("paper was not drawn", exc_info=wrong)
        _report(world, ValueError(f"{one.name} {one.number}").with_traceback(wrong.__traceback__))


def _both(one: Planted) -> dict[str, str]:
    return {"name": one.name, "iin": one.number}


def _report(world: World, wrong: BaseException) -> None:
    report.write(wrong, world.key.parent / "reports")


def shell(world: World, one: Planted, home: Path) -> None:
    """The same by the command line: what a program says to a person is no file, what it logs is one."""
    as_ = ("--as", "inspector.at01")
    given = {"service": "medical-licence", "variant": "issue", "applicant": {"kind": "natural", **_number(one)}}
    for told in (
        tereze(world, "ask", "queue.find", *as_, given={"text": one.name}),
        tereze(world, "do", "intake.accept", *as_, given=given),
        tereze(world, "do", "intake.accept", *as_, given=given | {"variant": one.name}),
        tereze(world, "do", "intake.save_draft", *as_, given={"id": new_id(), "draft": given}, TEREZE_AT="commit.before:kill"),
    ):  # fmt: skip
        with (home / "logs" / "stderr.log").open("a", encoding="utf-8") as log:
            log.write(told.stderr)


def _number(one: Planted) -> dict[str, str]:
    return {"number": one.number, "name": one.name}


def day(world: World, home: Path, planted: list[Planted]) -> None:
    for nth, one in enumerate(planted):
        live(world, one, nth)


def test_no_byte_on_the_disk_tells_of_anybody(home: Path, file_here: World) -> None:
    planted = people(PLANTED)
    search = Search(planted)
    day(file_here, home, planted)
    assert (home / "tereze.db-wal").stat().st_size  # searched while it is full
    found, files, size = search.places([home])
    file_here.close()
    for one in planted[:SHELLS]:
        shell(file_here, one, home)
    assert tereze(file_here, "backup", str(home / "copy.tar")).returncode == 0
    (home / "shares").write_text("\n".join(share.text for share in split(kept_key(file_here.key))))
    assert tereze(file_here, "key", "drill", "--shares", str(home / "shares")).returncode == 0
    later, more, bytes_more = search.places([home])
    print(
        f"planted {PLANTED}; searched {files + more} files, {(size + bytes_more) / 1e6:.1f} MB; found {len(found + later)}"
    )
    assert not found + later
    reports = list((home / "reports").glob("*.zip"))
    assert len(reports) == (PLANTED + 4) // 5
    there = file_here.rows("SELECT count(*) FROM persons")[0][0]
    assert there > PLANTED // 2  # they did pass through the store
    assert file_here.ask("queue.find", {"text": planted[0].number})


# ---- the search itself finds what was planted where it must not be


def _log(home: Path, one: Planted) -> None:
    logging.getLogger("app.start").debug("accepted for %s", one.name)


def _plain_store(home: Path, one: Planted) -> None:
    import sqlite3

    with sqlite3.connect(home / "plain.db") as store:
        store.execute("CREATE TABLE t (a)")
        store.execute("INSERT INTO t VALUES (?)", (one.number,))
    store.close()


def _paper(home: Path, one: Planted) -> None:
    from dataclasses import replace

    from app.print import draw
    from app.print.facts import Both, Party
    from tests.print.examples import EXAMPLES

    facts = EXAMPLES["acceptance-receipt"]
    named = replace(facts, applicant=Party(name=Both(ru=one.name, kk=one.name), number=one.number))
    (home / "paper.pdf").write_bytes(draw("acceptance-receipt", named, "both"))


def _reported(home: Path, one: Planted) -> None:
    import zipfile

    with zipfile.ZipFile(home / "reports" / "A.zip", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("trace.txt", f"ValueError: {one.number}")


FAULTS: dict[str, Callable[[Path, Planted], Any]] = {
    "a name in the log": _log,
    "a store without a key": _plain_store,
    "a paper left open": _paper,
    "a number in a report": _reported,
    "utf-16 in a temporary file": lambda home, one: (home / "tmp" / "t").write_bytes(
        b"x" + one.name.encode("utf-16-le")
    ),
    "utf-16 of the other order": lambda home, one: (home / "tmp" / "t").write_bytes(one.number.encode("utf-16-be")),
    "a draft as JSON": lambda home, one: (home / "d.json").write_text(json.dumps({"a": one.name})),
    "the name of a file": lambda home, one: (home / f"{one.number}.txt").touch(),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(home: Path, fault: str) -> None:
    planted = people(3)
    search = Search(planted)
    assert search.places([home])[0] == []
    FAULTS[fault](home, planted[1])
    found, _, _ = search.places([home])
    assert found, fault
    assert not Search(people(3, seed=99)).places([home])[0]  # and not by chance


@pytest.mark.parametrize("hidden", [True, False])
def test_a_database_that_repeats_what_it_was_given_would_be_found(home: Path, file_here: World, hidden: bool) -> None:
    one = people(1)[0]
    store = file_here.centre.store
    for engine in (store.engine, store.reader):
        assert engine is not None
        assert engine.hide_parameters  # as the program opens it
        engine.hide_parameters = hidden
    fail(file_here, one)
    found, _, _ = Search([one]).places([home])
    assert found == ([] if hidden else ["logs/debug.log: bytes"])
