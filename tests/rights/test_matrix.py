"""Every button and list × every role × whose thing it is: deny by default, and a no changes nothing."""

from __future__ import annotations

import hashlib
import json
import os
import random
import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from itertools import product
from typing import Any

import pytest

from app.command import COMMANDS, QUERIES, Nothing, all_wishes
from app.domain import codec
from app.domain.personal import Personal
from app.domain.rights import REACH, TAKES, WRITES, Reach, kinds_of
from app.domain.roles import RIGHTS, Right, Role, may
from app.problems import Refused, Unavailable, WrongCall
from app.start import plain
from app.store.tables import metadata
from tests.rights.conftest import furnished
from tests.world import AT, SK, World, code, desk, who

CENTRE = (Role.INSPECTOR, Role.SECTOR, Role.COURIER, Role.SUPERVISOR, Role.ADMINISTRATOR)
LICENSOR = (Role.CHANCELLERY, Role.HEAD, Role.SPECIALIST, Role.SECRETARY, Role.PROVIDER, Role.ADMINISTRATOR)
TABLES = sorted(set(metadata.tables) - {"guesses"})
FORGED = int(os.environ.get("TEREZE_FORGED", "400"))  # the whole: 10000


def state(world: World, licensor: bool = False) -> str:
    """Everything that the store holds."""
    told = [[tuple(r) for r in world.rows(f"SELECT * FROM {t}", licensor=licensor)] for t in TABLES]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def test_every_role_and_kind_has_its_line_in_the_table() -> None:
    from app.domain.events import EVENTS

    assert set(REACH) == set(Role)
    assert {kind.split(":")[0] for kind in WRITES} == set(EVENTS)
    assert set(TAKES) <= set(Role)
    for role in Role:
        assert kinds_of(role), role


@pytest.mark.parametrize(("side", "roles"), [("centre", CENTRE), ("licensor", LICENSOR)])
def test_who_has_not_the_right_gets_a_no_and_nothing_changes(
    file_here: World, side: str, roles: tuple[Role, ...]
) -> None:
    app = file_here.centre if side == "centre" else file_here.licensor
    login = who if side == "centre" else desk
    before, cells, denied = state(file_here, side != "centre"), 0, 0
    for (name, wish), role in product(sorted(all_wishes().items()), roles):
        cells += 1
        if may(role, wish.right):
            continue
        denied += 1
        pressed = app.run if name in COMMANDS else app.ask
        with pytest.raises(Refused, match="no-right"):
            pressed(name, Nothing(), as_=login(role))
    assert state(file_here, side != "centre") == before
    print(f"{side}: {cells} cells, {denied} refused, the others are tried in tests/services and below")


def asked(given: type[Any], codes: dict[str, str]) -> Any | None:
    """A question with what it must be given; None where only a whole application would do."""
    told: dict[str, Any] = {}
    for f in fields(given):
        if f.name in codes:
            told[f.name] = codes[f.name]
        elif f.default is MISSING and f.default_factory is MISSING:
            return None
    return told


@pytest.mark.parametrize("role", CENTRE)
def test_no_answer_speaks_of_another_office_whatever_is_asked(world: World, role: Role) -> None:
    house, answers = furnished(world), 0
    theirs = house.theirs
    subjects = world.rows("SELECT id FROM registries WHERE sender = 'SK01'")[0].id
    places = ("sector", "registry", "courier", "marking", "shelf", "release", "desk", "register", "trouble")
    for name, wish in sorted(QUERIES.items()):
        if name.split(".")[0] in ("law",) or not may(role, wish.right):
            continue
        for given in (
            asked(wish.given, {}), *(asked(wish.given, {"code": c, "number": "140640017300", "text": "01", "step": "visit"})
                                     for c in (code(theirs), theirs["case"], subjects)),
            *(asked(wish.given, {"place": p}) for p in places),
        ):  # fmt: skip
            if given is None:
                continue
            try:
                told = json.dumps(plain(world.centre.ask(name, given, as_=who(role))), ensure_ascii=False)
            except (Refused, codec.BadShape, WrongCall):
                continue
            answers += 1
            assert theirs["number"] not in told, (name, given)
            assert theirs["case"] not in told, (name, given)
            assert '"office": "SK01"' not in told or name == "house.people", (name, given)
    assert answers > 5
    print(f"{who(role)}: {answers} answers, none of another office")


def read(world: World, paper: str, login: str) -> tuple[str, bytes]:
    """Form and bytes; nothing where it is not theirs."""
    try:
        form, _, body = world.centre.paper(paper, as_=login)
    except Refused as no:
        return no.code, b""
    return form, body


@pytest.mark.parametrize("role", CENTRE)
def test_papers_and_files_are_read_by_whom_they_concern(world: World, role: Role) -> None:
    house = furnished(world)
    papers = world.rows("SELECT id, form, centre FROM papers WHERE file IS NOT NULL ORDER BY id")
    seen = set()
    for row in papers:
        form, body = read(world, row.id, who(role))
        if body:
            assert row.centre == "AT01"
            assert body.startswith(b"%PDF")
            seen.add(form)
    expected = {
        Reach.NONE: set(), Reach.CARRIED: {"registry-out", "courier-sheet"},
        Reach.OFFICE: {"registry-out", "courier-sheet", "acceptance-receipt", "label"},
    }  # fmt: skip
    assert seen == expected[REACH[role]]
    with pytest.raises(Unavailable):
        world.centre.file(house.scan, as_=who(role))
    if may(role, Right.SEE_CASES):
        assert world.centre.file(house.scan, as_=who("inspector", SK)).startswith(b"%PDF")


def test_a_courier_is_told_numbers_and_not_whose_they_are(world: World) -> None:
    house = furnished(world)
    told = world.ask("queue.waiting", {"place": "registry"}, "courier")
    assert [row["applicant"] for row in told] == [""]
    assert house.mine["number"] not in {row["number"] for row in told}
    for name in ("case.open", "case.history", "queue.find", "queue.all", "deadlines.board"):
        with pytest.raises(Refused, match="no-right"):
            world.centre.ask(name, Nothing(), as_=who("courier"))


# ---- forged calls


def made_up(chance: random.Random, hint: Any, pool: list[Any], depth: int = 0) -> Any:
    """Any value of that type, and sometimes of none."""
    if chance.random() < 0.03:
        return chance.choice((None, -1, "", "x" * 36, [], {}, True, "' OR 1=1 --"))
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return made_up(chance, chance.choice(typing.get_args(hint)), pool, depth)
    if origin is typing.Literal:
        return chance.choice(typing.get_args(hint))
    if origin is tuple:
        inner = typing.get_args(hint)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return [made_up(chance, inner[0], pool, depth + 1) for _ in range(chance.randrange(3))]
        return [made_up(chance, one, pool, depth + 1) for one in inner]
    if origin is dict:
        return {}
    if is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return {
            f.name: made_up(chance, hints[f.name], pool, depth + 1)
            for f in fields(hint)
            if f.default is MISSING or chance.random() < 0.5
        }
    if hint is bool:
        return chance.random() < 0.5
    if hint is int:
        return chance.choice((0, 1, 2, 31))
    if hint in (str, Personal):
        return chance.choice(pool)
    return chance.choice((None, "2016-11-20", "2016-11-16T04:30:00.000Z"))


def test_forged_calls_have_no_effect_without_the_right(file_here: World) -> None:
    """Random people press random buttons with random and with real codes, also of other offices."""
    house, chance = furnished(file_here), random.Random(20161116)
    world = file_here
    bags = [f"H-{r.number}" for r in world.rows("SELECT number FROM handovers")]
    registries = [f"R-{r.number}" for r in world.rows("SELECT number FROM registries")]
    papers = [r.id for r in world.rows("SELECT id FROM papers")]
    known = [
        code(house.mine),
        code(house.theirs),
        house.mine["case"],
        house.theirs["case"],
        house.scan,
        *bags,
        *registries,
    ]
    logins = [who(r, act) for r in CENTRE for act in (AT, SK)]
    pool = [*known * 3, *papers, *logins, "courier", "sector", "AT01", "SK01", "AT01-02", "x", "A-1"]
    names, done, refused, other, first = sorted(COMMANDS), 0, 0, 0, len(world.rows("SELECT id FROM events"))
    drafts = {"AT": world.draft(), "SK": world.draft(act=SK)}
    for _ in range(FORGED):
        name, login = chance.choice(names), chance.choice(logins)
        wish, role = COMMANDS[name], Role(login.split(".")[0])
        given = made_up(chance, wish.given, pool)
        given = given if isinstance(given, dict) else {}
        if wish.given.__name__ == "Draft" and chance.random() < 0.5:
            given = chance.choice(list(drafts.values()))
        device = chance.choice((None, None, None, "AT01-01", "SK01-02", "AD01-01"))
        before = world.rows("SELECT sum(seq) AS n FROM devices")[0].n
        try:
            world.centre.run(name, given, as_=login, device=device, draw=False)
        except Refused:
            refused += 1
        except (codec.BadShape, WrongCall, Unavailable):
            other += 1
        else:
            done += 1
            assert may(role, wish.right), (name, login)
            continue
        assert world.rows("SELECT sum(seq) AS n FROM devices")[0].n == before, (name, login, given)
    theirs(world, first)
    print(
        f"{FORGED} forged calls: {done} done by right, {refused} refused, {other} of no shape, 0 effects without the right"
    )
    assert refused > FORGED // 5


def theirs(world: World, first: int) -> None:
    """Each event since then: of a kind that its person may write, at their office, about what is their office's."""
    rows = world.rows(
        "SELECT e.kind, e.device, e.head, e.facts, c.centre AS of_case, r.sender, r.receiver, a.centre AS of_account"
        " FROM events e LEFT JOIN cases c ON c.id = e.subject LEFT JOIN registries r ON r.id = e.subject"
        " LEFT JOIN accounts a ON a.id = e.subject ORDER BY e.id"
    )[first:]
    people = {r.login: r for r in world.rows("SELECT login, role, centre FROM accounts")}
    opened = {json.loads(bytes(r.facts))["login"] for r in rows if r.kind.startswith("account.")}
    for row in rows:
        person = people[json.loads(bytes(row.head))["who"]]
        step = f":{json.loads(bytes(row.facts))['step']}" if row.kind == "step.done" else ""
        if person.login not in opened:  # a role that was set meanwhile is another one now
            assert row.kind + step in kinds_of(Role(person.role)), row.kind
        assert row.device.startswith(person.centre)
        assert row.of_case in (None, person.centre)
        assert row.of_account in (None, person.centre)
        assert row.sender is None or person.centre in (row.sender, row.receiver)


def test_rights_that_no_table_names_are_nobodys() -> None:
    for role in Role:
        assert not (RIGHTS[role] - set(Right))
