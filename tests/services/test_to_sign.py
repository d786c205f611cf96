"""Nobody signs what they have not seen: the result's papers as they would be, marked, kept nowhere, and then just those."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from app.problems import Refused
from tests.print.reading import text
from tests.services.test_every_command import Scene, of, scene
from tests.world import World, code, desk

HEAD = desk("head")
FORMS = {
    "licence": ["licence"],
    "annex": ["licence-annex"],
    "licence-and-annex": ["licence", "licence-annex"],
}


def drafts(s: Scene, case: dict[str, Any], login: str = HEAD) -> tuple[Any, ...]:
    return tuple(s.world.licensor.ask("papers.to_sign", {"code": code(case)}, as_=login))


def words(pdf: bytes) -> str:
    return "".join(text(pdf).split())


@pytest.mark.parametrize("asked", FORMS)
def test_what_is_looked_at_is_what_is_signed(file_here: World, asked: str) -> None:
    with scene(file_here) as s:
        case = s.prepared(object=asked)
        before = s.world.rows("SELECT count(*) FROM papers", licensor=True)
        seen = drafts(s, case)
        assert [draft.form for draft in seen] == FORMS[asked]
        assert s.world.rows("SELECT count(*) FROM papers", licensor=True) == before
        s.world.there("licensor_desk.sign", of(case), "head")
        signed = [
            p for p in s.world.licensor.ask("case.papers_of", {"code": code(case)}, as_=HEAD) if p.form in FORMS[asked]
        ]
        assert [p.form for p in signed] == FORMS[asked], "each of them once"
        for draft, paper in zip(seen, signed, strict=True):
            shown, kept = (
                words(pdf) for pdf in (base64.b64decode(draft.pdf), s.world.licensor.paper(paper.id, as_=HEAD)[2])
            )
            mark = "жоба,қолқойылмаған·проект,неподписано"
            assert mark in shown
            assert mark not in kept
            assert set(shown.replace(mark, "")) == set(kept)
            assert sorted(shown.replace(mark, "")) == sorted(kept)
        assert drafts(s, case) == ()


def test_a_refusal_is_shown_with_its_ground(file_here: World) -> None:
    with scene(file_here) as s:
        case = s.stepped(s.at_licensor(), "take_in", "assign", act="atyrau-2015-324")
        given = of(case, result="reasoned-refusal", grounds=["requirements-not-met"])
        assert drafts(s, case) == (), "nothing is prepared yet"
        s.world.there("licensor_desk.prepare", given, "specialist")
        (draft,) = drafts(s, case)
        assert draft.form == "reasoned-refusal"
        assert "проект" in text(base64.b64decode(draft.pdf))


def test_only_who_signs_sees_it_under_their_own_name(file_here: World) -> None:
    with scene(file_here) as s:
        case = s.prepared()
        for role in ("specialist", "chancellery"):
            with pytest.raises(Refused, match="no-right"):
                drafts(s, case, desk(role))
