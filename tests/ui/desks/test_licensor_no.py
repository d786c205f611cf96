"""F8 at the licensor's: an incomplete set ends the consideration where the act has that; no ground, no refusal."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.domain.moment import Moment
from app.start import plain
from tests.ui.desks.counter import INSPECTOR, Counter, accepted
from tests.ui.desks.test_custody_desks import SECOND, exchange
from ui.screenshots import CHANCELLERY, HEAD, SPECIALIST, consider, send

ALMATY = ZoneInfo("Asia/Almaty")
LEGAL, NATURAL = "050140424450", "871008401427"


def at(counter: Counter, region: str, year: int) -> None:
    counter.clock.set(region, Moment(datetime(year, 4, 18, 10, 30, tzinfo=ALMATY)))


def handed_in(counter: Counter, service: str, by: str, *, until: str = "2030-01-01", **what: Any) -> str:
    """A complete set, taken in by the licensor's own chancellery."""
    app = counter.app("licensor")
    kind, number = ("natural", NATURAL) if service == "phc-attachment" else ("legal", LEGAL)
    given = {
        "service": service, "channel": "chancellery", **what,
        "applicant": {"kind": kind, "number": number, "name": "Сұлтанова Әсел"},
    }  # fmt: skip
    asked = plain(app.ask("law.checklist", given, as_=by))["documents"]
    given["documents"] = [
        {"document": d["id"], "kind": d["kinds"][0], "sheets": 1} | ({"valid_until": until} if d["expires"] else {})
        for d in asked
        if not d.get("register") and not d["optional"]
    ]
    return "C-" + str(app.run("licensor_desk.accept", given, as_=by).value.number)


def case_of(counter: Counter, code: str, login: str) -> Any:
    return counter.app("licensor").ask("case.open", {"code": code}, as_=login).case


def in_the_bag(counter: Counter, code: str, login: str) -> list[Any]:
    """What was compared at the counter and given back is not there to be looked at."""
    return [d for d in case_of(counter, code, login).documents if not d.returned]


@pytest.mark.parametrize(
    ("complete", "ground", "result"),
    [
        (False, "incomplete-for-licensor", "end-of-consideration"),  # sko-2015-333 annex 3, cl. 5 (4)
        (True, "requirements-not-met", "reasoned-refusal"),  # cl. 3
    ],
)
def test_no_is_the_end_of_consideration_when_the_set_was_incomplete(
    counter: Counter, complete: bool, ground: str, result: str
) -> None:
    at(counter, "sko", 2018)
    code = handed_in(counter, "medical-licence", "chancellery.sd01", variant="issue", object="licence")
    app, specialist = counter.app("licensor"), "specialist.sd01"
    app.run("licensor_desk.take_in", {"code": code, "reference": "12"}, as_="chancellery.sd01")
    app.run("licensor_desk.assign", {"code": code, "reference": specialist}, as_="head.sd01")
    counter.log_in(specialist)
    desk = counter.go("licensor")
    assert desk.step().step == "completeness"
    if complete:
        counter.press("F4")
        counter.press("Ctrl+Enter")
    else:
        counter.press("F4")
        desk._checked(in_the_bag(counter, code, specialist)[0].document, there=False)
        counter.press("F8")
        counter.press("Enter")
    assert desk.step().step == "prepare"
    counter.press("F8")
    counter.choose(ground)
    case = case_of(counter, code, specialist)
    assert (case.result, case.grounds, case.negative) == (result, (ground,), True)


def test_a_paper_whose_term_is_over_is_written_down_as_such(counter: Counter) -> None:
    """«толық емес және (немесе) мерзімі өткен»: which of the two it was stands in the case, and on the paper."""
    at(counter, "sko", 2018)
    given = {"variant": "issue", "object": "licence", "until": "2018-04-01"}
    code = handed_in(counter, "medical-licence", "chancellery.sd01", **given)
    app, specialist = counter.app("licensor"), "specialist.sd01"
    app.run("licensor_desk.take_in", {"code": code, "reference": "12"}, as_="chancellery.sd01")
    app.run("licensor_desk.assign", {"code": code, "reference": specialist}, as_="head.sd01")
    counter.log_in(specialist)
    desk = counter.go("licensor")
    documents = in_the_bag(counter, code, specialist)
    over = next(d.document for d in documents if d.valid_until)
    absent = next(d.document for d in documents if not d.valid_until)
    counter.press("F4")
    for document in (over, absent):
        desk._checked(document, there=False)
    counter.press("F8")
    counter.press("Enter")
    found = {gap.document: gap.kind for gap in case_of(counter, code, specialist).gaps}
    assert (found[over], found[absent]) == ("expired", "missing")
    assert desk.view.main_action().blocked  # a refusal alone is left
    counter.press("F8")
    assert {e.id for e in counter.front.shell.palette_.entries} <= {"incomplete-for-licensor", "expired-for-licensor"}
    counter.choose("expired-for-licensor")
    assert case_of(counter, code, specialist).result == "end-of-consideration"


def test_nothing_is_refused_where_the_act_names_no_ground(counter: Counter) -> None:
    at(counter, "vko", 2016)  # vko-2015-314 before clause 4-1
    provider = "provider.vp02"
    code = handed_in(counter, "phc-attachment", provider, variant="attach", object="")
    counter.log_in(provider)
    desk = counter.go("licensor")
    for _ in range(3):
        if desk.step() is None or desk.step().step == "prepare":
            break
        counter.press("Ctrl+Enter")
    assert desk.view.second_action().blocked == "Акт не называет здесь оснований для отказа"
    counter.press("F8")
    assert case_of(counter, code, provider).result is None


@pytest.fixture
def to_examine(counter: Counter) -> str:
    """The code of a case that came by courier, on the specialist's desk."""
    centre, there, code = counter.app(), counter.app("licensor"), accepted(counter)
    send(centre, there, [code], counter.front.door.exchange)
    there.run("licensor_desk.take_in", {"code": code, "reference": "12"}, as_=CHANCELLERY)
    there.run("licensor_desk.assign", {"code": code, "reference": SPECIALIST}, as_=HEAD)
    counter.log_in(SPECIALIST)
    return code


def test_what_was_given_back_at_the_counter_is_not_asked_for(counter: Counter, to_examine: str) -> None:
    desk = counter.go("licensor")
    back = [d.document for d in case_of(counter, to_examine, SPECIALIST).documents if d.returned]
    assert back
    for document in back:
        desk._checked(document, there=False)
    assert not desk.checks
    counter.press("F4")
    assert not desk.view.main_action().blocked
    assert not set(back) & set(desk.checks)
    counter.press("Ctrl+Enter")
    assert case_of(counter, to_examine, SPECIALIST).is_done("completeness")


def test_an_incomplete_set_is_written_down_once_all_was_looked_at_and_asked(counter: Counter, to_examine: str) -> None:
    desk, first = counter.go("licensor"), in_the_bag(counter, to_examine, SPECIALIST)[0].document
    desk._checked(first, there=False)
    assert "Не проверен" in desk.view.second_action().blocked
    counter.press("F8")
    assert not case_of(counter, to_examine, SPECIALIST).is_done("completeness")
    counter.press("F4")
    counter.press("F8")
    entry = counter.front.shell.palette_.entries[0]
    assert desk._names()[first] in entry.second
    counter.press("Esc")
    assert not case_of(counter, to_examine, SPECIALIST).is_done("completeness")
    counter.press("F8")
    counter.press("Enter")
    assert "неполным" in counter.told
    case = case_of(counter, to_examine, SPECIALIST)
    assert (case.outcome, [gap.document for gap in case.gaps]) == ("incomplete", [first])
    desk._checked(first, there=True)  # it is decided
    assert not desk.checks.get(first)
    assert ("late", "Пакет неполон") in [(tone, words.split(":")[0]) for tone, words in desk.view.state.marks]


def test_the_head_is_told_what_is_signed_and_may_have_it_done_anew(counter: Counter) -> None:
    centre, there, to_examine = counter.app(), counter.app("licensor"), accepted(counter)
    send(centre, there, [to_examine], counter.front.door.exchange)
    consider(there, [to_examine])
    counter.log_in(SPECIALIST)
    desk = counter.go("licensor")
    counter.press("F8")
    counter.press("Enter")
    assert "Подготовлен отказ" in counter.told
    ground = case_of(counter, to_examine, SPECIALIST).grounds[0]
    counter.log_in(HEAD)
    desk = counter.go("sign")
    told = desk.view.state.verdict
    assert (told.tone, desk.view.main_action().words) == ("late", "Подписать отказ")
    assert [item.stage for item in desk.view.state.queue] == ["Отказ, подпись"]
    refusal = next(g for g in desk._service().refusals if g.id == ground)
    assert refusal.text.ru in told.why
    counter.log_in(SPECIALIST)  # the head said no
    desk = counter.go("licensor")
    counter.press("F8")
    counter.choose("positive")
    assert case_of(counter, to_examine, SPECIALIST).result == "licence"
    counter.log_in(HEAD)
    desk = counter.go("sign")
    assert (desk.view.state.verdict.tone, desk.view.main_action().words) == ("ok", "Подписать")
    assert "Отказ" not in desk.view.state.queue[0].stage
    assert "лицензи" in desk.view.state.verdict.title.lower()
    counter.press("Ctrl+Enter")
    case = case_of(counter, to_examine, HEAD)
    assert (case.signed, case.negative, case.grounds) == (True, False, ())
    exchange(counter)
    assert counter.app().ask("case.open", {"code": to_examine}, as_=INSPECTOR).case.result == "licence"


@pytest.mark.parametrize("nth", [0, 1])
def test_after_an_entry_the_next_case_that_waits_for_this_person_comes(counter: Counter, nth: int) -> None:
    codes = [accepted(counter), accepted(counter, SECOND)]
    send(counter.app(), counter.app("licensor"), codes, counter.front.door.exchange)
    counter.log_in(CHANCELLERY)
    desk = counter.go("licensor")
    desk.choose(first := desk.rows[nth].id)
    counter.rest()
    counter.press("Ctrl+Enter")
    counter.press("Enter")  # without a number the question stays
    assert counter.front.shell.palette_.isVisible()
    counter.type("441")
    counter.press("Enter")
    assert desk.current != first
    assert desk.step().step == "take-in"
    assert desk.view.queue.current() == desk.current
