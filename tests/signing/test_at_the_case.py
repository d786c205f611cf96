"""The three places of the acts where an ЭЦП stands: the request, the operator's form, the licensor's result."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from app.domain.moment import Instant
from app.domain.signature import ORGANISATION, PERSON, UNSURE, WRONG, Signatory
from app.outside.revocation import Gathered, NotConnected
from app.outside.signature import CANCELLED, Cancelled
from app.outside.trust import judging_in
from app.problems import Refused, Unavailable
from app.signed import sign
from app.signing import build
from app.signing.evidence import Evidence
from app.start import listening, verify_store
from app.store.unit import new_id
from app.words import LANGUAGES, words
from tests.services.test_every_command import Scene
from tests.signing import pki
from tests.world import AT, MG, World, code, desk, who

OPERATOR, HEAD, STRANGER = "871008401427", "880411400607", "900202400025"


def owner(name: str, **more: Any) -> pki.Owner:
    return pki.Owner(name, **more)


@dataclass
class Key:
    """A token in somebody's hand."""

    whose: pki.Owner
    cancelled: bool = False
    asked: Signatory | None = None

    def sign(self, data: bytes, as_person: Signatory) -> bytes | Cancelled:
        self.asked = as_person
        if self.cancelled:
            return CANCELLED
        return build.signed(data, pki.signing_key(self.whose, pki.CA), at=now())


@dataclass
class Nuc:
    """НУЦ as it answers just now."""

    whose: pki.Owner
    revoked: bool = False

    def gather(self, cms: bytes) -> Gathered:
        at, until = now().utc - pki.HOUR, now().utc + pki.HOUR
        more: dict[str, Any] = {"status": "revoked", "revoked_at": at - pki.DAY} if self.revoked else {}
        told = (
            ("ocsp", pki.ocsp_answer(self.whose, at=at, until=until, **more)),
            ("crl", pki.revocations(by=pki.ROOT, at=at, until=until)),
        )
        return Gathered(cms=cms, evidence=tuple(Evidence(kind=k, body=b, source=k, at=now()) for k, b in told))  # type: ignore[arg-type]


def now() -> Instant:
    return Instant(datetime.now(pki.NOW.utc.tzinfo).replace(microsecond=0))


@pytest.fixture
def signing(file_here: World) -> World:
    """A world whose nodes were told whom to believe, and whose people have bound their ИИН."""
    folder = file_here.key.parent / "trust"
    lay(folder)
    for app in (file_here.centre, file_here.licensor):
        app.judging = judging_in(folder, app.clock)
    bind(file_here, "centre", who("inspector", MG), OPERATOR, by=who("administrator", MG))
    bind(file_here, "licensor", desk("head", AT), HEAD, by=desk("administrator", AT))
    return file_here


def lay(folder: Path) -> None:
    for name, one in (("roots", pki.ROOT), ("issuers", pki.CA)):
        (folder / name).mkdir(parents=True)
        (folder / name / f"{name}.pem").write_bytes(pki.certificate(one).public_bytes(Encoding.PEM))


def bind(world: World, side: str, login: str, number: str, *, by: str) -> None:
    app = world.centre if side == "centre" else world.licensor
    app.run("account.bind_signature", {"login": login, "number": number}, as_=by)


def certified(world: World) -> dict[str, Any]:
    return dict(world.do("intake.certify", {"draft": world.draft(act=MG)}, act=MG))


def certify(world: World, case: dict[str, Any], whose: pki.Owner, **more: Any) -> Any:
    given: dict[str, Any] = {"signer": Key(whose), "gathers": Nuc(whose), **more}
    return sign(world.centre, code(case), "certification", login=who("inspector", MG), **given)


OPERATORS = owner("operator", iin=(OPERATOR,))


def test_the_operator_certifies_the_form_and_the_verdict_stands_at_the_case(signing: World) -> None:
    case = certified(signing)
    outcome = certify(signing, case, OPERATORS)
    assert outcome.value.verdict == "valid", outcome.value.judgement
    assert outcome.value.judgement.evidence
    stands = signing.case(case["case"], act=MG)["signatures"]
    assert [(s["place"], s["who"], s["reason"]) for s in stands] == [("certification", who("inspector", MG), "sound")]
    kept = signing.ask("signatures.kept", {"code": code(case)}, act=MG)
    first, *rest = kept
    assert signing.ask("signatures.kept", {"code": code(case), "limit": 1}, act=MG) == [first]
    assert signing.ask("signatures.kept", {"code": code(case), "after": first["id"]}, act=MG) == rest
    assert base64.b64decode(kept[0]["cms"])[:1] == b"\x30"
    assert len(kept[0]["answers"]) == 2
    with pytest.raises(Refused, match="signature-there"):
        certify(signing, case, OPERATORS)
    assert verify_store(signing.settings(signing.url))["intact"]


def test_nobodys_number_stands_in_the_facts_of_a_signature(signing: World) -> None:
    case = certified(signing)
    certify(signing, case, OPERATORS)
    facts = signing.rows("SELECT facts FROM events WHERE kind = 'signature.kept'")
    assert OPERATOR.encode() not in bytes(facts[0].facts)
    assert b"MII" not in bytes(facts[0].facts)


def test_the_same_operation_twice_keeps_one_signature(signing: World) -> None:
    case, op = certified(signing), new_id()
    first = certify(signing, case, OPERATORS, op=op)
    brought = signing.ask("signatures.kept", {"code": code(case)}, act=MG)[0]
    given = {"code": code(case), "place": "certification", "cms": brought["cms"], "answers": brought["answers"]}
    again = signing.centre.run("signatures.keep", given, as_=who("inspector", MG), op=op)
    assert again.repeated
    assert again.value.judgement == first.value.judgement


def test_an_outage_stops_nobody_and_the_signature_is_judged_again_later(signing: World) -> None:
    case = certified(signing)
    undecided = certify(signing, case, OPERATORS, gathers=NotConnected())
    assert undecided.value.verdict == "indeterminate"
    assert undecided.value.judgement.again
    signing.do("intake.send", {"code": code(case)}, act=MG)
    assert certify(signing, case, OPERATORS).value.verdict == "valid"
    stands = signing.case(case["case"], act=MG)["signatures"]
    assert [s["reason"] for s in stands] == ["sound"]
    assert signing.count("events WHERE kind = 'signature.kept'") == 2


@pytest.mark.parametrize(
    ("whose", "revoked", "why"),
    [
        (owner("stranger", iin=(STRANGER,)), False, "person-differs"),
        (owner("late", iin=(OPERATOR,), until=pki.NOW.utc - pki.DAY), False, "expired"),
        (OPERATORS, True, "revoked"),
        (owner("door", iin=(OPERATOR,), extended=(pki.LOG_IN, PERSON)), False, "not-for-signing"),
    ],
    ids=["another-person", "out-of-term", "revoked", "log-in-only"],
)
def test_what_is_proven_wrong_is_refused_and_not_kept(
    signing: World, whose: pki.Owner, revoked: bool, why: str
) -> None:
    case = certified(signing)
    with pytest.raises(Refused) as no:
        certify(signing, case, whose, gathers=Nuc(whose, revoked=revoked))
    assert (no.value.code, no.value.facts["reason"]) == ("signature-invalid", why)
    assert signing.count("events WHERE kind = 'signature.kept'") == 0
    assert signing.case(case["case"], act=MG).get("signatures") is None


def test_a_person_who_closes_the_window_of_the_key_has_only_cancelled(signing: World) -> None:
    case = certified(signing)
    assert certify(signing, case, OPERATORS, signer=Key(OPERATORS, cancelled=True)) is CANCELLED
    assert signing.count("events WHERE kind = 'signature.kept'") == 0


def test_nobody_signs_for_another_and_nobody_whose_number_is_unknown(signing: World) -> None:
    case = certified(signing)
    other = {"code": code(case), "place": "certification"}
    with pytest.raises(Refused, match="signature-of-other"):
        signing.ask("signatures.to_sign", other, "supervisor", act=MG)
    signing.centre.run(
        "account.bind_signature", {"login": who("inspector", MG), "number": None}, as_=who("administrator", MG)
    )
    with pytest.raises(Refused, match="signature-unbound"):
        certify(signing, case, OPERATORS)
    with pytest.raises(Refused, match="nothing-to-sign"):
        signing.ask("signatures.to_sign", {**other, "place": "result"}, act=MG)


def test_a_node_that_was_not_set_up_keeps_no_signature(signing: World) -> None:
    case = certified(signing)
    signing.centre.judging = None
    with pytest.raises(Unavailable, match="signature"):
        certify(signing, case, OPERATORS)


def test_the_applicants_request_is_signed_by_the_organisation_that_asks(signing: World) -> None:
    case = certified(signing)
    asked = signing.ask("signatures.to_sign", {"code": code(case), "place": "request"}, act=MG)
    firm = owner("firm", bin=asked["by"]["bin"], extended=(pki.SIGN, ORGANISATION, pki.HEAD_ROLE))
    login = who("inspector", MG)
    outcome = sign(signing.centre, code(case), "request", login=login, signer=Key(firm), gathers=Nuc(firm))
    assert outcome.value.verdict == "valid", outcome.value.judgement
    other, again = replace(firm, name="other-firm", bin="160440006007"), certified(signing)
    with pytest.raises(Refused) as no:
        sign(signing.centre, code(again), "request", login=login, signer=Key(other), gathers=Nuc(other))
    assert no.value.facts["reason"] == "organisation-differs"


def test_the_licensors_head_signs_the_result_and_the_centre_sees_it(signing: World) -> None:
    head = owner("heads-key", iin=(HEAD,))
    with listening(signing.licensor) as link:
        scene = Scene(signing, link)
        case, login = scene.signed(AT), desk("head", AT)
        outcome = sign(signing.licensor, code(case), "result", login=login, signer=Key(head), gathers=Nuc(head))
        assert outcome.value.verdict == "valid", outcome.value.judgement
        scene.sync()
    stands = signing.case(case["case"])["signatures"]
    assert [(s["place"], s["who"], s["reason"]) for s in stands] == [("result", desk("head", AT), "sound")]
    kept = signing.ask("signatures.kept", {"code": code(case)})
    assert kept[0]["cms"], "the signature itself came along"


def test_every_reason_is_said_in_every_language() -> None:
    reasons = {*UNSURE, *WRONG, "sound"}
    assert len(reasons) > 30
    assert not [(lang, r) for lang in LANGUAGES for r in reasons if not words(lang).has(f"signature.reason.{r}")]
