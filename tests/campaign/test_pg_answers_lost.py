"""F09: the line is cut around COMMIT, and nobody knows whether it was done: the operation's id tells, every time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from app.problems import Refused, Unavailable
from app.start import App, Settings, build
from app.store.unit import new_id
from tests.campaign.clusters import Line, line_to
from tests.campaign.counted import WHOLE, ran
from tests.campaign.forgetting import forget_wishes
from tests.campaign.shares import share
from tests.postgres import Server
from tests.world import PASSWORD, World, who

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
INSPECTOR = who("inspector")
CUTS = ("asked", "answered", "half", "unready")
TRIES = 4  # of somebody who presses again


@pytest.fixture
def line(database_here: World, postgres_server: Server) -> Iterator[Line]:
    with line_to(postgres_server.folder) as made:
        yield made


@pytest.fixture
def app(database_here: World, line: Line) -> Iterator[App]:
    """The program, at the far end of that line."""
    database = database_here.url.partition("@/")[2].partition("?")[0]
    settings = Settings(store=line.url(database), key=database_here.key, password=PASSWORD)
    made = build(settings, clock=database_here.clock)
    yield made
    made.close()


def wish_of(world: World, random_: random.Random) -> tuple[str, dict[str, Any]]:
    draft = world.draft()
    match random_.randrange(3):
        case 0:
            return "intake.accept", draft
        case 1:
            return "intake.refuse", {**draft, "documents": draft["documents"][1:]}
    return "intake.save_draft", {"id": new_id(), "draft": draft}


def unresolved(world: World, app: App, line: Line, random_: random.Random, *, cut: str, keeps: bool = True) -> bool:
    """Pressed, cut, pressed again under the same id (`keeps`): not exactly one deed, or no answer that says which."""
    name, given = wish_of(world, random_)
    op, before = new_id(), world.count("events")
    line.cut = cut
    told = None
    for _ in range(TRIES):
        try:
            told = app.run(name, given, as_=INSPECTOR, op=op, draw=False)
            break
        except Unavailable:
            op = op if keeps else new_id()
        except Refused:
            return True
    assert line.cut == "", "the line was to be cut, and nothing was committed over it"
    deeds = world.count("events") - before
    kept = world.rows("SELECT answer FROM operations WHERE op = :op", op=op)
    wanted = 0 if name == "intake.save_draft" else 1
    if told is None or len(kept) != 1 or deeds != wanted:
        return True
    known = told.repeated == (cut != "asked")  # done before the cut: the second press is told what the first did
    return not known or (name == "intake.accept" and told.value.number not in kept[0].answer)


def test_a_commit_whose_answer_was_lost_is_resolved_by_its_id(
    database_here: World, app: App, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    random_, count = share("F09", 5_000, commit=50)
    through = sum(unresolved(database_here, app, line, random_, cut=CUTS[n % len(CUTS)]) for n in range(count))
    assert line.cuts == count
    database_here.whole()
    caught = [any(unresolved(database_here, app, line, random_, cut="answered", keeps=False) for _ in range(6))]
    with monkeypatch.context() as planted:
        forget_wishes(planted)
        caught.append(any(_noticed(database_here, app, line, random_) for _ in range(2)))
        _tell(database_here, "ALTER TABLE tereze.operations DROP CONSTRAINT operations_pkey")
        caught.append(any(_noticed(database_here, app, line, random_) for _ in range(6)))
    ran("F09", count, through=through, planted=(sum(caught), 3))


def _noticed(world: World, app: App, line: Line, random_: random.Random) -> bool:
    return unresolved(world, app, line, random_, cut="answered")


def _tell(world: World, statement: str) -> None:
    from sqlalchemy import text

    with world.centre.store.acting() as connection:
        connection.execute(text(statement))
        connection.commit()


def test_reading_over_a_line_that_was_cut_goes_on_by_itself(database_here: World, app: App, line: Line) -> None:
    """No poisoned pool: the connection that died is thrown away, and the next question has another."""
    for cut in CUTS:
        line.cut = cut
        with pytest.raises(Unavailable, match="store: away"):
            app.run("intake.accept", database_here.draft(), as_=INSPECTOR, op=new_id(), draw=False)
        assert app.ask("queue.all", {}, as_=INSPECTOR) is not None
        assert app.account(INSPECTOR).open
