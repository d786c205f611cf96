"""`tereze due`: whose hours, half-open stretches, working and calendar days, versions, and the settled sentences."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.conftest import Answer, Tereze

ATYRAU, SKO, ATTACHMENT, MANGYSTAU, VKO = (
    "atyrau-2015-324", "sko-2015-333", "vko-2015-314", "mangystau-2013-3", "vko-2014-70",
)  # fmt: skip
MEDICAL, GOBMP, PHARMA, NARCOTICS, PHC = (
    "medical-licence", "gobmp-compliance", "pharmaceutical-licence", "narcotics-licence", "phc-attachment",
)  # fmt: skip
FIRST = {GOBMP: "campaign", PHC: "attach"}


def ask(tereze: Tereze, act: str, service: str, step: str, *, start: str, variant: str = "", **more: str) -> Answer:
    variant = variant or FIRST.get(service, "issue")
    options = [part for name, value in more.items() for part in (f"--{name}", value)]
    return tereze(
        "due", "--act", act, "--service", service, "--variant", variant, "--step", step, "--from", start, *options
    )


def due(tereze: Tereze, act: str, service: str, step: str, *, start: str, **more: str) -> dict[str, Any]:
    answer = ask(tereze, act, service, step, start=start, **more)
    assert answer.exit == 0
    found: dict[str, Any] = answer.json
    return found


@pytest.mark.parametrize(
    ("act", "service", "step", "channel", "start", "by"),
    [
        # the centre: Mon–Sat 09:00–20:00, half open; the rest goes on when it opens next
        (ATYRAU, MEDICAL, "visit", "counter", "2016-11-16T19:45", "2016-11-16T20:00:00+05:00"),
        (ATYRAU, MEDICAL, "visit", "counter", "2016-11-16T19:50", "2016-11-17T09:05:00+05:00"),
        (ATYRAU, MEDICAL, "visit", "counter", "2016-11-16T20:00", "2016-11-17T09:15:00+05:00"),
        (ATYRAU, MEDICAL, "visit", "counter", "2016-11-16T08:59:59", "2016-11-16T09:15:00+05:00"),
        (ATYRAU, MEDICAL, "visit", "counter", "2016-11-19T19:50", "2016-11-21T09:05:00+05:00"),  # Sat → Mon
        (ATYRAU, GOBMP, "dispatch", "counter", "2016-11-16T18:00", "2016-11-17T10:00:00+05:00"),
        (MANGYSTAU, MEDICAL, "log-in", "counter", "2013-04-01T19:59:30", "2013-04-02T09:00:30+05:00"),
        # the licensor: Mon–Fri 09:00–18:30, break 13:00–14:30
        (ATYRAU, MEDICAL, "take-in", "counter", "2016-11-16T12:45", "2016-11-16T13:00:00+05:00"),
        (ATYRAU, MEDICAL, "take-in", "counter", "2016-11-16T12:50", "2016-11-16T14:35:00+05:00"),
        (ATYRAU, MEDICAL, "take-in", "counter", "2016-11-16T13:00", "2016-11-16T14:45:00+05:00"),
        (ATYRAU, MEDICAL, "take-in", "counter", "2016-11-16T18:15", "2016-11-16T18:30:00+05:00"),
        (ATYRAU, MEDICAL, "take-in", "counter", "2016-11-16T18:30", "2016-11-17T09:15:00+05:00"),
        (ATYRAU, MEDICAL, "take-in", "counter", "2016-11-18T18:20", "2016-11-21T09:05:00+05:00"),  # Fri → Mon
        (ATYRAU, GOBMP, "commission", "counter", "2016-11-16T12:00", "2016-11-16T15:30:00+05:00"),
        (ATTACHMENT, PHC, "ticket", "chancellery", "2018-03-05T12:45", "2018-03-05T14:45:00+06:00"),
        (MANGYSTAU, MEDICAL, "log-in", "chancellery", "2013-04-01T12:59:50", "2013-04-01T14:30:05+05:00"),
        (VKO, MEDICAL, "completeness", "counter", "2014-09-02T09:00", "2014-09-02T18:15:00+06:00"),
        # holidays close both: on a Saturday too, 7 January, Kurban-ait, the day off that replaces one
        (ATYRAU, MEDICAL, "visit", "counter", "2016-05-06T19:50", "2016-05-11T09:05:00+05:00"),
        (ATYRAU, MEDICAL, "visit", "counter", "2017-01-06T19:50", "2017-01-09T09:05:00+05:00"),
        (ATYRAU, MEDICAL, "visit", "counter", "2016-09-10T19:50", "2016-09-13T09:05:00+05:00"),
        # a Saturday or Sunday made a working day is one for both sides
        (SKO, MEDICAL, "take-in", "counter", "2018-03-03T10:00", "2018-03-03T10:10:00+06:00"),
        (VKO, MEDICAL, "visit", "counter", "2014-05-04T10:00", "2014-05-04T10:15:00+06:00"),
        # working days: five-day calendar, from the day after, to the close of the step's side
        (ATYRAU, MEDICAL, "dispatch", "counter", "2016-11-16T09:00", "2016-11-17T20:00:00+05:00"),
        (ATYRAU, MEDICAL, "dispatch", "counter", "2016-11-18T09:00", "2016-11-21T20:00:00+05:00"),
        (ATYRAU, MEDICAL, "dispatch", "counter", "2016-11-20T09:00", "2016-11-21T20:00:00+05:00"),
        (ATYRAU, MEDICAL, "licensor-to-courier", "counter", "2016-11-18T23:00", "2016-11-21T18:30:00+05:00"),
        (ATYRAU, MEDICAL, "licensor", "counter", "2016-11-16T10:00", "2016-12-07T18:30:00+05:00"),  # 1 December off
        (SKO, MEDICAL, "completeness", "counter", "2018-03-02T10:00", "2018-03-05T18:30:00+06:00"),  # Sat 3 worked
        # the same day: a break is not a close; after the close, the next open day's
        (SKO, MEDICAL, "sign", "counter", "2018-03-05T13:10", "2018-03-05T18:30:00+06:00"),
        (SKO, MEDICAL, "sign", "counter", "2018-03-05T18:29:59", "2018-03-05T18:30:00+06:00"),
        (SKO, MEDICAL, "sign", "counter", "2018-03-05T18:30", "2018-03-06T18:30:00+06:00"),
        (SKO, MEDICAL, "sign", "counter", "2018-03-07T18:30", "2018-03-12T18:30:00+06:00"),  # 8 holiday, 9 moved off
        # calendar days: an end on a day off moves
        (ATYRAU, GOBMP, "verify-documents", "counter", "2016-11-16T10:00", "2016-12-15T18:30:00+05:00"),
        (ATYRAU, GOBMP, "verify-documents", "counter", "2016-11-18T10:00", "2016-12-20T18:30:00+05:00"),
        # the portal never closes
        (MANGYSTAU, MEDICAL, "p-form", "portal", "2013-04-07T23:59", "2013-04-08T00:00:30+05:00"),
    ],
)
def test_a_step_is_due_when_its_side_has_been_open_long_enough(
    tereze: Tereze, act: str, service: str, step: str, channel: str, start: str, by: str
) -> None:
    assert due(tereze, act, service, step, start=start, channel=channel)["due_by"] == by


def test_an_end_that_moved_says_so(tereze: Tereze) -> None:
    rules = [skip["rule"] for skip in due(tereze, ATYRAU, GOBMP, "verify-documents", start="2016-11-18T10:00")["why"]]
    assert "moved-end" in rules
    unmoved = due(tereze, ATYRAU, GOBMP, "verify-documents", start="2016-11-16T10:00")["why"]
    assert "moved-end" not in [skip["rule"] for skip in unmoved]


def test_every_stretch_that_was_skipped_is_told_with_its_rule_and_text(tereze: Tereze) -> None:
    why = due(tereze, ATYRAU, MEDICAL, "visit", start="2016-05-06T19:50")["why"]
    assert [skip["rule"] for skip in why] == ["night", "holiday", "weekend", "holiday", "replacement", "night"]
    assert all(skip["text"]["ru"] and skip["text"]["kk"] and skip["from"] < skip["to"] for skip in why)
    assert (why[0]["from"], why[-1]["to"]) == ("2016-05-06T20:00:00+05:00", "2016-05-11T09:00:00+05:00")


WHOSE = [
    *((ATYRAU, MEDICAL, step, "counter", "centre") for step in
      ("visit", "accept", "register", "to-sector", "dispatch", "courier-to-licensor", "courier-to-centre",
       "sector-to-inspector", "release-queue")),
    *((ATYRAU, GOBMP, step, "counter", "centre") for step in ("mark-received", "release")),
    *((MANGYSTAU, MEDICAL, step, "counter", "centre") for step in
      ("log-in", "choose", "ask-register", "no-data", "fill-and-sign", "send", "registered")),
    *((ATYRAU, MEDICAL, step, "counter", "licensor") for step in
      ("licensor", "licensor-to-courier", "take-in", "assign", "completeness", "enter-data", "prepare", "sign",
       "give-out")),
    *((ATYRAU, GOBMP, step, "counter", "licensor") for step in
      ("licensor-to-courier", "journal", "verify-documents", "commission", "give-out")),
    *((VKO, PHARMA, step, "chancellery", "licensor") for step in
      ("take-in-queue", "ask-body", "body-answers", "confirm-registration")),
    (MANGYSTAU, MEDICAL, "refused", "counter", "licensor"),
    *((MANGYSTAU, PHC, step, "chancellery", "licensor") for step in
      ("log-in", "choose", "ask-register", "no-data", "fill-and-sign", "registered", "refused", "ticket")),
    *((ATTACHMENT, PHC, step, "chancellery", "licensor") for step in ("accept", "ticket", "licensor")),
]  # fmt: skip


@pytest.mark.parametrize(("act", "service", "step", "channel", "side"), WHOSE)
def test_a_step_runs_in_the_hours_of_the_side_that_was_settled(
    tereze: Tereze, act: str, service: str, step: str, channel: str, side: str
) -> None:
    found = due(tereze, act, service, step, start="2018-02-24T10:00", channel=channel)  # a Saturday like any other
    if found["unit"] in ("s", "min", "h"):
        assert found["due_by"][:10] == {"centre": "2018-02-24", "licensor": "2018-02-26"}[side]
    else:
        assert found["due_by"][11:16] == {"centre": "20:00", "licensor": "18:30"}[side]


NOT_A_STEP, NO_LIMIT, MOMENT = "not-a-step", "no-limit", "moment"


@pytest.mark.parametrize(
    ("act", "service", "step", "more", "kind", "source"),
    [
        (ATYRAU, GOBMP, "licensor", {}, NO_LIMIT, "act"),
        (ATYRAU, GOBMP, "courier-to-licensor", {}, NO_LIMIT, "act"),
        (ATYRAU, MEDICAL, "release", {}, NO_LIMIT, "act"),
        (ATYRAU, MEDICAL, "mark-received", {}, NOT_A_STEP, "act"),
        (ATYRAU, GOBMP, "sector-to-inspector", {}, NOT_A_STEP, "act"),
        (ATYRAU, MEDICAL, "licensor", {"variant": "duplicate"}, MOMENT, "act"),
        (ATYRAU, MEDICAL, "licensor", {"variant": "duplicate", "object": "annex"}, MOMENT, "reconstructed"),
        (ATYRAU, MEDICAL, "licensor", {"object": "annex"}, MOMENT, "act"),
        (SKO, MEDICAL, "licensor", {}, MOMENT, "reconstructed"),
        (SKO, PHARMA, "licensor", {"object": "annex"}, NOT_A_STEP, "act"),
        (SKO, NARCOTICS, "licensor", {"object": "licence-and-annex"}, NOT_A_STEP, "act"),
        (SKO, NARCOTICS, "completeness", {}, NOT_A_STEP, "act"),
        (SKO, MEDICAL, "visit", {}, NOT_A_STEP, "act"),
        *((SKO, MEDICAL, step, {}, NOT_A_STEP, "act") for step in
          ("courier-to-licensor", "licensor-to-courier", "courier-to-centre", "mark-received", "sector-to-inspector",
           "release-queue")),
        (MANGYSTAU, MEDICAL, "licensor", {"object": "annex"}, NOT_A_STEP, "act"),
        (MANGYSTAU, MEDICAL, "release", {}, NO_LIMIT, "act"),
        (MANGYSTAU, MEDICAL, "completeness", {}, NOT_A_STEP, "act"),
        (MANGYSTAU, MEDICAL, "dispatch", {}, NOT_A_STEP, "act"),
        (VKO, MEDICAL, "release", {}, NO_LIMIT, "act"),
        (VKO, MEDICAL, "log-in", {}, NO_LIMIT, "act"),
        (VKO, MEDICAL, "visit", {}, MOMENT, "act"),
        (VKO, MEDICAL, "completeness", {"variant": "duplicate"}, NOT_A_STEP, "act"),
        (VKO, PHARMA, "licensor", {"channel": "chancellery"}, NO_LIMIT, "act"),
        (VKO, PHARMA, "licensor", {"channel": "portal"}, MOMENT, "act"),
        (VKO, MEDICAL, "confirm-registration", {"channel": "chancellery"}, NOT_A_STEP, "act"),
        (ATTACHMENT, PHC, "licensor", {"channel": "telephone"}, MOMENT, "act"),
        (ATTACHMENT, PHC, "log-in", {}, NOT_A_STEP, "act"),
        (ATYRAU, PHC, "accept", {}, NOT_A_STEP, "act"),  # a service of another act
        (ATYRAU, MEDICAL, "accept", {"variant": "attach"}, NOT_A_STEP, "act"),
        (ATYRAU, MEDICAL, "accept", {"channel": "telephone"}, NOT_A_STEP, "act"),
    ],
)  # fmt: skip
def test_a_step_that_is_none_a_step_without_a_limit_and_a_moment_are_three_answers(
    tereze: Tereze, act: str, service: str, step: str, more: dict[str, str], kind: str, source: str
) -> None:
    found = due(tereze, act, service, step, start="2018-02-26T10:00", **more)
    assert (found["kind"], found["source"]) == (kind, source)
    assert (found["due_by"] is None) == (kind != MOMENT)
    if kind == NO_LIMIT:
        assert [why["clause"] for why in found["why"]] == [found["clause"]] != [None]


@pytest.mark.parametrize(
    ("variant", "one", "other"),
    [("issue", "enter-data", "ask-body"), ("issue", "prepare", "sign"), ("reissue", "prepare", "sign"),
     ("duplicate", "enter-data", "prepare")],
)  # fmt: skip
def test_one_action_of_the_act_is_one_limit_for_each_of_its_ids(
    tereze: Tereze, variant: str, one: str, other: str
) -> None:
    answers = [
        due(tereze, VKO, NARCOTICS, step, start="2014-09-01T10:00", variant=variant, channel="chancellery")["due_by"]
        for step in (one, other)
    ]
    assert answers[0] == answers[1] is not None


@pytest.mark.parametrize(
    ("act", "service", "channel"),
    [(ATYRAU, MEDICAL, "counter"), (SKO, PHARMA, "chancellery"), (ATTACHMENT, PHC, "chancellery")],
)
def test_the_channel_is_the_counter_where_offered_else_the_chancellery(
    tereze: Tereze, act: str, service: str, channel: str
) -> None:
    assert due(tereze, act, service, "licensor", start="2018-02-26T10:00")["channel"] == channel


@pytest.mark.parametrize(
    ("act", "service", "start", "intake", "pack"),
    [
        (SKO, NARCOTICS, "2017-04-03T10:00", "", "sko-2015-333@2017-03-06"),
        (SKO, NARCOTICS, "2017-04-03T10:00", "2017-03-05", "sko-2015-333@2016-05-10"),
        (SKO, NARCOTICS, "2017-04-03T10:00", "2015-12-01", "sko-2015-333@2016-05-10"),  # the nearest that is held
        (SKO, PHARMA, "2016-05-09T23:00", "", "sko-2015-333@2015-11-10"),
        (SKO, PHARMA, "2016-05-09T23:00-03:00", "", "sko-2015-333@2016-05-10"),  # already the 10th in Almaty
        (ATYRAU, MEDICAL, "2012-03-05T10:00", "", "atyrau-2015-324@2015-12-06"),
        (ATYRAU, MEDICAL, "2026-11-20T10:00", "", "atyrau-2015-324@2016-07-15"),  # the act has ended long ago
        (ATTACHMENT, PHC, "2017-12-22T10:00", "", "vko-2015-314@2015-12-05"),
        (ATTACHMENT, PHC, "2017-12-23T10:00", "", "vko-2015-314@2017-12-23"),
    ],
)
def test_the_day_of_intake_chooses_the_version_and_never_refuses(
    tereze: Tereze, act: str, service: str, start: str, intake: str, pack: str
) -> None:
    more = {"intake": intake} if intake else {}
    found = due(tereze, act, service, "take-in" if service != PHC else "ticket", start=start, **more)
    assert (found["kind"], found["pack"]) == (MOMENT, pack)
    assert found["due_by"]


def test_a_time_with_an_offset_is_moved_to_the_act_s_centre_and_one_without_is_local(tereze: Tereze) -> None:
    told = {
        due(tereze, ATYRAU, MEDICAL, "visit", start=start)["due_by"]
        for start in ("2016-11-16T10:00", "2016-11-16T10:00+05:00", "2016-11-16T05:00Z", "2016-11-16T11:00+06:00")
    }
    assert told == {"2016-11-16T10:15:00+05:00"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"act": "atyrau-2015-325"}, {"service": "driving-licence"}, {"variant": "renewal"}, {"step": "acept"},
        {"channel": "fax"}, {"object": "stamp"}, {"start": "yesterday"}, {"intake": "2016-02-30"},
        {"start": "9999-12-31T23:59-05:00"}, {"start": "0001-01-01T00:00"}, {"start": "0001-01-01T00:00+14:00"},
    ],
)  # fmt: skip
def test_what_the_page_does_not_list_is_a_wrong_call(tereze: Tereze, wrong: dict[str, str]) -> None:
    right = {"act": ATYRAU, "service": MEDICAL, "step": "visit", "start": "2016-11-16T10:00"}
    answer = ask(tereze, **(right | wrong))  # type: ignore[arg-type]
    assert (answer.exit, answer.json) == (2, None)
    assert answer.stderr


@pytest.mark.parametrize(
    ("step", "channel", "start"),
    [
        ("p-form", "portal", "9999-12-31T23:59"),
        ("log-in", "counter", "2030-06-01T10:00"),
        ("log-in", "counter", "9999-12-31T23:59"),
    ],
)
def test_behind_the_calendar_the_limit_is_told_without_a_moment(
    tereze: Tereze, step: str, channel: str, start: str
) -> None:
    found = due(tereze, MANGYSTAU, MEDICAL, step, start=start, channel=channel)
    assert (found["kind"], found["due_by"]) == ("moment", None)
    assert [why["rule"] for why in found["why"]] == ["calendar-ended"]
    assert found["limit"]
    assert {"unit", "start", "clause"} <= found.keys()


@pytest.mark.parametrize(
    ("start", "said"),
    [("2015-11-30", True), ("2015-12-06", False), ("2016-07-10", True), ("2016-07-15", False), ("2019-12-30", True)],
)
def test_while_an_act_s_day_of_effect_is_not_known_the_answer_says_so(tereze: Tereze, start: str, said: bool) -> None:
    """From the act, the amendment or the repeal until the day that is reconstructed."""
    told = due(tereze, ATYRAU, MEDICAL, "to-sector", start=f"{start}T10:00")
    assert told["kind"] == "moment"
    assert set(told.get("note", ())) == ({"ru", "kk"} if said else set())
