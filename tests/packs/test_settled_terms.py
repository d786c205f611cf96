"""The table of terms that was settled beside the acts: each step of each act answers its limit, none, or is no step."""

from __future__ import annotations

from datetime import date

import pytest

from app.catalogue.acts import Catalogue

CATALOGUE = Catalogue.load()
NOT_A_STEP, NO_LIMIT = "not-a-step", "no-limit"
SECONDS = {"s": 1, "min": 60, "h": 3600}

ATYRAU, SKO, VKO, MANGYSTAU = "atyrau-2015-324", "sko-2015-333", "vko-2014-70", "mangystau-2013-3"
MEDICAL, GOBMP, PHARMA, NARCOTICS, ATTACHMENT = (
    "medical-licence",
    "gobmp-compliance",
    "pharmaceutical-licence",
    "narcotics-licence",
    "phc-attachment",
)
ELECTRONIC = ("log-in", "choose", "ask-register", "no-data", "fill-and-sign", "send", "registered", "refused")


def answer(act: str, service: str, step: str, *, variant: str, channel: str, object: str = "licence") -> str:
    """The limit as "15 min" or "14 working-day", seconds and hours made comparable."""
    _, found = CATALOGUE.for_act(act, service, on=date(2018, 1, 1))
    here = found.variant(variant)
    assert here is not None
    met = found.step(step, variant=variant, object=object if here.objects else "", channel=channel)
    if met is None:
        return NOT_A_STEP
    if met.limit is None or met.unit is None:
        return NO_LIMIT
    return f"{met.limit * SECONDS[met.unit]} s" if met.unit in SECONDS else f"{met.limit} {met.unit}"


def minutes(n: float) -> str:
    return f"{int(n * 60)} s"


LICENCE_VARIANTS = ("issue", "reissue", "duplicate")
CELLS: list[tuple[str, str, str, str, str, str]] = []  # act, service, variant, channel, step, answer


def every(act: str, service: str, channel: str, steps: dict[str, str], variants: tuple[str, ...]) -> None:
    CELLS.extend((act, service, variant, channel, step, says) for variant in variants for step, says in steps.items())


every(
    ATYRAU,
    MEDICAL,
    "counter",
    {
        "visit": minutes(15),
        "accept": minutes(15),
        "register": minutes(15),
        "to-sector": minutes(30),
        "dispatch": "1 working-day",
        "courier-to-licensor": minutes(15),
        "licensor-to-courier": "1 working-day",
        "courier-to-centre": minutes(15),
        "sector-to-inspector": minutes(15),
        "release": NO_LIMIT,
        "release-queue": minutes(15),
        "mark-received": NOT_A_STEP,
        "take-in-queue": NOT_A_STEP,
        "take-in": minutes(15),
        "assign": minutes(15),
        "completeness": "1 working-day",
        "sign": minutes(15),
        "give-out": "1 working-day",
        "journal": NOT_A_STEP,
        "commission": NOT_A_STEP,
        "log-in": NOT_A_STEP,
        "p-log-in": NOT_A_STEP,
    },
    LICENCE_VARIANTS,
)
for channel in ("counter", "chancellery", "portal"):
    for variant, limit in (("issue", 14), ("reissue", 2), ("duplicate", 1)):
        for step in ("licensor", "enter-data", "prepare"):
            CELLS.append((ATYRAU, MEDICAL, variant, channel, step, f"{limit} working-day"))
every(
    ATYRAU,
    GOBMP,
    "counter",
    {
        "visit": NOT_A_STEP,
        "accept": minutes(15),
        "register": minutes(20),
        "to-sector": minutes(30),
        "dispatch": minutes(180),
        "courier-to-licensor": NO_LIMIT,
        "licensor": NO_LIMIT,
        "journal": "3 working-day",
        "verify-documents": "29 calendar-day",
        "commission": minutes(120),
        "give-out": minutes(15),
        "licensor-to-courier": minutes(15),
        "courier-to-centre": minutes(15),
        "mark-received": minutes(30),
        "release": minutes(15),
        "release-queue": NOT_A_STEP,
        "sector-to-inspector": NOT_A_STEP,
        "completeness": NOT_A_STEP,
    },
    ("campaign", "participation"),
)
for service in (MEDICAL, NARCOTICS):
    every(
        SKO,
        service,
        "counter",
        {
            **dict.fromkeys(("register", "to-sector", "dispatch", "release"), NO_LIMIT),
            **dict.fromkeys(
                (
                    "courier-to-licensor",
                    "licensor-to-courier",
                    "courier-to-centre",
                    "mark-received",
                    "sector-to-inspector",
                    "release-queue",
                ),
                NOT_A_STEP,
            ),
            "take-in": minutes(10),
            "assign": minutes(30),
            "sign": "1 same-day",
            "give-out": minutes(10),
            "completeness": "2 working-day" if service == MEDICAL else NOT_A_STEP,
        },
        LICENCE_VARIANTS,
    )
for service, channel in (
    (MEDICAL, "counter"),
    (MEDICAL, "chancellery"),
    (MEDICAL, "portal"),
    (NARCOTICS, "counter"),
    (PHARMA, "chancellery"),
    (PHARMA, "portal"),
):
    for variant, limit in (("issue", 15), ("reissue", 3), ("duplicate", 2)):
        CELLS.append((SKO, service, variant, channel, "licensor", f"{limit} working-day"))
for service in (MEDICAL, NARCOTICS):
    every(VKO, service, "counter", {"visit": minutes(15), "release": NO_LIMIT}, LICENCE_VARIANTS)
    every(VKO, service, "counter", dict.fromkeys(ELECTRONIC, NO_LIMIT), LICENCE_VARIANTS)
for service in (MEDICAL, PHARMA, NARCOTICS):
    desk = {"take-in-queue": minutes(15), "take-in": minutes(15), "assign": minutes(15), "give-out": "1 working-day"}
    every(VKO, service, "chancellery", desk, LICENCE_VARIANTS)
    every(VKO, service, "chancellery", {"completeness": minutes(465)}, ("issue", "reissue"))
    every(VKO, service, "chancellery", {"completeness": NOT_A_STEP}, ("duplicate",))
    issue = {"enter-data": "2", "ask-body": "2", "body-answers": "10", "prepare": "1", "sign": "1"}
    every(VKO, service, "chancellery", {k: f"{n} working-day" for k, n in issue.items()}, ("issue",))
    reissue = {"enter-data": "2", "prepare": "6", "sign": "6"}
    every(VKO, service, "chancellery", {k: f"{n} working-day" for k, n in reissue.items()}, ("reissue",))
    for variant, limit in (("issue", 15), ("reissue", 10), ("duplicate", 2)):
        CELLS.append((VKO, service, variant, "portal", "licensor", f"{limit} working-day"))
        at_desk = NO_LIMIT if service == PHARMA else f"{limit} working-day"
        CELLS.append((VKO, service, variant, "chancellery", "licensor", at_desk))
every(VKO, MEDICAL, "chancellery", {"enter-data": minutes(465), "prepare": minutes(465)}, ("duplicate",))
every(
    MANGYSTAU,
    MEDICAL,
    "counter",
    {
        "visit": NOT_A_STEP,
        "log-in": minutes(1),
        "choose": "30 s",
        "ask-register": minutes(1.5),
        "no-data": minutes(1.5),
        "fill-and-sign": minutes(1),
        "send": minutes(1),
        "registered": minutes(1),
        "refused": minutes(1),
        "release": NO_LIMIT,
    },
    LICENCE_VARIANTS,
)
every(
    MANGYSTAU,
    MEDICAL,
    "chancellery",
    {
        "log-in": "15 s",
        "choose": minutes(1.5),
        "ask-register": minutes(1.5),
        "no-data": "20 s",
        "fill-and-sign": "15 s",
        "registered": "15 s",
        "refused": "20 s",
    },
    LICENCE_VARIANTS,
)
for channel in ("counter", "chancellery", "portal"):
    for variant, limit in (("issue", 15), ("reissue", 10), ("duplicate", 2)):
        CELLS.append((MANGYSTAU, MEDICAL, variant, channel, "licensor", f"{limit} working-day"))
every(
    MANGYSTAU,
    ATTACHMENT,
    "chancellery",
    {
        "log-in": "15 s",
        "choose": "10 s",
        "ask-register": minutes(1.5),
        "no-data": "15 s",
        "fill-and-sign": "15 s",
        "registered": minutes(1.5),
        "ticket": "1 working-day",
        "licensor": "1 working-day",
    },
    ("attach",),
)
every(
    "vko-2015-314",
    ATTACHMENT,
    "chancellery",
    {"accept": minutes(30), "ticket": minutes(30), "licensor": "1 working-day", "log-in": NOT_A_STEP},
    ("attach",),
)


@pytest.mark.parametrize(("act", "service", "variant", "channel", "step", "says"), CELLS)
def test_a_step_answers_what_was_settled(
    act: str, service: str, variant: str, channel: str, step: str, says: str
) -> None:
    assert answer(act, service, step, variant=variant, channel=channel) == says


@pytest.mark.parametrize(
    ("act", "service", "variant", "channel", "step", "start"),
    [
        (ATYRAU, MEDICAL, "issue", "counter", "licensor", "receipt"),
        (ATYRAU, GOBMP, "campaign", "counter", "journal", "end-of-filing"),
        (ATYRAU, GOBMP, "participation", "chancellery", "verify-documents", "end-of-filing"),
        (SKO, MEDICAL, "issue", "counter", "completeness", "receipt"),
        (SKO, MEDICAL, "issue", "portal", "licensor", "registration"),
        (VKO, MEDICAL, "issue", "counter", "licensor", "handing-in"),
        ("vko-2015-314", ATTACHMENT, "attach", "chancellery", "licensor", "handing-in"),
    ],
)
def test_a_term_counts_from_where_its_act_says(
    act: str, service: str, variant: str, channel: str, step: str, start: str
) -> None:
    _, found = CATALOGUE.for_act(act, service, on=date(2018, 1, 1))
    object = "licence" if service.endswith("licence") else ""
    met = found.step(step, variant=variant, object=object, channel=channel)
    assert met is not None
    assert met.start == start


@pytest.mark.parametrize(
    ("object", "source"), [("licence", "act"), ("annex", "reconstructed"), ("licence-and-annex", "reconstructed")]
)
def test_the_atyrau_duplicate_of_an_annex_is_marked_reconstructed(object: str, source: str) -> None:
    _, found = CATALOGUE.for_act(ATYRAU, MEDICAL, on=date(2018, 1, 1))
    for channel in ("counter", "chancellery", "portal"):
        met = found.step("licensor", variant="duplicate", object=object, channel=channel)
        assert met is not None
        assert met.source == source


@pytest.mark.parametrize("service", [MEDICAL, NARCOTICS])
def test_the_sko_term_is_marked_reconstructed(service: str) -> None:
    _, found = CATALOGUE.for_act(SKO, service, on=date(2018, 1, 1))
    met = found.step("licensor", variant="issue", object="licence", channel="counter")
    assert met is not None
    assert met.source == "reconstructed"


def test_verification_of_documents_is_done_only_if_needed() -> None:
    _, found = CATALOGUE.for_act(ATYRAU, GOBMP, on=date(2018, 1, 1))
    met = found.step("verify-documents", variant="campaign", object="", channel="counter")
    assert met is not None
    assert met.optional
