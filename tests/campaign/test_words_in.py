"""S07: what is typed is never part of a statement, whichever field it stands in, and finds nothing but itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, event, text

from app.command import QUERIES, all_wishes
from app.domain.roles import Role, may
from app.problems import Refused, Unavailable, WrongCall
from app.queries import queue
from app.store import rows as store_rows
from tests.campaign.counted import WHOLE, cases, ran
from tests.campaign.words_fields import places, put, sample
from tests.campaign.words_sql import LOCK, TOKEN, words
from tests.postgres import Server
from tests.services.test_every_command import READY, at_desk, scene
from tests.services.test_every_command import person as whose
from tests.world import World, code, desk, file_world, who

CENTRE = (Role.INSPECTOR, Role.SECTOR, Role.COURIER, Role.SUPERVISOR, Role.ADMINISTRATOR)
LICENSOR = (Role.CHANCELLERY, Role.HEAD, Role.SPECIALIST, Role.SECRETARY, Role.PROVIDER)
OURS = (Refused, WrongCall)  # a no in words; anything else is the database's, or a fault of ours
STRUCK = "commit.before:full:*"  # what is tried is undone, as late as can be


@dataclass
class Tally:
    """What was tried, and what came through: a statement with a word of somebody in it, or a fault of the database."""

    tried: int = 0
    through: list[str] = field(default_factory=list)
    where: str = ""

    def attempt(self, where: str, deed: Callable[[], Any]) -> Any:
        self.tried, self.where = self.tried + 1, where
        try:
            return deed()
        except OURS:
            return None
        except Unavailable as away:
            if away.what == "store" and away.status != "disk-full":  # so an error of the database is told
                self.through.append(f"{where}: {away}")
            return None
        except Exception as wrong:
            self.through.append(f"{where}: {type(wrong).__name__}: {wrong}"[:300])
            return None

    def statement(self, connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        if TOKEN in statement.lower():
            self.through.append(f"{self.where}: {statement[:200]}")


@contextmanager
def watched() -> Iterator[Tally]:
    tally = Tally()
    event.listen(Engine, "before_cursor_execute", tally.statement)
    try:
        yield tally
    finally:
        event.remove(Engine, "before_cursor_execute", tally.statement)


def hand(name: str) -> str:
    """Somebody who may."""
    right = all_wishes()[name].right
    roles = [r for r in (*CENTRE, *LICENSOR) if may(r, right)]
    return who(roles[0].value) if roles[0] in CENTRE else desk(roles[0].value)


def known(world: World) -> dict[str, Any]:
    """A case of this office where a code is awaited, so that the fields after it are read too."""
    case = world.accepted()
    return {"code": code(case), "cases": [case["case"]], "paper": case["papers"][0], "office": "AT01",
            "device": "AT01-01", "number": "140640017300", "service": "medical-licence", "centre": "AT01"}  # fmt: skip


def pressed(world: World, name: str, given: Any) -> Any:
    login = hand(name)
    app = world.licensor if login.split(".")[1] not in ("at01",) else world.centre
    if name in QUERIES:
        return app.ask(name, given, as_=login)
    return app.run(name, given, as_=login, draw=False)


def every_field(world: World, tally: Tally, attacks: list[str]) -> int:
    """Each word in each field of each command and query, the others as somebody would fill them in."""
    here, found = known(world), 0
    for name, wish in sorted(all_wishes().items()):
        given = sample(wish.given, here)
        for at in places(given) if given else ():
            found += 1
            for word in attacks:
                bent = put(given, at, word)
                tally.attempt(f"{name} {at} {word!r}", lambda n=name, g=bent: pressed(world, n, g))  # type: ignore[misc]
    return found


def searched(world: World, tally: Tally, attacks: list[str]) -> None:
    """The search finds what has the words in it, as letters, and nothing else."""
    held = [store_rows.folded(r.search) for r in world.rows("SELECT search FROM cases WHERE centre = 'AT01'")]
    for word in attacks:
        wanted = store_rows.folded(" ".join(word.split()))
        right = sum(wanted in line for line in held) if wanted else 0
        answer = tally.attempt(f"queue.find {word!r}", lambda w=word: world.ask("queue.find", {"text": w}))  # type: ignore[misc]
        if answer is not None and len(answer) != right:
            tally.through.append(f"queue.find {word!r}: {len(answer)} in place of {right}")


def schema(world: World) -> list[Any]:
    return world.rows("SELECT type, name, sql FROM sqlite_schema ORDER BY name")


def some(count: int) -> list[str]:
    """Of the words, so many, of every kind."""
    every = words(500)
    return every[:: max(1, len(every) // count)]


def test_no_word_in_any_field_is_part_of_a_statement(file_here: World) -> None:
    attacks = words(500) if WHOLE else some(8)
    before = schema(file_here)
    with watched() as tally:
        found = every_field(file_here, tally, attacks)
        searched(file_here, tally, words(500))
    assert found > 100
    assert schema(file_here) == before
    assert not tally.through, tally.through[:5]
    ran("S07", tally.tried, through=len(tally.through), planted=planted(file_here))


def planted(world: World) -> tuple[int, int]:
    """Four faults, one after another: the same campaign must see each."""

    def pasted(asking: Any, given: Any) -> Any:
        return tuple(asking.connection.execute(text(f"SELECT id FROM cases WHERE search LIKE '%{given.text}%'")))

    def sorted_by(asking: Any, given: Any) -> Any:
        order = given.status or "row"
        return tuple(asking.connection.exec_driver_sql(f"SELECT id FROM cases ORDER BY {order}"))

    faults: tuple[Callable[[pytest.MonkeyPatch], None], ...] = (
        lambda patch: patch.setitem(QUERIES, "queue.find", replace(QUERIES["queue.find"], function=pasted)),
        lambda patch: patch.setitem(QUERIES, "queue.all", replace(QUERIES["queue.all"], function=sorted_by)),
        lambda patch: patch.setattr(queue, "_phrase", lambda wanted: f'"{wanted}"'),
        lambda patch: patch.setattr(queue, "_like", lambda wanted: wanted),
    )
    caught = 0
    for fault in faults:
        with pytest.MonkeyPatch.context() as patch, watched() as tally:
            fault(patch)
            attacks = some(25)
            for word in attacks:
                tally.attempt("queue.all", lambda w=word: world.ask("queue.all", {"status": w}))  # type: ignore[misc]
            searched(world, tally, [*attacks, *words(20)])
        caught += bool(tally.through)
    return caught, len(faults)


WORDLESS = {"accumulation.print_unclaimed", "calls.escalate", "papers.print_ledger"}  # they are given nothing
DEEP = tuple(name for name in READY if name not in WORDLESS) if WHOLE else (
    "intake.accept", "account.open", "accumulation.take_in"
)  # fmt: skip


def test_a_word_is_data_down_to_the_last_statement_of_a_command(
    furnished_file: Path, ram: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command is ready to be done; struck before the commit, it can be tried with every word in every field."""
    attacks, tried, through = some(cases(60, least=3)), 0, list[str]()
    for name in DEEP:
        with file_world(furnished_file, ram / name) as world, scene(world) as s, watched() as tally:
            role, act, given = READY[name](s)
            app = world.licensor if at_desk(name) else world.centre
            login = whose(name, role, act)
            monkeypatch.setenv("TEREZE_AT", STRUCK)
            for at in places(given):
                for word in attacks:
                    bent = put(given, at, word)
                    tally.attempt(f"{name} {at} {word!r}", lambda g=bent: app.run(name, g, as_=login, draw=False))  # type: ignore[misc]  # noqa: B023
            monkeypatch.delenv("TEREZE_AT")
        assert tally.tried, name
        tried, through = tried + tally.tried, through + tally.through
    assert not through, through[:5]
    ran("S07 deep", tried)


PASTED = """CREATE OR REPLACE FUNCTION matching(p_like text, p_before bigint, p_limit int) RETURNS SETOF bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = tereze, public, pg_temp AS $$
    BEGIN RETURN QUERY EXECUTE 'SELECT c.row FROM cases c WHERE c.search LIKE ''' || p_like || ''''; END $$"""


def locked(server: Server) -> bool:
    return bool(server.tell(f"SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = {LOCK}"))


def test_no_word_is_executed_inside_the_functions_of_the_shared_store(
    database_here: World, postgres_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There a statement may be built where no hook sees it: a lock that was taken would stay and be seen."""
    world, attacks = database_here, [w for w in words(3000) if str(LOCK) in w][:: 1 if WHOLE else 12]
    draft = world.draft()
    world.accepted()
    with watched() as tally:
        for word in attacks:
            tally.attempt("queue.find", lambda w=word: world.ask("queue.find", {"text": w}))  # type: ignore[misc]
            monkeypatch.setenv("TEREZE_AT", STRUCK)
            bent = put(draft, ("applicant", "name"), word)
            tally.attempt("intake.accept", lambda g=bent: world.do("intake.accept", g))  # type: ignore[misc]
            monkeypatch.delenv("TEREZE_AT")
        assert not tally.through, tally.through[:5]
        assert not locked(postgres_server)
        count = tally.tried
    with psycopg.connect(world.url, autocommit=True, options="-c search_path=tereze") as owner:
        owner.execute(PASTED)
    with watched() as tally:
        for word in attacks:
            tally.attempt("queue.find", lambda w=word: world.ask("queue.find", {"text": w}))  # type: ignore[misc]
    ran("S07 functions", count, planted=(int(bool(tally.through)), 1))
