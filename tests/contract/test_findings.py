"""`tereze findings`: the verdict of a draft on a day, the settled order of refusals, and their exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from app.catalogue.acts import Catalogue
from app.domain.codec import read
from app.domain.completeness import Draft, check, required
from app.domain.pack import ChannelId, VariantId
from tests.contract.conftest import Answer, Tereze

ATYRAU, SKO, ATTACHMENT, MANGYSTAU, VKO = (
    "atyrau-2015-324", "sko-2015-333", "vko-2015-314", "mangystau-2013-3", "vko-2014-70",
)  # fmt: skip
MEDICAL, PHARMA, NARCOTICS, PHC = "medical-licence", "pharmaceutical-licence", "narcotics-licence", "phc-attachment"
LEGAL = {"kind": "legal", "number": "140640017300", "name": "«Шипа» ЖШС"}
PERSON = {"kind": "natural", "number": "871008401427", "name": "Сұлтанова Әсел"}
BEARER = {"number": "871008401427", "name": "Сұлтанова Әсел"}
Given = dict[str, Any]


def asked(
    tereze: Tereze, draft: Given | str, *, act: str = ATYRAU, service: str = MEDICAL, on: str = "2016-11-16",
    variant: str = "issue", **more: str,
) -> Answer:  # fmt: skip
    options = [part for name, value in more.items() for part in (f"--{name}", value)]
    text = draft if isinstance(draft, str) else json.dumps(draft)
    return tereze(
        "findings", "--act", act, "--service", service, "--variant", variant, "--on", on, *options, "-", stdin=text
    )


def complete(act: str, service: str, *, on: str, channel: str = "counter", until: str = "", **more: Any) -> Given:
    """Everything that the list of the act asks for, valid until the day of handing in."""
    _, found = Catalogue.load().for_act(act, service, on=date.fromisoformat(on))
    variant = more.pop("variant", "attach" if service == PHC else "issue")
    given = {"applicant": PERSON if service == PHC else LEGAL, **more}
    draft = read(Draft, {"service": service, "variant": variant, "channel": channel, **given})
    listed = required(found, check(found, replace(draft, variant=cast(VariantId, variant))))
    papers = [
        {"document": d.id, "kind": d.kinds[0], **({"valid_until": until or on} if d.expires else {})}
        for d in listed
        if not d.register
    ]
    return {**given, "channel": cast(ChannelId, channel), "documents": papers}


@pytest.mark.parametrize(
    ("act", "service", "channel", "on"),
    [
        (ATYRAU, MEDICAL, "counter", "2016-11-16"),
        (ATYRAU, MEDICAL, "portal", "2016-11-16"),
        (SKO, PHARMA, "chancellery", "2018-03-05"),
        (SKO, NARCOTICS, "counter", "2018-03-05"),
        (ATTACHMENT, PHC, "telephone", "2018-03-05"),
        (MANGYSTAU, MEDICAL, "counter", "2013-04-01"),
        (VKO, NARCOTICS, "counter", "2014-09-02"),
    ],
)
def test_a_set_is_complete_with_all_that_the_act_lists_and_nothing_that_a_register_holds(
    tereze: Tereze, act: str, service: str, channel: str, on: str
) -> None:
    draft = complete(act, service, on=on, channel=channel)
    variant = "attach" if service == PHC else "issue"
    answer = asked(tereze, draft, act=act, service=service, on=on, variant=variant, channel=channel)
    assert (answer.exit, answer.json) == (0, {"complete": True, "findings": []})


def test_an_empty_set_lacks_each_document_of_the_list_with_its_clause_and_both_languages(tereze: Tereze) -> None:
    whole = complete(ATYRAU, MEDICAL, on="2016-11-16")
    answer = asked(tereze, {**whole, "documents": []})
    assert (answer.exit, answer.json["complete"]) == (0, False)
    found = answer.json["findings"]
    _, service = Catalogue.load().for_act(ATYRAU, MEDICAL, on=date(2016, 11, 16))
    optional = {d.id for d in service.documents if d.optional}
    assert {f["document"] for f in found} == {p["document"] for p in whole["documents"]} - optional
    assert {f["kind"] for f in found} == {"missing"}
    assert all(f["clause"] and f["text"]["ru"] != f["text"]["kk"] for f in found)


def test_what_a_register_holds_is_never_demanded(tereze: Tereze) -> None:
    paid = asked(tereze, {"applicant": LEGAL, "documents": [], "paid_by_gateway": True}).json["findings"]
    unpaid = asked(tereze, {"applicant": LEGAL, "documents": []}).json["findings"]
    assert {f["document"] for f in unpaid} - {f["document"] for f in paid} == {"fee-receipt"}


@pytest.mark.parametrize(("until", "kinds"), [("2016-11-15", ["expired"]), ("2016-11-16", []), ("2016-11-17", [])])
def test_a_document_is_good_through_its_last_day(tereze: Tereze, until: str, kinds: list[str]) -> None:
    draft = complete(ATYRAU, MEDICAL, on="2016-11-16")
    for paper in draft["documents"]:
        if paper["document"] == "identity":
            paper["valid_until"] = until
    found = asked(tereze, draft).json["findings"]
    assert [f["kind"] for f in found] == kinds
    assert all(f["source"] == "reconstructed" for f in found)


@pytest.mark.parametrize(("until", "complete_"), [("2016-11-15", False), ("2016-11-16", True)])
def test_an_expired_power_of_attorney_leaves_the_set_incomplete(tereze: Tereze, until: str, complete_: bool) -> None:
    representative = {**BEARER, "authority": {"valid_until": until}}
    draft = complete(ATYRAU, MEDICAL, on="2016-11-16", representative=representative)
    answer = asked(tereze, draft)
    assert answer.json["complete"] is complete_
    assert {f["document"] for f in answer.json["findings"]} == (set() if complete_ else {"power-of-attorney"})


WRONG_NUMBER = {**LEGAL, "number": "140640017301"}


@pytest.mark.parametrize(
    ("code", "more"),
    [  # each is wrong in what it is told for and in all that comes after it in the settled order
        ("no-act-in-force", {"act": SKO, "service": PHARMA, "on": "2015-11-09", "object": "annex"}),
        ("no-act-in-force", {"act": ATYRAU, "on": "2015-12-05", "channel": "telephone"}),
        ("no-act-in-force", {"act": ATYRAU, "on": "2020-01-05"}),
        ("no-act-in-force", {"act": MANGYSTAU, "on": "2013-08-26", "object": "annex"}),
        ("act-text-not-held", {"act": SKO, "on": "2016-06-01", "channel": "telephone"}),
        ("act-text-not-held", {"act": SKO, "service": NARCOTICS, "on": "2016-05-09", "object": "annex"}),
        ("channel-not-offered", {"act": SKO, "service": PHARMA, "on": "2018-03-05", "object": "annex"}),
        ("channel-not-offered", {"act": MANGYSTAU, "service": PHC, "variant": "attach", "on": "2013-04-01"}),
        ("object-not-in-act", {"act": MANGYSTAU, "on": "2013-04-01", "object": "annex"}),
        ("object-not-in-act", {"act": SKO, "service": NARCOTICS, "on": "2018-03-05", "object": "licence-and-annex"}),
        ("applicant-kind",
         {"act": MANGYSTAU, "service": PHC, "variant": "attach", "on": "2013-04-01", "channel": "chancellery"}),
        ("number-invalid", {"act": ATYRAU}),
    ],
)  # fmt: skip
def test_of_several_refusals_the_first_in_the_settled_order_is_told(
    tereze: Tereze, code: str, more: dict[str, str]
) -> None:
    answer = asked(tereze, {"applicant": WRONG_NUMBER, "documents": []}, **more)
    assert (answer.exit, answer.json["code"]) == (3, code)
    assert set(answer.json) == {"code", "facts", "clause", "text"}
    assert set(answer.json["text"]) == {"ru", "kk", "en"}


def test_before_its_first_day_the_refusal_says_that_the_day_of_effect_is_not_known(tereze: Tereze) -> None:
    told = {on: asked(tereze, {}, on=on).json["text"]["ru"] for on in ("2015-10-22", "2015-12-05")}
    assert "День введения в действие" not in told["2015-10-22"]
    assert "День введения в действие" in told["2015-12-05"]


@pytest.mark.parametrize(("on", "said"), [("2016-07-03", False), ("2016-07-10", True), ("2019-12-30", True)])
def test_while_an_amendment_or_repeal_waits_the_verdict_says_so(tereze: Tereze, on: str, said: bool) -> None:
    told = asked(tereze, complete(ATYRAU, MEDICAL, on=on), on=on)
    assert told.exit == 0
    assert set(told.json.get("note", ())) == ({"ru", "kk"} if said else set())


def test_a_channel_that_is_not_offered_is_answered_with_those_that_are_by_their_names(tereze: Tereze) -> None:
    answer = asked(tereze, {}, act=SKO, service=PHARMA, on="2018-03-05").json
    assert (answer["facts"]["offered"], answer["clause"]) == ("chancellery, portal", "annex-1/1")
    assert "Веб-портал" in answer["text"]["ru"]
    assert "chancellery" not in answer["text"]["ru"] + answer["text"]["kk"]


def test_the_channel_of_the_draft_counts_where_none_is_named(tereze: Tereze) -> None:
    draft = complete(ATYRAU, MEDICAL, on="2016-11-16", channel="portal")
    assert asked(tereze, draft).json["complete"]
    assert not asked(tereze, draft, channel="counter").json["complete"]


@pytest.mark.parametrize(
    ("draft", "more"),
    [
        ("[1]", {}),
        ("{", {}),
        ({"aplicant": None}, {}),
        ({"applicant": {**LEGAL, "kind": "state"}}, {}),
        ({}, {"act": "atyrau-2015-325"}),
        ({}, {"service": "driving-licence"}),
        ({}, {"service": PHC, "variant": "attach"}),  # not in this act
        ({}, {"variant": "renewal"}),
        ({}, {"on": "2016-13-01"}),
        ({}, {"channel": "fax"}),
        ({}, {"object": "stamp"}),
    ],
)
def test_a_draft_or_id_of_no_known_shape_is_a_wrong_call(tereze: Tereze, draft: Any, more: dict[str, str]) -> None:
    answer = asked(tereze, draft, **more)
    assert (answer.exit, answer.json) == (2, None)


def test_a_draft_is_read_from_a_file_and_a_missing_one_is_a_wrong_call(tereze: Tereze, ram: Path) -> None:
    here = ram / "draft.json"
    here.write_text(json.dumps(complete(ATYRAU, MEDICAL, on="2016-11-16")), "utf-8")
    call = ("findings", "--act", ATYRAU, "--service", MEDICAL, "--variant", "issue", "--on", "2016-11-16")
    assert tereze(*call, str(here)).json["complete"]
    assert tereze(*call, str(ram / "none.json")).exit == 2


@pytest.mark.parametrize("body", [b"\xef\xbb\xbf{}", b"\xff\xfe{\x00}\x00", b""])
def test_a_file_is_utf_8_with_or_without_a_mark_and_anything_else_is_a_wrong_call(
    tereze: Tereze, ram: Path, body: bytes
) -> None:
    (ram / "draft.json").write_bytes(body)
    call = ("findings", "--act", ATYRAU, "--service", MEDICAL, "--variant", "issue", "--on", "2020-01-05")
    assert tereze(*call, str(ram / "draft.json")).exit == (2 if body[:1] == b"\xff" else 3)
    assert tereze(*call, str(ram)).exit == 2  # a folder


def test_what_is_piped_in_is_utf_8_whatever_the_terminal_speaks() -> None:
    draft = {"applicant": {**PERSON, "name": "Сұлтанова Әсел"}, "documents": []}
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "findings", "--act", ATYRAU, "--service", MEDICAL, "--variant", "issue",
         "--on", "2016-11-16", "-"],
        input=json.dumps(draft, ensure_ascii=False).encode(), capture_output=True, timeout=60,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}, cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert not json.loads(done.stdout.decode())["complete"]
