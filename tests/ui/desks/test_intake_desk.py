"""Intake as the inspector sees it: one digit and Enter a paper, gaps in words, one key that takes it in."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.print import make_ready
from tests.ui.desks.counter import INSPECTOR, KNOWN, Counter
from tests.world import wrong_check
from ui.parts.paper_editor import KINDS

NUMBER = re.compile(r"AT01-01-16-\d{5}-[0-9A-Z]")


def sit_down(counter: Counter) -> Any:
    counter.log_in(INSPECTOR)
    return counter.go("intake")


def mark_all(counter: Counter, desk: Any, *, but: str = "") -> None:
    """A digit and Enter for each paper; 0 for the one that is not there."""
    desk.view.papers.setFocus()
    for document in desk.visit.demanded():
        digit = 0 if document.id == but else KINDS.index(document.kinds[0])
        counter.type(str(digit))
        counter.press("Enter")


def test_in_training_the_register_answers_by_the_clock_on_the_wall(counter: Counter) -> None:
    """The clock of 2016 stood an hour ahead of today's there: «ответил в 10:18» beside 11:18."""
    counter.log_in("inspector.sk01")
    desk = counter.go("intake")
    counter.choose(counter.front.shell.palette_.entries[0].id) if counter.front.shell.palette_.isVisible() else None
    counter.type(KNOWN)
    assert counter.front.session is not None
    now = counter.front.session.now()
    told = {f"{now - timedelta(minutes=n):%H:%M}" for n in (0, 1)}
    (at,) = re.findall(r"\d\d:\d\d", desk.view.source.accessibleName())
    assert at in told
    assert "ответил" in desk.view.source.accessibleName()


def test_a_complete_set_is_taken_in_by_keyboard_alone(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.type(KNOWN)
    assert "ответил" in desk.view.source.accessibleName()
    assert desk.view.person.text() == "«Жайық-Дәрігер» ЖШС"
    mark_all(counter, desk)
    assert "Пакет полон: 9 документов" in desk.view.verdict.accessibleName()
    counter.press("Ctrl+Enter")
    assert "Принято" in counter.told
    number = NUMBER.search(counter.told)
    assert number
    case = counter.app().ask("case.open", {"code": number[0]}, as_=INSPECTOR).case
    assert (case.status, case.holder, len(case.documents)) == ("accepted", "inspector", 9)


def test_what_the_first_acceptance_needs_is_read_while_papers_are_looked_through(counter: Counter) -> None:
    make_ready.cache_clear()
    sit_down(counter)
    assert not make_ready.cache_info().currsize
    counter.qtbot.waitUntil(lambda: make_ready.cache_info().currsize == 1, timeout=10_000)


def test_after_taking_in_the_next_visit_is_empty_and_waits_in_the_number(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.type(KNOWN)
    mark_all(counter, desk)
    counter.press("Ctrl+Enter")
    assert desk.view.number.text() == ""
    assert QApplication.focusWidget() is desk.view.number.line
    assert all(row.kind is None for row in desk.view.state.papers)
    assert (
        desk.view.papers.list.current() == desk.view.state.papers[0].id
    )  # the next one's papers lie in the same order


def test_the_next_visitor_s_list_stands_there_with_the_message_and_waits_for_no_answer(counter: Counter) -> None:
    desk = sit_down(counter)
    empty = desk.view.state.papers
    counter.type(KNOWN)
    mark_all(counter, desk)
    answers = threading.Event()
    counter.front.work.read(answers.wait)  # whoever asks now waits
    QTest.keyClick(desk.view.number.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    counter.qtbot.waitUntil(lambda: "Принято" in counter.told, timeout=20_000)
    shown = desk.view.state.papers
    answers.set()
    counter.rest()
    assert shown == empty == desk.view.state.papers


def test_no_paper_of_the_last_visitor_stands_in_another_s_form(counter: Counter) -> None:
    """Another visit, of which no list is known yet: an empty form, and not the rows that stood there."""
    desk = sit_down(counter)
    assert desk.view.papers.list.papers()
    desk.view.render(replace(desk.view.state, visit="another", papers=(), held=()))
    assert desk.view.papers.list.papers() == []


def test_places_that_nobody_looks_at_are_read_again_when_somebody_goes_there_and_not_at_each_press(
    counter: Counter,
) -> None:
    counter.log_in(INSPECTOR)
    find = counter.go("find")
    seen, desk = find.waiting, counter.go("intake")
    counter.type(KNOWN)
    mark_all(counter, desk)
    counter.press("Ctrl+Enter")
    number = NUMBER.search(counter.told)
    assert number
    assert find.waiting is seen
    counter.go("find")
    assert find.waiting is not seen
    counter.front.go("case", number[0])
    counter.rest()
    case = counter.front.desks["case"]
    counter.go("intake")
    papers = len(case.opened.papers)
    counter.front.session.run("upkeep.print_state", {"code": number[0]})
    counter.rest()
    assert len(case.opened.papers) == papers
    counter.go("case")
    assert len(case.opened.papers) == papers + 1


def test_the_receipt_lies_in_the_folder_when_the_case_is_taken_in(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.type(KNOWN)
    mark_all(counter, desk)
    counter.press("Ctrl+Enter")
    papers = sorted(p.name for p in (counter.front.folder / "papers").iterdir())
    assert [p.split("-", 1)[1] for p in papers] == ["acceptance-receipt.pdf", "label.pdf"]


def test_a_missing_paper_shuts_accepting_and_opens_the_refusal(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.type(KNOWN)
    lacking = desk.visit.demanded()[3]
    mark_all(counter, desk, but=lacking.id)
    assert "Принять нельзя: 1 замечание" in desk.view.verdict.accessibleName()
    assert desk.view.main_action().blocked == "1 замечание"
    row = next(r for r in desk.view.state.papers if r.id == lacking.id)
    assert row.tone == "late"
    assert row.reason
    counter.press("Ctrl+Enter")
    assert desk.view.papers.list.current() == lacking.id
    counter.press("F8")
    assert "Отказано" in counter.told
    rows = counter.app().ask("queue.all", {}, as_=INSPECTOR)
    assert [r.status for r in rows] == ["refused"]


def test_a_mistyped_number_is_said_under_the_field_and_nobody_is_asked(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.type(wrong_check(KNOWN))
    assert "Опечатка" in desk.view.number.line.accessibleDescription()
    assert desk.visit.applicant.asked == ""
    assert desk.view.main_action().blocked


def test_a_number_of_a_case_in_the_line_of_a_person_is_called_what_it_is(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.type(KNOWN)
    mark_all(counter, desk)
    counter.press("Ctrl+Enter")
    number = NUMBER.search(counter.told)
    assert number
    counter.type("C-" + number[0])
    counter.press("Enter")
    assert "другого вида" in desk.view.number.line.accessibleDescription()
    assert desk.view.main_action().blocked
    desk._representative(True)
    counter.rest()
    counter.type(KNOWN)  # a firm's: who acts for another is a natural person
    counter.press("Enter")
    assert "другого вида" in desk.view.r_number.line.accessibleDescription()


def test_an_unknown_number_lets_the_name_be_typed(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.type("140640017300")
    assert "данных нет" in desk.view.source.accessibleName()
    desk.view.person.setFocus()
    counter.type("TOO Aq Orda")
    counter.press("Enter")
    assert desk.visit.applicant.name == "TOO Aq Orda"


def test_entrepreneurs_who_work_jointly_are_taken_in_by_their_bin(counter: Counter) -> None:
    """A 6 in its fifth place (mangystau-2013-3 medical, 5(1)): no legal person, though the number is a БИН."""
    desk = sit_down(counter)
    counter.type("120460110000")
    desk.view.person.setFocus()
    counter.type("Жайық серіктестігі")
    counter.press("Enter")
    mark_all(counter, desk)
    counter.press("Ctrl+Enter")
    number = NUMBER.search(counter.told)
    assert number, counter.told
    people = counter.app().ask("case.open", {"code": number[0]}, as_=INSPECTOR).case.people
    assert (people.applicant.kind, people.applicant.number.open()) == ("entrepreneur", "120460110000")
    counter.front.go("case", number[0])
    counter.rest()
    assert "БИН 120460110000" in counter.view.state.applicant_rest


def test_a_visit_that_the_lock_cut_off_stands_there_again_after_the_log_in(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.type(KNOWN)
    mark_all(counter, desk)
    counter.press("F12")
    assert counter.front.shell.locked
    assert "черновик" in counter.front.lock.go_on.accessibleName().lower()
    assert KNOWN not in counter.front.lock.side.accessibleName()
    counter.log_in(INSPECTOR)
    assert counter.view.number.text() == KNOWN
    assert "Пакет полон" in counter.view.verdict.accessibleName()


def test_a_draft_that_was_put_aside_is_offered_in_an_empty_intake(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.type(KNOWN)
    counter.press("F9")
    assert "Отложено" in counter.told
    assert desk.view.number.text() == ""
    counter.press("F9")
    entries = counter.front.shell.palette_.entries
    assert [e.words for e in entries] == ["«Жайық-Дәрігер» ЖШС"]
    counter.choose(entries[0].id)
    assert desk.view.number.text() == KNOWN


def test_the_same_visit_accepted_twice_makes_one_case(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.type(KNOWN)
    mark_all(counter, desk)
    desk.accept()
    desk.accept()
    counter.rest()
    assert len(counter.app().ask("queue.all", {}, as_=INSPECTOR)) == 1


def test_a_service_that_is_not_offered_here_gives_a_slip(counter: Counter) -> None:
    sit_down(counter)
    counter.press("F3")
    slip = next(e.id for e in counter.front.shell.palette_.entries if e.id.startswith("slip:"))
    counter.choose(slip)
    assert "Справка" in counter.told
    assert [r.status for r in counter.app().ask("queue.all", {}, as_=INSPECTOR)] == ["slip"]


def test_the_page_of_a_slip_has_no_state_to_print(counter: Counter) -> None:
    """Ctrl+Enter there was once an error of the program, and the page said that a person had been erased."""
    sit_down(counter)
    counter.press("F3")
    counter.choose(next(e.id for e in counter.front.shell.palette_.entries if e.id.startswith("slip:")))
    counter.rest()
    (row,) = counter.app().ask("queue.all", {}, as_=INSPECTOR)
    counter.front.go("case", row.number)
    counter.rest()
    page = counter.front.desks["case"]
    assert page.view.state.applicant == "Заявления нет: выдана справка"
    assert "дела нет" in page.view.main_action().blocked
    counter.press("Ctrl+Enter")
    counter.rest()
    assert [e.kind for e in counter.app().ask("case.history", {"code": row.number}, as_=INSPECTOR)] == ["slip.given"]


def test_the_screen_speaks_kazakh_at_once_when_the_language_is_switched(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.type(KNOWN)
    counter.front.speak("kk")
    assert desk.view.state.service.startswith("Медициналық қызметке лицензия беру")
    assert desk.view.main_action().words == "Қабылдау"
    assert desk.view.number.text() == KNOWN


def test_a_store_with_the_wrong_key_is_told_on_the_lock_screen(file_here, qtbot, tmp_path) -> None:
    from ui.start import front_of

    wrong = tmp_path / "other.key"
    wrong.write_text("0" * 64)
    front = front_of(file_here.url, key=str(wrong), folder=tmp_path)
    front.start()
    qtbot.waitUntil(lambda: front.wrong is not None, timeout=20_000)
    assert "Ключ не подходит" in front.lock.side.accessibleName()
    assert front.lock.state.wait
    front.shell.close()


def test_the_electronic_flow_certifies_and_sends_although_a_paper_lacks(counter: Counter) -> None:
    counter.log_in("inspector.mg01")
    desk = counter.go("intake")
    counter.type(KNOWN)
    mark_all(counter, desk, but=desk.visit.demanded()[-1].id)
    assert "отправить можно" in desk.view.verdict.accessibleName()
    assert desk.view.main_action().words == "Удостоверить и отправить"
    counter.press("Ctrl+Enter")
    assert "Готово к отправке: MG01-01-13-" in counter.told
    (row,) = counter.app().ask("queue.all", {}, as_="inspector.mg01")
    assert row.status == "sent"


def test_nobody_in_the_register_ends_the_electronic_flow_with_a_reasoned_refusal(counter: Counter) -> None:
    counter.log_in("inspector.mg01")
    desk = counter.go("intake")
    counter.type("140640017300")
    assert "данных нет" in desk.view.verdict.accessibleName()
    assert desk.view.main_action().blocked
    desk.view.person.setFocus()
    counter.type("TOO Aq Orda")
    counter.press("F8")
    assert "Данных нет: MG01-01-13-" in counter.told
    (row,) = counter.app().ask("queue.all", {}, as_="inspector.mg01")
    assert row.status == "no-data"


def test_a_supplier_of_guaranteed_care_is_asked_for_the_last_day_of_filing(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.press("F3")
    counter.choose(next(e.id for e in counter.front.shell.palette_.entries if e.id.startswith("gobmp-compliance:")))
    assert counter.front.shell.palette_.isVisible()
    counter.type("18112016")
    counter.press("Enter")
    assert "подача до 18.11.2016" in desk.view.state.act
    assert str(desk.visit.draft().filing_ends_on) == "2016-11-18"


def test_a_pause_in_typing_keeps_the_draft_by_itself(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.type(KNOWN)
    counter.qtbot.waitUntil(lambda: desk.visit.saved and counter.front.work.pending == 0, timeout=10_000)
    (draft,) = counter.app().ask("queue.my_drafts", {}, as_=INSPECTOR)
    assert draft.draft.applicant.number.open() == KNOWN


def test_a_silent_register_does_not_stop_the_intake(counter: Counter) -> None:
    from app.outside.persons import Furnished

    desk = sit_down(counter)
    counter.app().persons = Furnished(counter.clock, silent=True)
    counter.type(KNOWN)
    assert "не отвечает" in desk.view.source.accessibleName()
    desk.view.person.setFocus()
    counter.type("TOO Zhaiyk")
    counter.press("Enter")
    mark_all(counter, desk)
    counter.press("Ctrl+Enter")
    assert "Принято" in counter.told
