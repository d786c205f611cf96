"""The people of a case are erased at every node that the case reached, in any order, and after a restore too."""

from __future__ import annotations

import pytest

from app.domain import case as cases
from app.domain import events as e
from app.domain import facts as f
from app.domain.personal import Personal
from app.problems import Refused
from tests.sync.nodes import Pair, assert_same_cases, bring_back, photograph


def released(pair: Pair) -> str:
    """Prepared and signed there, given out here."""
    case = pair.centre.accept("AT01-01")
    pair.until_quiet()
    prepared = e.ResultPrepared(result="licence", negative=False, number="1", course=f.Course())
    pair.licensor.record("AD01-01", case, prepared, e.ResultSigned(by="seal-and-signature", course=f.Course()))
    pair.until_quiet()
    collector = f.Collector(name=Personal("Жайық-Дәрігер"))
    given = e.ResultReleased(collector="applicant", document_shown="passport", course=f.Course(), person=collector)
    pair.centre.record("AT01-01", case, given)
    return case


def asked(pair: Pair, case: str) -> str:
    why = f.Remark(words=Personal("Жайық-Дәрігер is forgotten"))
    pair.centre.record("AT01-01", case, e.OverrideRequested(what="erase-people", person=why))
    return str(pair.centre.rows("events", subject=case, kind="override.requested")[-1].id)


def erased(pair: Pair, case: str) -> None:
    pair.centre.record("AT01-02", case, e.PeopleErased(request=asked(pair, case), years=5))


def left(pair: Pair, case: str) -> list[bytes]:
    """Personal parts of the case that say something, at both nodes."""
    parts = []
    for house in (pair.centre, pair.licensor):
        mine = {row.id for row in house.rows("events", subject=case)}
        parts += [
            bytes(row.person) for row in house.rows("persons") if row.event in mine and bytes(row.person) != b"{}"
        ]
    return parts


def test_people_are_erased_where_the_event_arrives(on_both: Pair) -> None:
    case, other = released(on_both), on_both.centre.accept("AT01-01")
    on_both.until_quiet()
    assert len(left(on_both, case)) == 4  # who asked for it and who took it, at both
    erased(on_both, case)
    on_both.until_quiet()
    assert left(on_both, case) == []
    assert on_both.licensor.case(case).applicant == on_both.centre.case(case).applicant_number == ""
    assert on_both.licensor.case(other).applicant == "Жайық-Дәрігер"
    assert_same_cases(on_both.centre, on_both.licensor)


def test_what_of_the_case_comes_later_is_erased_too(on_both: Pair) -> None:
    case = released(on_both)
    words = f.Remark(words=Personal("Жайық-Дәрігер called"))
    on_both.licensor.record(
        "AD01-01", case, e.OverrideRequested(what="lost-found", person=words)
    )  # before it hears of it
    erased(on_both, case)
    on_both.until_quiet()
    assert left(on_both, case) == []


def test_a_centre_that_was_restored_forgets_again(two: Pair) -> None:
    case = released(two)
    two.until_quiet()
    backup = photograph(two.centre)
    erased(two, case)
    two.until_quiet()
    bring_back(two.centre, backup, epoch="after")
    assert left(two, case)
    two.until_quiet()
    assert left(two, case) == []
    assert two.centre.case(case).applicant == ""


def test_nobody_erases_the_people_of_another_s_case(two: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    case = released(two)
    request = asked(two, case)
    two.until_quiet()
    fact = e.PeopleErased(request=request, years=5)
    with pytest.raises(Refused):
        two.licensor.record("AD01-01", case, fact)
    with pytest.raises(Refused):  # who asked
        two.centre.record("AT01-01", case, fact)
    with monkeypatch.context() as patch:  # a program over there that was changed
        patch.setattr(cases, "_erased", lambda case, head, fact: case)
        two.licensor.record("AD01-01", case, fact)
    before = len(two.centre.rows("persons"))
    two.until_quiet()
    assert len(two.centre.rows("persons")) == before + 1
    assert two.centre.case(case).applicant == "Жайық-Дәрігер"
    assert two.centre.case(case).trouble
