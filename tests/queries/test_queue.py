"""Lists: in pages that lose nothing, found as people type, and each office its own."""

from __future__ import annotations

from typing import Any

import pytest

from app.queries import queue
from app.start import exchange, listening
from tests.world import AT, SK, World, code, desk, who


def person(world: World, name: str, number: str | None = None, *, act: str = AT) -> dict[str, Any]:
    draft = world.draft(act=act)
    applicant = {**draft["applicant"], "name": name}
    return dict(world.do("intake.accept", {**draft, "applicant": applicant}, act=act))


def found(world: World, text: str, *, act: str = AT, **more: Any) -> list[str]:
    return [r["number"] for r in world.ask("queue.find", {"text": text, **more}, act=act)]


def test_a_page_follows_the_last_one_seen_and_nothing_is_lost_or_doubled(world: World) -> None:
    numbers = [world.accepted()["number"] for _ in range(7)]
    for name in ("queue.all", "queue.find"):
        given: dict[str, Any] = {"text": "AT01"} if name == "queue.find" else {}
        seen, after = [], None
        while page := world.ask(name, {**given, "limit": 3, **({"after": after} if after else {})}):
            assert len(page) <= 3
            seen += [r["number"] for r in page]
            after = page[-1]["row"]
        assert seen == numbers[::-1]
    seen, after = [], None
    while page := world.ask("queue.waiting", {"place": "sector", "limit": 3, **({"after": after} if after else {})}):
        seen += [r["number"] for r in page]
        after = page[-1]["row"]
    assert seen == numbers


@pytest.mark.parametrize(
    "name", ["queue.all", "queue.find", "queue.waiting", "deadlines.board", "registry.all", "registry.handed"]
)
@pytest.mark.parametrize(("limit", "rows"), [(1, 1), (2, 2), (0, 0), (-1, 0), (-(10**9), 0), (10**9, 3)])
def test_a_limit_is_never_more_than_asked_and_never_all(world: World, name: str, limit: int, rows: int) -> None:
    cases = [world.accepted() for _ in range(3)]
    if name.startswith("registry"):
        for case in cases:
            world.given_to_courier(case)
    given: dict[str, Any] = {"queue.find": {"text": "AT01"}, "queue.waiting": {"place": "sector"}}.get(name, {})
    assert len(world.ask(name, {**given, "limit": limit}, "sector")) == rows


def test_no_page_is_longer_than_two_hundred(file_here: World) -> None:
    case = file_here.accepted()
    row = dict(file_here.rows("SELECT * FROM cases WHERE id = :id", id=case["case"])[0]._mapping)
    from sqlalchemy import insert

    from app.store.tables import cases

    with file_here.centre.store.engine.begin() as connection:
        copies = [{**row, "id": f"{n:036}", "row": 1000 + n} for n in range(250)]
        connection.execute(insert(cases), copies)
    for name, given in (
        ("queue.all", {}),
        ("queue.find", {"text": "AT01"}),
        ("queue.waiting", {"place": "sector"}),
        ("deadlines.board", {}),
    ):
        assert len(file_here.ask(name, {**given, "limit": 10**6})) == 200, name


def test_no_clock_is_left_out_when_many_run_out_at_the_same_moment(world: World) -> None:
    numbers = {world.accepted()["number"] for _ in range(5)}
    seen: list[str] = []
    after = None
    for _ in range(10):
        page = world.centre.ask(
            "deadlines.board", {"limit": 2, **({"after": after} if after else {})}, as_=who("inspector")
        )
        if not page:
            break
        seen += [c.case.number for c in page]
        after = page[-1].after
    assert sorted(seen) == sorted(numbers)


def test_the_board_says_what_is_late_at_risk_and_in_time(world: World) -> None:
    world.accepted()
    due = world.ask("deadlines.board", {})[0]
    assert (due["state"], due["case"]["due_step"]) == ("in-time", "to-sector")
    assert 0 < due["left_seconds"] <= 30 * 60
    assert (due["place"], due["limit"], due["unit"], due["mine"]) == ("hall", 30, "min", True)
    world.later(minutes=25)  # the last fifth of half an hour
    risk = world.ask("deadlines.board", {})[0]
    assert (risk["state"], risk["rung"]) == ("risk", "risk")
    world.later(minutes=95)
    late = world.ask("deadlines.board", {})[0]
    assert (late["state"], late["rung"], late["left_seconds"]) == ("late", "late", due["left_seconds"] - 7200)


def test_the_clocks_that_are_over_are_counted_as_the_board_shows_them(world: World) -> None:
    for _ in range(3):
        world.accepted()
        world.later(minutes=12)
    for _ in range(4):
        for role in ("inspector", "supervisor"):
            over = [c for c in world.ask("deadlines.board", {}, role) if c["state"] == "late"]
            assert world.ask("deadlines.late", {}, role) == len(over)
            assert world.ask("deadlines.late", {"limit": 1}, role) == min(1, len(over))
        world.later(minutes=12)
    assert world.ask("deadlines.late", {}) == 3


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Сұлтанова Әсел Ғалымқызы", "сұлтан"),
        ("Сұлтанова Әсел Ғалымқызы", "ӘСЕЛ"),
        ("Сұлтанова Әсел Ғалымқызы", "ғалымқ"),
        ("Жүнісов Өмір", "өм"),
        ("Жүнісов Өмір", "Ө"),
        ("Ерёменко Алёна", "еременко"),
        ("Еременко Алена", "ЕРЁМЕНКО АЛЁ"),
        ("ТОО «Дәрігер-100%»", "100%"),
        ("ТОО «Дәрігер_1»", "р_1"),
        ('ТОО «A*B "C"»', '"C"'),
        ("Майский", "Май"),  # composed and not
        ("O'Нил", "o'н"),
    ],
)
def test_a_name_is_found_by_a_part_of_it_as_people_type(world: World, name: str, text: str) -> None:
    number = person(world, name)["number"]
    person(world, "Другой Человек")
    assert found(world, text) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "султан",
        "асел",
        "%",
        "_",
        "%%%",
        "___",
        "*",
        "с%н",
        "AND",
        "NOT сұлт",
        "' OR 1=1 --",
        "х" * 500,
        "search:сұлтанова",
        "^сұлт",
        "сұлт*",
    ],
)
def test_nothing_is_found_by_letters_that_are_not_there(world: World, text: str) -> None:
    person(world, "Сұлтанова Әсел")
    assert found(world, text) == []


@pytest.mark.parametrize("text", ["", "  ", "\t\n"])
def test_nothing_is_found_when_nothing_was_typed(world: World, text: str) -> None:
    world.accepted()
    assert found(world, text) == []


def test_a_case_is_found_by_a_part_of_any_of_its_numbers(world: World) -> None:
    number = world.accepted()["number"]
    applicant = world.case(number)["people"]["applicant"]["number"]
    for text in (number, number.replace("-", ""), number[5:13], number.lower(), applicant, applicant[3:9], number[-7:]):
        assert found(world, text) == [number], text


def test_an_office_sees_only_its_own(world: World) -> None:
    ours, theirs = world.accepted(), world.accepted(act=SK)
    assert found(world, "01-16") + found(world, "01-18") == [ours["number"]]
    assert found(world, "01-18", act=SK) == [theirs["number"]]
    for name, given in (("queue.all", {}), ("queue.waiting", {"place": "sector"})):
        assert [r["number"] for r in world.ask(name, given)] == [ours["number"]]
    assert [c["case"]["number"] for c in world.ask("deadlines.board", {})] == [ours["number"]]
    assert world.ask("deadlines.board", {}, act=SK) == []  # that act sets the counter no limit
    for number in (theirs["number"], code(theirs), theirs["case"]):
        for name in ("case.open", "case.history"):
            with pytest.raises(Exception, match="case-unknown"):
                world.ask(name, {"code": number})
    assert world.ask("reports.summary", {"first": "2010-01-01", "last": "2030-01-01"}, "supervisor")["by_service"] == {
        "medical-licence": 1
    }


def test_a_department_sees_only_what_it_decides(world: World) -> None:
    ours, theirs = world.accepted(), world.accepted(act=SK)
    for case, act in ((ours, AT), (theirs, SK)):
        bag = world.given_to_courier(case, act=act)
        world.do("courier.take", {"code": bag["number"]}, "courier", act=act)
    with listening(world.licensor) as link:
        exchange(world.centre, link)
    for act, own, other in ((AT, ours, theirs), (SK, theirs, ours)):
        listed = world.licensor.ask("queue.all", {}, as_=desk("chancellery", act))
        assert [r.number for r in listed] == [own["number"]]
        with pytest.raises(Exception, match="case-unknown"):
            world.licensor.ask("case.open", {"code": other["number"]}, as_=desk("chancellery", act))


def test_a_case_waits_where_its_papers_are(world: World) -> None:
    case = world.accepted()
    waiting = lambda place: [r["number"] for r in world.ask("queue.waiting", {"place": place}, "sector")]  # noqa: E731
    assert waiting("sector") == [case["number"]]
    bag = world.given_to_courier(case)
    assert (waiting("registry"), waiting("sector")) == ([case["number"]], [])
    world.do("courier.take", {"code": bag["number"]}, "courier")
    assert waiting("courier") == [case["number"]]
    assert waiting("release") == waiting("trouble") == waiting("shelf") == []


def test_a_list_is_narrowed_by_status_and_service(world: World) -> None:
    taken = world.accepted()["number"]
    slip = world.do("intake.give_slip", {"service": "phc-attachment"})["number"]
    listed = lambda **given: [r["number"] for r in world.ask("queue.all", given)]  # noqa: E731
    assert listed(status="slip") == [slip]
    assert listed(service="medical-licence") == [taken]
    assert listed(status="slip", service="medical-licence") == []


def test_a_person_who_came_before_is_known_and_only_here(world: World) -> None:
    number = world.draft()["applicant"]["number"]
    assert world.ask("queue.met_before", {"number": number}) == []
    person(world, "Алғашқы")
    person(world, "Соңғы")
    met = world.ask("queue.met_before", {"number": number})
    assert [(m["name"], m["source"]) for m in met] == [("Соңғы", "met-before")]
    assert world.ask("queue.met_before", {"number": number}, act=SK) == []


def test_two_letters_are_looked_for_among_the_newest_and_three_among_all(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "LOOKED_THROUGH", 2)
    first, second, third = (person(world, f"Лим {name}")["number"] for name in ("Анна", "Борис", "Вера"))
    world.accepted()
    assert found(world, "лим") == [third, second, first]
    assert found(world, "Ли") == [third]
    (row,) = (r["row"] for r in world.ask("queue.find", {"text": "ли"}))
    assert found(world, "ли", after=row) == [second], "as many before the last one seen"
