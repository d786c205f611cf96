"""The licensor's own desk takes in what is handed in there; at a clinic the ticket of attachment follows by signature."""

from __future__ import annotations

from typing import Any

from tests.ui.desks.counter import Counter
from ui.parts.paper_editor import KINDS

PROVIDER, CHANCELLERY = "provider.vp02", "chancellery.ad01"
PERSON = "871008401427"


def rows(counter: Counter, login: str) -> Any:
    return counter.app("licensor").ask("queue.all", {}, as_=login)


def mark_all(counter: Counter, desk: Any) -> None:
    desk.view.papers.setFocus()
    for document in desk.visit.demanded():
        counter.type(str(KINDS.index(document.kinds[0])))
        counter.press("Enter")


def test_a_clinic_attaches_a_person_who_came_and_signs_the_ticket(counter: Counter) -> None:
    counter.log_in(PROVIDER)
    desk = counter.go("taking")
    assert desk.view.state.service
    counter.type(PERSON)
    if not desk.visit.applicant.name:
        desk.view.person.setFocus()
        counter.type("Aset")
        counter.press("Enter")
    mark_all(counter, desk)
    counter.press("Ctrl+Enter")
    assert "Принято: " in counter.told
    (row,) = rows(counter, PROVIDER)
    assert (row.service, row.variant) == ("phc-attachment", "attach")
    there = counter.go("licensor")
    for _ in range(4):
        if there.view.main_action() is None:
            break
        counter.press("Ctrl+Enter")
    papers = [p.form for p in counter.app("licensor").ask("case.open", {"code": row.id}, as_=PROVIDER).papers]
    assert "ticket" in papers


def test_gaps_warn_at_the_chancellery_and_stop_nobody(counter: Counter) -> None:
    counter.log_in(CHANCELLERY)
    desk = counter.go("taking")
    counter.type("050140424450")
    assert desk.visit.checklist.findings
    assert desk.view.second_action() is None
    counter.press("Ctrl+Enter")
    assert "Принято: " in counter.told
    (row,) = rows(counter, CHANCELLERY)
    case = counter.app("licensor").ask("case.open", {"code": row.id}, as_=CHANCELLERY).case
    assert (case.holder, case.what.channel) == ("chancellery", "chancellery")


def test_the_counter_has_no_such_place(counter: Counter) -> None:
    counter.log_in("inspector.at01")
    assert "taking" not in counter.front.shell.rail.buttons
