"""NCALayer as its public protocol has it: signed, cancelled, refused, silent, garbled, cut off."""

from __future__ import annotations

import base64
import json
import ssl
import threading
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_private_key

from app.domain.personal import Personal
from app.domain.signature import HEAD, Signatory
from app.outside.ncalayer import MODULE, NCALayer, NCALayerSettings
from app.outside.signature import CANCELLED
from app.problems import Unavailable
from app.signing import build
from app.signing.judge import judge
from tests.signing import pki
from tests.signing.matrix import CONTENT, asked, by_list
from tests.signing.nca_stand_in import GREETING, StandIn, standing, told

ME = pki.signatory(pki.PERSON_KEY)


def person(content: bytes) -> bytes:
    return build.signed(content, pki.signing_key(pki.PERSON_KEY), at=pki.NOW)


def settings(stand: StandIn, **more: Any) -> NCALayerSettings:
    return NCALayerSettings(**{"address": stand.address, "greeting": 2.0, "answer": 2.0, **more})


def status(stand: StandIn, **more: Any) -> str:
    with standing(stand), pytest.raises(Unavailable) as away:
        NCALayer(settings(stand, **more)).sign(CONTENT, ME)
    assert away.value.what == "signature"
    return away.value.status


def test_a_person_signs_when_ncalayer_is_there() -> None:
    with standing(StandIn(person)) as stand:
        line = NCALayer(settings(stand))
        assert line.version() == "1.4"
        body = line.sign(CONTENT, ME)
    assert isinstance(body, bytes)
    assert judge(asked(pki.PERSON_KEY, body, by_list(pki.PERSON_KEY))).verdict == "valid"


def test_the_question_offers_only_the_persons_own_keys_when_it_is_sent() -> None:
    boss = Signatory(iin=Personal(pki.IIN), bin=Personal(pki.BIN), roles=(HEAD,))
    stand = StandIn(lambda content: build.signed(content, pki.signing_key(pki.HEAD_KEY), at=pki.NOW))
    with standing(stand):
        NCALayer(settings(stand, locale="ru", stamp=False)).sign(CONTENT, boss)
    args = stand.asked[0].pop("args")
    assert stand.asked[0] == {"module": MODULE, "method": "sign"}
    assert base64.b64decode(args.pop("data")) == CONTENT
    assert args == {
        "allowedStorages": None,
        "format": "cms",
        "signingParams": {"decode": True, "encapsulate": False, "digested": False, "tsaProfile": None},
        "signerParams": {
            "extKeyUsageOids": ["1.3.6.1.5.5.7.3.4", HEAD], "chain": None, "iin": pki.IIN, "bin": pki.BIN,
        },
        "locale": "ru",
    }  # fmt: skip


def test_a_log_in_asks_for_the_other_key_when_that_is_the_purpose() -> None:
    key = replace(pki.PERSON_KEY, name="door", extended=(pki.LOG_IN, "1.2.398.3.3.4.1.1"))
    stand = StandIn(lambda content: build.signed(content, pki.signing_key(key), at=pki.NOW))
    with standing(stand):
        assert NCALayer(settings(stand)).sign(b"challenge", replace(ME, purpose="log-in"))
    assert stand.asked[0]["args"]["signerParams"]["extKeyUsageOids"] == ["1.3.6.1.5.5.7.3.2", "1.2.398.3.3.4.1.1"]


def test_nothing_went_wrong_when_the_person_cancels() -> None:
    with standing(StandIn(person, say=lambda _: '{"status":true,"body":{}}')) as stand:
        assert NCALayer(settings(stand)).sign(CONTENT, ME) is CANCELLED


@pytest.mark.parametrize("shape", ["bare", "pem", "list", "lines"])
def test_a_signature_is_read_when_it_comes_in_any_of_its_shapes(shape: str) -> None:
    text = base64.b64encode(person(CONTENT)).decode()
    lines = "\r\n".join(text[i : i + 64] for i in range(0, len(text), 64))
    result = {"bare": text, "lines": lines, "list": [text], "pem": f"-----BEGIN CMS-----\n{lines}\n-----END CMS-----\n"}
    with standing(StandIn(person, say=lambda _: told(result[shape]))) as stand:
        assert NCALayer(settings(stand)).sign(CONTENT, ME) == base64.b64decode(text)


def test_its_own_words_are_kept_when_it_refuses() -> None:
    says = json.dumps({"status": False, "code": "500", "message": "кілт\u202e табылмады" + "x" * 900, "details": "…"})
    with standing(StandIn(person, say=lambda _: says)) as stand, pytest.raises(Unavailable) as away:
        NCALayer(settings(stand)).sign(CONTENT, ME)
    assert away.value.status == "refused"
    assert away.value.facts["code"] == "500"
    assert str(away.value.facts["says"]).startswith("кілт табылмады")
    assert len(str(away.value.facts["says"])) == 200


def test_the_key_of_somebody_else_is_noticed_when_ncalayer_did_not_filter() -> None:
    other = replace(pki.PERSON_KEY, name="other-person", iin=(pki.OTHER_IIN,))
    stand = StandIn(lambda content: build.signed(content, pki.signing_key(other), at=pki.NOW))
    assert status(stand) == "other-person"


@pytest.mark.parametrize(
    "answer",
    [
        "", "null", "[]", "{}", "{", "NaN", '{"status":1,"body":{}}', '{"status":true}', '{"status":true,"body":[]}',
        '{"status":"true","body":{}}', '{"status":true,"status":false}', '{"status":true,"body":{"result":null}}',
        '{"status":true,"body":{"result":""}}', '{"status":true,"body":{"result":"%%%"}}', b"\0\1\2",
        '{"status":true,"body":{"result":"AAAA"}}', '{"status":true,"body":{"result":["AAAA","AAAA"]}}',
        '{"status":true,"body":{"result":{"signatures":[]}}}', "{" * 100_000, '{"a":' * 50_000,
    ],
)  # fmt: skip
def test_garbage_is_told_as_garbage_when_it_answers(answer: str | bytes) -> None:
    assert status(StandIn(person, say=lambda _: answer)) == "garbled"


def test_an_answer_is_cut_off_when_it_is_larger_than_a_signature_can_be() -> None:
    assert status(StandIn(person, say=lambda _: told("A" * 5_000_000))) == "no-answer"


@pytest.mark.parametrize(
    ("where", "is_told"), [("before", "no-answer"), ("greeted", "no-answer"), ("asked", "no-answer")]
)
def test_a_cut_connection_is_told_when_it_happens(where: str, is_told: str) -> None:
    assert status(StandIn(person, drop=where)) == is_told


def test_silence_is_not_waited_for_when_it_lasts() -> None:
    assert status(StandIn(person, say=lambda _: None), answer=0.05) == "slow"
    assert status(StandIn(person, greeting=None), greeting=0.5) == "slow"


@pytest.mark.parametrize("greeting", ["{}", '{"result":{}}', "hello", b"\0", '{"status":true,"body":{}}'])
def test_nothing_is_sent_when_what_greets_is_not_ncalayer(greeting: str | bytes) -> None:
    stand = StandIn(person, greeting=greeting)
    assert status(stand) == "garbled"
    assert stand.asked == []


def test_a_late_greeting_is_waited_for_and_a_second_one_passed_over() -> None:
    stand = StandIn(person, late=True)
    stand.say = lambda question: stand.signed(question)
    with standing(stand):
        threading.Timer(0.1, stand.go.set).start()
        assert isinstance(NCALayer(settings(stand)).sign(CONTENT, ME), bytes)
    assert status(StandIn(person, say=lambda _: GREETING), answer=0.2) in ("slow", "no-answer")


def test_a_second_signature_waits_for_the_first_when_one_is_under_way() -> None:
    stand = StandIn(person, say=lambda _: None)
    with standing(stand):
        line = NCALayer(settings(stand, answer=5.0))
        ends: list[object] = []

        def first() -> None:
            try:
                line.sign(CONTENT, ME)
            except Unavailable as away:
                ends.append(away.status)

        thread = threading.Thread(target=first)
        thread.start()
        assert stand.began.wait(5)
        with pytest.raises(Unavailable) as away:
            line.sign(CONTENT, ME)
        stand.go.set()
        thread.join()
    assert away.value.status == "busy"
    assert ends == ["no-answer"]


def test_it_is_told_when_nothing_listens() -> None:
    with standing(StandIn(person)) as stand:
        gone = settings(stand)
    with pytest.raises(Unavailable) as away:
        NCALayer(gone).sign(CONTENT, ME)
    assert away.value.status == "no-answer"


@pytest.mark.parametrize(
    "address",
    [
        "wss://localhost:13579/",
        "wss://example.kz/",
        "ws://192.168.0.1:13579/",
        "http://127.0.0.1/",
        "wss://127.0.0.1.kz/",
    ],
)
def test_no_other_machine_is_spoken_to_when_an_address_is_set(address: str) -> None:
    with pytest.raises(ValueError, match="this machine"):
        NCALayerSettings(address=address)


def test_its_own_certificate_is_taken_on_this_machine_and_another_refused_when_one_is_pinned(tmp_path: Path) -> None:
    own = replace(pki.ROOT, name="ncalayer", issuer="ncalayer")
    private = load_der_private_key(pki.signing_key(own).private, None)
    (tmp_path / "own.pem").write_bytes(
        private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + pki.certificate(own).public_bytes(Encoding.PEM)
    )
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "own.pem")
    fingerprint = sha256(pki.der(own)).hexdigest()
    with standing(StandIn(person), tls=tls) as stand:
        assert isinstance(NCALayer(settings(stand)).sign(CONTENT, ME), bytes)
        assert isinstance(NCALayer(settings(stand, pinned=fingerprint)).sign(CONTENT, ME), bytes)
        asked_before = len(stand.asked)
        with pytest.raises(Unavailable) as away:
            NCALayer(settings(stand, pinned="00" * 32)).sign(CONTENT, ME)
        assert away.value.status == "other-program"
        assert len(stand.asked) == asked_before
