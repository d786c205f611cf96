"""The matrix is worth something only if it notices: a fault is planted in each rule, and some case must get a wrong answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.signing import chain, evidence, judge, profile, stamp
from app.signing.read import read
from tests.signing import matrix, pki
from tests.signing.matrix import Example
from tests.signing.test_bytes import kinds, reason, signed_anew

Cases = Callable[[], Iterator[Example]]


async def silent(*_: object) -> None:
    """What every answer says to one who takes any answer for a good one."""


PLANTED: list[tuple[str, Any, str, Any, Cases]] = [
    ("the owner is not looked at", profile, "_person", lambda *_, **__: None, matrix.people),
    ("the role is not looked at", profile, "_role", lambda *_: None, matrix.people),
    ("the purpose is not looked at", profile, "_purpose", lambda *_: None, matrix.certificates),
    ("a small key is enough", judge, "_weak", lambda _: (), matrix.certificates),
    ("the term is not looked at", judge, "_term", lambda *_: (), matrix.certificates),
    ("the bytes are not looked at", judge, "_integrity", lambda *_: (), matrix.content),
    ("the chain is not looked at", judge, "chain", lambda *_, **__: None, matrix.trust),
    ("answers are not asked alone", evidence.Answers, "each", lambda _: (), matrix.revocation),
    ("an answer after the term counts", evidence.Answers, "in_term_of", lambda self, _: self, matrix.times),
    ("an answer of tomorrow counts", evidence, "_said_by", lambda *_: True, matrix.revocation),
    ("silence is no trouble", chain, "_asked", silent, matrix.revocation),
    ("a responder is not asked about", chain, "NEEDED", chain.NOT_ASKED, matrix.revocation),
    ("any stamp is believed", stamp, "chain", lambda *_, **__: None, matrix.times),
    ("no stamp is believed", stamp, "_signed", lambda *_: False, matrix.times),
    ("the signer's word moves the time", judge, "_seen", lambda asked: read(asked.cms).claimed, matrix.times),
    ("the signer's word counts for nothing", judge, "_latest", lambda *_: None, matrix.certificates),
]


@pytest.mark.parametrize(("name", "where", "what", "fault", "cases"), PLANTED, ids=[p[0] for p in PLANTED])
def test_a_planted_fault_is_caught_when_the_cases_are_judged(
    name: str, where: Any, what: str, fault: Any, cases: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, what, fault)
    assert any(judge.judge(one.question).reason not in one.told for one in cases()), name


def test_attributes_out_of_order_pass_when_nobody_looks_for_der(monkeypatch: pytest.MonkeyPatch) -> None:
    turned = signed_anew(matrix.signature(pki.PERSON_KEY), lambda f: sorted(kinds()(f), key=by_bytes), sort=False)
    assert reason(turned) == "attributes-wrong"
    monkeypatch.setattr("app.signing.read.is_der", lambda _: True)
    assert reason(turned) == "sound"


def by_bytes(attribute: Any) -> bytes:
    return bytes(255 - b for b in attribute.dump())
