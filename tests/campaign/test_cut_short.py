"""F40: an account is closed or a role cut while the person works: nothing more in their name, and what they did stays."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

import app.start
from app.problems import Refused
from app.start import App, build
from app.store.unit import new_id
from tests.campaign.counted import WHOLE, ran
from tests.campaign.shares import share
from tests.ui.conftest import _dressed as _dressed
from tests.ui.desks.counter import INSPECTOR as AT_WINDOW
from tests.ui.desks.counter import KNOWN, Counter
from tests.ui.desks.counter import counter as counter
from tests.ui.desks.test_locking import Hands, drafts_of
from tests.world import World, who
from ui.desks import watch

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
ADMIN = who("administrator")
CUTS = ("closed", "supervisor", "sector")  # an inspector who is out, or has become somebody who takes nothing in
ONLINE = 60  # seconds


class Person:
    """One more inspector of the house, with work begun."""

    def __init__(self, world: World, n: int) -> None:
        self.world, self.login = world, f"cut{n}.at01"
        given = {
            "login": self.login,
            "role": "inspector",
            "office": "AT01",
            "device": "AT01-01",
            "name": "Уақытша Қызметкер",
        }
        world.centre.run("account.open", given, as_=ADMIN)
        if world.on_postgres:
            _password(world, self.login)
        self.draft = world.draft()
        self.kept = new_id()

    def works(self, app: App) -> str:
        """What they did before: a case, and a draft that lies there."""
        case = app.run("intake.accept", self.draft, as_=self.login, draw=False).value
        app.run("intake.save_draft", {"id": self.kept, "draft": self.draft}, as_=self.login)
        return str(case.case)

    def tries(self, app: App, case: str) -> list[str]:
        """Everything that an inspector presses."""
        pressed = [
            ("intake.accept", self.draft), ("intake.refuse", {**self.draft, "documents": self.draft["documents"][1:]}),
            ("intake.save_draft", {"id": new_id(), "draft": self.draft}),
        ]  # fmt: skip
        done = []
        for name, given in pressed:
            if name == "intake.save_draft" and app.account(self.login).open:
                continue  # a draft of one's own is anybody's work
            try:
                app.run(name, given, as_=self.login, draw=False)
                done.append(name)
            except Refused as no:
                if no.code not in ("account-closed", "no-right", "store-refuses"):
                    raise
        return done


def _password(world: World, login: str) -> None:
    from sqlalchemy import text

    from app.demonstration import PASSWORD

    with world.centre.store.acting() as connection:
        connection.execute(text(f"ALTER ROLE \"{login}\" PASSWORD '{PASSWORD}'"))
        connection.commit()


def cut(app: App, login: str, how: str) -> None:
    if how == "closed":
        app.run("account.close", {"login": login}, as_=ADMIN)
    else:
        app.run("account.set_role", {"login": login, "role": how}, as_=ADMIN)


def came_through(
    world: World, here: App, elsewhere: App, n: int, random_: random.Random, *, warm: Any = None
) -> list[str]:
    """Cut by another program while they are in, between two presses or in the middle of one."""
    person, how = Person(world, n), CUTS[n % len(CUTS)]
    case = person.works(here)
    if warm:
        warm(person.login)
    racing, told = random_.random() < 0.5, []
    if racing:  # a press is under way: it is done before, or it is not done
        gate = threading.Barrier(2)

        def press() -> None:
            gate.wait()
            try:
                told.append(here.run("intake.accept", person.draft, as_=person.login, draw=False).value.case)
            except Refused as no:
                told.append(no.code)

        hand = threading.Thread(target=press)
        hand.start()
        gate.wait()
        cut(elsewhere, person.login, how)
        hand.join()
    else:
        cut(elsewhere, person.login, how)
    wrong = [f"{name} after {how}" for name in person.tries(here, case)]
    mine = [row.id for row in world.rows("SELECT id FROM cases WHERE id = :c", c=case)]
    if mine != [case]:
        wrong.append("earlier work is gone")
    if not world.rows(
        "SELECT id FROM drafts WHERE id = :d AND login = :l AND body <> ''", d=person.kept, l=person.login
    ):
        wrong.append("the draft is gone")
    cases_ = 1 + sum(len(one) == 36 for one in told)
    by_them = world.rows("SELECT count(*) AS n FROM cases WHERE state LIKE :l", l=f'%"{person.login}"%')[0].n
    if by_them != cases_:
        wrong.append(f"{by_them} cases of theirs, {cases_} were answered")
    return wrong


@contextmanager
def two(world: World) -> Iterator[tuple[App, App]]:
    """The person's program, and the administrator's; the embedded store has one program for both."""
    if not world.on_postgres:
        yield world.centre, world.centre
        return
    made = [build(world.settings(), clock=world.clock) for _ in range(2)]
    try:
        yield made[0], made[1]
    finally:
        for one in made:
            one.close()


def test_nothing_more_is_done_in_the_name_of_who_was_cut(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    random_, count = share("F40", 150, commit=9)
    with two(world) as (here, elsewhere):
        wrong = [bad for n in range(count) if (bad := came_through(world, here, elsewhere, n, random_))]
        assert not wrong, wrong
        world.whole()
        caught = []
        if not world.on_postgres:  # there the database judges for itself, whatever a program remembers
            with monkeypatch.context() as planted:
                kept: dict[str, Any] = {}
                known = app.start.enter

                def remembered(connection: Any, login: str, **more: Any) -> Any:
                    entry = known(connection, login, **more)
                    return replace(entry, account=kept.setdefault(login, entry.account))

                planted.setattr(app.start, "enter", remembered)
                caught.append(bool(came_through(world, here, elsewhere, count + 1, random_)))
    ran("F40", count, planted=(sum(caught), len(caught)))


def seconds_until_out(counter: Counter, how: str, begin: float) -> int:
    """At the window, with nobody pressing anything."""
    hands = Hands(counter)
    counter.log_in(AT_WINDOW)
    desk = counter.go("intake")
    counter.type(KNOWN[:6])
    desk.keep()  # what the pause does; half a number is in the draft too
    counter.rest()
    for _ in range(int(begin)):
        hands.gone(1)
        counter.front.watch.tick()
        counter.rest()
    cut(counter.app(), AT_WINDOW, how)
    seconds = 0
    while seconds <= 2 * ONLINE and counter.front.session is not None:
        hands.gone(1)
        counter.front.watch.tick()
        counter.rest()
        seconds += 1
    return seconds


@pytest.mark.parametrize("how", CUTS)
def test_the_window_of_who_was_cut_is_locked_within_a_minute_and_their_draft_stays(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    random_ = random.Random(how)
    if how == "sector":
        monkeypatch.setattr(watch, "ASKS_EVERY", 1e9)  # planted: a window that goes on with what it once knew
        assert seconds_until_out(counter, how, random_.uniform(0, 40)) > ONLINE
        ran("F40", 1, planted=(1, 1))
        return
    assert seconds_until_out(counter, how, random_.uniform(0, 40)) <= ONLINE
    assert drafts_of(counter, AT_WINDOW) == 1
    ran("F40", 1)
