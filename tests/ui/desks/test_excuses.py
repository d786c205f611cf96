"""A paper that the act does not ask of everybody: one digit on its own line says why it is not there, another puts it back."""

from __future__ import annotations

from typing import Any

from tests.ui.desks.counter import INSPECTOR, Counter
from tests.ui.desks.test_intake_desk import KNOWN, mark_all, sit_down
from ui.parts.paper_editor import EXCUSED, KINDS


def line(desk: Any, id: str) -> Any:
    return next(row for row in desk.view.state.papers if row.id == id)


def say_on(counter: Counter, desk: Any, id: str, digit: int) -> None:
    desk.view.papers.go(id)
    counter.type(str(digit))
    counter.rest()


def newest(counter: Counter) -> Any:
    row = counter.app().ask("queue.all", {}, as_=INSPECTOR)[0]
    return counter.app().ask("case.open", {"code": row.number}, as_=INSPECTOR).case


def test_a_fee_paid_through_the_gateway_needs_no_receipt(counter: Counter) -> None:
    """Nothing at the window could say so: a lawful set was refused for want of a receipt that nobody owes."""
    desk = sit_down(counter)
    counter.type(KNOWN)
    asked = [row.id for row in desk.view.state.papers]
    desk.view.papers.setFocus()
    for document in desk.visit.demanded():
        digit = EXCUSED if document.id == "fee-receipt" else KINDS.index(document.kinds[0])
        counter.type(str(digit))
        counter.press("Enter")
    off = line(desk, "fee-receipt")
    assert [row.id for row in desk.view.state.papers] == asked  # it stays where it was
    assert (off.kind, off.verdict, off.hint) == (EXCUSED, "Не нужен", "Сбор уплачен через ПШЭП: документ не нужен")
    assert not any("сбор" in held.name.lower() for held in desk.view.state.held)  # and is not told twice
    counter.press("Ctrl+Enter")
    assert "Принято" in counter.told
    assert "fee-receipt" not in {d.document for d in newest(counter).documents}


def test_another_digit_puts_the_line_back(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.type(KNOWN)
    say_on(counter, desk, "fee-receipt", EXCUSED)
    assert desk.visit.facts == {"paid-by-gateway"}
    say_on(counter, desk, "fee-receipt", 2)
    assert desk.visit.facts == set()
    assert (line(desk, "fee-receipt").kind, line(desk, "fee-receipt").verdict) == (2, "Есть")
    say_on(counter, desk, "fee-receipt", EXCUSED)
    say_on(counter, desk, "fee-receipt", 0)
    assert desk.visit.facts == set()
    assert line(desk, "fee-receipt").tone == "late"


def test_a_line_that_everybody_brings_has_no_such_digit(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.type(KNOWN)
    assert [row.id for row in desk.view.state.papers if row.excuse] == ["fee-receipt"]
    say_on(counter, desk, "diploma", EXCUSED)
    assert line(desk, "diploma").kind is None
    assert desk.visit.facts == set()


def test_an_electronic_licence_is_not_handed_in_when_it_is_reissued(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.press("F3")
    counter.choose("medical-licence:reissue:licence")
    counter.type(KNOWN)
    mark_all(counter, desk, but="earlier-licence")
    assert desk.view.state.blocked
    say_on(counter, desk, "earlier-licence", EXCUSED)
    assert not desk.view.state.blocked
    counter.press("Ctrl+Enter")
    assert "Принято" in counter.told


def test_what_was_said_is_kept_with_the_draft(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.type(KNOWN)
    say_on(counter, desk, "fee-receipt", EXCUSED)
    counter.press("F9")
    assert desk.visit.facts == set()
    assert line(desk, "fee-receipt").kind is None
    counter.press("F9")
    counter.press("Enter")
    counter.rest()
    assert desk.visit.facts == {"paid-by-gateway"}
    assert line(desk, "fee-receipt").kind == EXCUSED


def test_a_scan_is_not_attached_to_a_line_that_is_off_the_list(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.type(KNOWN)
    say_on(counter, desk, "fee-receipt", EXCUSED)
    counter.press("F4")
    counter.rest()
    assert "fee-receipt" not in desk.visit.marks


def test_a_child_is_attached_with_a_birth_certificate(counter: Counter) -> None:
    counter.log_in("chancellery.md01")
    desk = counter.go("taking")
    counter.press("F3")
    counter.choose(next(e.id for e in counter.front.shell.palette_.entries if e.id.startswith("phc-attachment:")))
    counter.type("871008401427")
    assert line(desk, "identity").excuse == "ребёнок"
    say_on(counter, desk, "identity", EXCUSED)
    shown = [row.id for row in desk.view.state.papers]
    assert {"birth-certificate", "parent-identity"} <= set(shown)
    assert line(desk, "identity").kind == EXCUSED
