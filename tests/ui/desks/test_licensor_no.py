"""F8 at the licensor's: an incomplete set ends the consideration where the act has that; no ground, no refusal."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.domain.moment import Moment
from app.start import plain
from tests.ui.desks.counter import Counter

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
        desk._checked(case_of(counter, code, specialist).documents[0].document, there=False)
        counter.press("F8")
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
    documents = case_of(counter, code, specialist).documents
    over = next(d.document for d in documents if d.valid_until)
    absent = next(d.document for d in documents if not d.valid_until)
    counter.press("F4")
    for document in (over, absent):
        desk._checked(document, there=False)
    counter.press("F8")
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
