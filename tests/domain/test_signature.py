"""Three verdicts, and what a person signs."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import get_args

import pytest

from app.domain import codec
from app.domain.moment import Instant
from app.domain.people import Applicant, People
from app.domain.personal import Personal
from app.domain.signature import (
    UNSURE,
    WRONG,
    Judgement,
    Place,
    Reason,
    Sound,
    StampState,
    TimeSource,
    Trouble,
    statement,
    verdict_of,
    weightiest,
)
from app.domain.signing_places import signatory
from app.words import LANGUAGES, words

AT = Instant.parse("2026-11-20T10:00:00Z")
JUDGED = Judgement(reason="revoked", time="own-clock", at=AT, judged_at=AT, cms="aa", content="bb", evidence=("cc",))


def test_every_reason_has_one_verdict_when_it_is_told() -> None:
    assert WRONG.isdisjoint(UNSURE)
    assert {*WRONG, *UNSURE, *get_args(Sound)} == set(get_args(Reason))
    assert verdict_of("sound") == "valid"
    assert {verdict_of(reason) for reason in WRONG} == {"invalid"}  # type: ignore[arg-type]
    assert {verdict_of(reason) for reason in UNSURE} == {"indeterminate"}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        ((), "sound"),
        (("revocation-unknown",), "revocation-unknown"),
        (("revocation-unknown", "person-differs"), "person-differs"),
        (("revoked", "content-differs"), "revoked"),
        (("gost-not-checked", "issuer-unknown"), "gost-not-checked"),
    ],
)
def test_what_is_proven_wrong_outweighs_what_is_not_known(reasons: tuple[Reason, ...], told: Reason) -> None:
    assert weightiest(reasons) == told


def test_only_what_may_change_is_asked_again() -> None:
    assert JUDGED.verdict == "invalid"
    assert not JUDGED.again
    assert replace(JUDGED, reason="revocation-unknown").again
    assert not replace(JUDGED, reason="gost-not-checked").again


def test_a_judgement_comes_back_when_it_was_written_down() -> None:
    assert codec.load(Judgement, codec.dump(JUDGED)) == JUDGED


def test_what_is_signed_names_its_place_and_holds_hashes_only() -> None:
    said = {place: statement(place, case="AT01-03-16-00042-2", event="e", head="1", facts="2", person="3")
            for place in get_args(Place)}  # fmt: skip
    assert len(set(said.values())) == 3
    assert json.loads(said["result"]) == {
        "case": "AT01-03-16-00042-2", "event": "e", "head": "1", "facts": "2", "person": "3",
        "signs": "tereze/result/1",
    }  # fmt: skip
    assert said["result"].startswith(b'{"case":"AT01-03-16-00042-2","event":"e","facts":"2"')


def test_every_reason_is_said_in_words_in_all_languages() -> None:
    keys = [f"signing.reason.{one}" for one in get_args(Reason)]
    keys += [f"signing.trouble.{one}" for one in get_args(Trouble)]
    keys += [f"signing.time.{one}" for one in get_args(TimeSource)]
    keys += [f"signing.stamp.{one}" for one in get_args(StampState)]
    keys += [f"signing.place.{one}" for one in get_args(Place)]
    keys += [f"signing.verdict.{one}" for one in ("valid", "invalid", "indeterminate")]
    assert [(lang, key) for lang in LANGUAGES for key in keys if not words(lang).has(key)] == []


@pytest.mark.parametrize(
    ("kind", "number", "bears"),
    [
        ("natural", "871008401427", "iin"), ("entrepreneur", "871008401427", "iin"), ("legal", "140640017300", "bin"),
        ("entrepreneur", "120460110000", "bin"),  # jointly: mangystau-2013-3 medical, 5(1)
    ],
)  # fmt: skip
def test_a_request_bears_the_number_that_the_applicant_has(kind: str, number: str, bears: str) -> None:
    people = People(applicant=Applicant(kind=kind, number=Personal(number), name=Personal("x")))  # type: ignore[arg-type]
    whose = signatory("request", people, None, login="inspector")
    assert (whose.iin is not None, whose.bin is not None) == (bears == "iin", bears == "bin")
