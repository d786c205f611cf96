"""To whom a result is given, and what a visitor is told before of where it stands."""

from __future__ import annotations

import json

import pytest

from app.problems import Refused
from tests.services.test_every_command import of, scene
from tests.world import NATURAL, World, code


def test_a_result_goes_to_somebody_who_is_named_and_a_bearer_shows_a_number(file_here: World) -> None:
    with scene(file_here) as s:
        given = of(s.to_release(), name=" ")
        for more, answer in (
            ({}, "collector-missing"),
            ({"name": "0456"}, "name-without-letters"),
            ({"name": "Әсел", "number": given["code"]}, "number-invalid"),
            ({"name": "Әсел", "collector": "representative"}, "authority-missing"),
            ({"name": "Әсел", "collector": "representative", "authority": " "}, "authority-missing"),
        ):
            with pytest.raises(Refused, match=answer):
                file_here.do("issue.release", {**given, **more})


def test_a_stranger_is_not_the_applicant_to_whom_a_result_is_given(file_here: World) -> None:
    """Of a firm nobody can say so: its head comes, whose number no register holds."""
    with scene(file_here) as s:
        firm = of(s.to_release(), name="Әсел", number="710406471040")
        person = of(s.to_release(number=NATURAL), name="Әсел")
        with pytest.raises(Refused, match="collector-not-applicant"):
            file_here.do("issue.release", {**person, "number": "710406471040"})
        for given in (firm, {**person, "number": NATURAL}):
            file_here.do("issue.release", given)


def test_what_was_done_stands_in_the_order_in_which_it_was_done(file_here: World) -> None:
    with scene(file_here) as s:
        case = s.to_release()
        printed = file_here.do("upkeep.print_state", {"code": code(case)})
        (row,) = file_here.rows("SELECT facts FROM papers WHERE id = :id", id=printed["paper"])
        steps = json.loads(row.facts)["steps"]
        states = [step["state"] for step in steps]
        assert states == sorted(states, key=["done", "now", "ahead"].index)
        done = [step["at"] for step in steps if step["state"] == "done"]
        assert len(done) > 10
        assert done == sorted(done)
