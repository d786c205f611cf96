"""Ctrl+K finds or does anything; Enter passes over what a register has said."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from tests.ui.desks.counter import INSPECTOR, KNOWN, SECTOR, Counter, accepted
from ui import keys


def lines(counter: Counter) -> dict[str, str]:
    """What the palette offers now: id → its words."""
    palette = counter.front.shell.palette_
    return {row.id: row.cells[0].text for row in palette.list.rows.rows}


def ask_for(counter: Counter, text: str) -> dict[str, str]:
    counter.press("Ctrl+K")
    counter.front.shell.palette_.line.setText(text)
    counter.rest()
    return lines(counter)


def test_a_part_of_a_name_finds_the_case_and_enter_opens_it(counter: Counter) -> None:
    number = accepted(counter).removeprefix("C-")
    counter.log_in(INSPECTOR)
    (row,) = counter.front.session.app.ask("queue.find", {"text": number}, as_=INSPECTOR)
    found = ask_for(counter, row.applicant[1:6])
    assert f"case:{row.id}" in found
    assert number in found[f"case:{row.id}"]
    counter.press("Enter")
    assert counter.view.name == "case"


def test_a_registry_is_found_by_a_part_of_its_number(counter: Counter) -> None:
    counter.log_in(SECTOR)
    counter.go("sector")
    counter.scan(accepted(counter).replace("-", ""))
    counter.press("Ctrl+Enter")
    (registry,) = counter.front.session.app.ask("registry.all", {}, as_=SECTOR)
    assert f"registry:R-{registry.number}" in ask_for(counter, registry.number[:10])


def test_a_service_is_found_by_its_words_and_its_intake_begins(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    counter.go("find")
    found = [id for id in ask_for(counter, "дублик") if id.startswith("service:")]
    assert found
    counter.front._chosen("do", found[0])
    counter.rest()
    desk = counter.front.desks["intake"]
    assert counter.view.name == "intake"
    assert desk.visit.variant.id == "duplicate"


def test_what_was_begun_is_put_aside_when_another_service_is_asked_for(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    counter.go("intake")
    counter.type(KNOWN)
    counter.press("Enter")
    found = [id for id in ask_for(counter, "дублик") if id.startswith("service:")]
    counter.front._chosen("do", found[0])
    counter.rest()
    (draft,) = counter.front.session.app.ask("queue.my_drafts", {}, as_=INSPECTOR)
    assert draft.draft.applicant.number.open() == KNOWN


def test_who_may_not_take_in_is_offered_no_service(counter: Counter) -> None:
    counter.log_in(SECTOR)
    assert not [id for id in ask_for(counter, "дублик") if id.startswith("service:")]


def test_a_line_of_the_settings_is_found_by_a_word_of_it(counter: Counter) -> None:
    counter.log_in(SECTOR)
    found = ask_for(counter, "парол")
    assert [id.split(":")[1] for id in found if id.startswith("setting:")] == ["look"]
    counter.front._chosen("do", next(id for id in found if id.startswith("setting:")))
    counter.rest()
    assert counter.view.name == "settings"
    assert counter.front.desks["settings"].at == "look"


def test_enter_passes_over_what_the_register_filled_in(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    counter.go("intake")
    counter.type(KNOWN)
    counter.press("Enter")
    view = counter.view
    view.number.setFocus()
    counter.press("Enter")
    assert view.person.line.isReadOnly()
    assert QApplication.focusWidget() is view.phone.line


def test_a_workplace_gives_a_command_another_key_and_every_cap_and_sentence_says_so(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    counter.go("keys")
    counter.view.table.list.go("F8")
    counter.press("Ctrl+Enter")
    counter.choose("=F9")  # refuse and put aside change places
    assert counter.front.habits.keys == {"F8": "F9", "F9": "F8"}
    counter.go("intake")
    counter.type(KNOWN)
    counter.press("Enter")
    counter.press("F8")  # now: put aside
    (draft,) = counter.front.session.app.ask("queue.my_drafts", {}, as_=INSPECTOR)
    assert draft.draft.applicant.number.open() == KNOWN
    assert keys.in_words("Расписка об отказе — F8") == "Расписка об отказе — F9"
    counter.go("keys")
    counter.press("F9")  # where F8 was: the usual ones again
    assert counter.front.habits.keys == {}


def test_keys_that_cannot_be_are_left_out() -> None:
    try:
        for spoilt in ({"F12": "F3"}, {"F3": "F4"}, {"F3": "Ctrl+C"}, {"F3": "F3"}, {"": ""}):
            keys.give(spoilt)
            assert [keys.usual(key) for key in keys.FREE] == list(keys.FREE), spoilt
        keys.give({"F3": "F2"})
        assert (keys.usual("F2"), keys.usual("F3"), keys.shown("F3"), keys.usual("F12")) == ("F3", "", "F2", "F12")
    finally:
        keys.give({})
