"""Sector, courier, licensor, release: scans and keys, and what the people at each place see of them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from tests.print.reading import text
from tests.ui.desks.counter import COURIER, INSPECTOR, SECTOR, Counter, accepted, at_licensor

SECOND = "060240197729"


def bars(code: str) -> str:
    return code.replace("-", "")


def exchange(counter: Counter) -> None:
    counter.front.exchange.run()
    counter.rest()


def closed(counter: Counter, *codes: str) -> Any:
    counter.log_in(SECTOR)
    desk = counter.go("sector")
    for code in codes:
        counter.scan(bars(code))
    counter.press("Ctrl+Enter")
    return desk


def test_a_scan_enters_the_case_and_the_panel_says_whose_and_which_line(counter: Counter) -> None:
    first, second = accepted(counter), accepted(counter, SECOND)
    counter.log_in(SECTOR)
    desk = counter.go("sector")
    counter.scan(bars(first))
    counter.scan(bars(second))
    said = desk.view.panel.accessibleName()
    assert "ВНЕСЕНО" in said
    assert "Нұр-Денсаулық" in said
    assert "строка 2" in said
    assert [line.n for line in desk.view.state.lines] == [2, 1]


def test_a_fault_stays_aside_with_what_to_do_and_scanning_goes_on(counter: Counter) -> None:
    code = accepted(counter)
    counter.log_in(SECTOR)
    desk = counter.go("sector")
    counter.scan("CAT010116999990")
    assert "НЕ ВНЕСЕНО" in desk.view.panel.accessibleName()
    assert [a.number for a in desk.view.state.aside] == ["CAT010116999990"]
    counter.scan(bars(code))
    assert "ВНЕСЕНО" in desk.view.panel.accessibleName()
    assert len(desk.view.state.aside) == 1


def test_the_same_scan_twice_is_passed_over_without_an_alarm(counter: Counter) -> None:
    code = accepted(counter)
    counter.log_in(SECTOR)
    desk = counter.go("sector")
    counter.scan(bars(code))
    counter.scan(bars(code))
    assert desk.view.state.last[0].tone == "info"
    assert not desk.view.state.aside


def test_the_last_scan_is_taken_out_again_with_ctrl_z(counter: Counter) -> None:
    code = accepted(counter)
    counter.log_in(SECTOR)
    desk = counter.go("sector")
    counter.scan(bars(code))
    counter.press("Ctrl+Z")
    assert desk.view.state.lines == ()
    assert counter.app().ask("case.open", {"code": code}, as_=SECTOR).case.registry is None


def test_a_closed_registry_is_printed_and_waits_for_the_courier(counter: Counter) -> None:
    desk = closed(counter, accepted(counter))
    assert "Реестр закрыт: R-AT01-02-16-" in counter.told
    assert desk.view.state.registry == ""
    there = counter.go("courier")
    assert [p.number[:2] for p in there.view.state.give.parcels] == ["R-"]


def test_the_holder_changes_only_when_the_courier_has_taken(counter: Counter) -> None:
    code = accepted(counter)
    closed(counter, code)
    counter.go("courier")
    counter.press("Ctrl+Enter")
    assert "Передано" in counter.told
    held = lambda: counter.app().ask("case.open", {"code": code}, as_=SECTOR).case.holder  # noqa: E731
    assert held() == "sector"
    counter.log_in(COURIER)
    assert counter.view.state.give.phase == "done"
    counter.press("Ctrl+Enter")  # the act says "counted", and nothing was
    assert held() == "sector"
    assert counter.view.main_action().blocked == "Не сверена 1 строка"
    counter.scan(bars(code))
    counter.press("Ctrl+Enter")
    assert "Принято" in counter.told
    assert held() == "courier"


def test_a_courier_takes_at_the_sectors_machine_under_their_own_name(counter: Counter) -> None:
    code = accepted(counter)
    closed(counter, code)
    counter.go("courier")
    counter.press("Ctrl+Enter")
    counter.press("Ctrl+Enter")
    assert not counter.front.shell.palette_.isVisible()
    counter.press("F4")  # counted by hand, all here
    counter.press("Ctrl+Enter")
    counter.choose(COURIER)
    case = counter.app().ask("case.open", {"code": code}, as_=SECTOR).case
    assert case.holder == "courier"
    assert next(d.who for d in case.done if d.step == "dispatch") == COURIER


def test_a_courier_marks_what_is_not_in_the_bag_and_it_stays_with_the_sector(counter: Counter) -> None:
    codes = [accepted(counter), accepted(counter, SECOND)]
    for code in codes:
        closed(counter, code)
    counter.go("courier")
    counter.press("Ctrl+Enter")
    counter.log_in(COURIER)
    desk = counter.go("courier")
    first = desk.view.state.take.parcels[0].id

    def seals() -> list[str]:
        return [p.seal for p in desk.view.state.take.parcels]

    assert seals() == ["Не сверено", "Не сверено"]
    assert "Enter" in desk.view.state.take.foot
    for wanted in ("Есть", "нет", "повреждено", "Есть", "нет"):  # the same key goes round
        desk.view.parcel_opened.emit(first)
        assert seals() == [wanted, "Не сверено"]
    assert desk.view.main_action().blocked
    counter.scan(bars(codes[1]))
    assert seals() == ["нет", "Есть"]
    counter.press("Ctrl+Enter")
    assert "1 дело" in counter.told
    cases = [counter.app().ask("case.open", {"code": code}, as_=SECTOR).case for code in codes]
    assert sorted(case.holder for case in cases) == ["courier", "sector"]
    counter.log_in(SECTOR)
    desk = counter.go("courier")
    assert [p.cases for p in desk.view.state.give.parcels] == [1], "it can be given again"


def test_a_case_goes_to_the_licensor_and_its_desk_offers_the_step_of_the_act(counter: Counter) -> None:
    code = accepted(counter)
    closed(counter, code)
    counter.go("courier")
    counter.press("Ctrl+Enter")
    counter.log_in(COURIER)
    counter.press("F4")
    counter.press("Ctrl+Enter")
    exchange(counter)
    counter.log_in(f"{COURIER}@licensor")
    counter.press("Ctrl+Enter")
    counter.log_in("chancellery.ad01")
    counter.go("courier")
    assert counter.view.second_action().words == "Не принимать"  # it is no courier who does not
    counter.press("F4")
    counter.press("Ctrl+Enter")
    desk = counter.go("licensor")
    assert desk.view.main_action().words == "Внести в журнал"
    counter.press("Ctrl+Enter")
    counter.front.shell.palette_.line.setText("4452")
    counter.choose("with")
    assert "Сделано: Приём в журнал" in counter.told
    assert desk.view.main_action() is None
    counter.log_in("specialist.ad01")
    assert counter.view.main_action() is None, "the head has not assigned it yet"


def test_a_case_opens_with_its_line_of_steps_when_its_number_is_typed_above(counter: Counter) -> None:
    code = accepted(counter)
    counter.log_in(INSPECTOR)
    counter.front.search(code)
    counter.rest()
    assert counter.view.name == "case"
    assert code[2:] in counter.view.head.accessibleName()
    assert counter.view.state.steps[0].phase == "done"


def test_a_part_of_a_name_finds_the_case(counter: Counter) -> None:
    accepted(counter)
    accepted(counter, SECOND)
    counter.log_in(INSPECTOR)
    desk = counter.go("find")
    desk.view.line.setFocus()
    counter.type("денсау")
    assert [r.who for r in desk.view.state.rows] == ["ТОО «Нұр-Денсаулық»"]


def test_a_sector_worker_has_no_place_at_the_intake(counter: Counter) -> None:
    counter.log_in(SECTOR)
    counter.front.go("intake")
    assert counter.view.name == "sector"
    assert "intake" not in counter.front.shell.rail.buttons


def test_nothing_of_a_person_is_left_behind_the_lock_screen(counter: Counter) -> None:
    accepted(counter)
    counter.log_in(INSPECTOR)
    counter.go("find")
    counter.press("F12")
    assert counter.front.shell.locked
    assert set(counter.front.shell.screens) == {"lock"}
    assert counter.front.shell.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_hand_over_that_was_signed_is_taken_back_only_when_that_was_meant(counter: Counter) -> None:
    closed(counter, accepted(counter))
    desk = counter.go("courier")
    counter.press("Ctrl+Enter")
    assert "отвечаете вы" in counter.told
    counter.press("Ctrl+Z")
    assert desk.given is not None
    counter.press("Esc")
    assert desk.given is not None
    counter.press("Ctrl+Z")
    counter.press("Enter")
    assert desk.given is None
    assert "недействителен" in counter.told


def test_what_a_colleague_gave_who_is_gone_can_be_taken_back_at_the_window(counter: Counter) -> None:
    """Their bag stood nowhere: neither to be taken nor to be taken back."""
    colleague = "second.sector"
    given = {"login": colleague, "role": "sector", "office": "AT01", "device": "AT01-02", "name": "Ким Ара"}
    counter.app().run("account.open", given, as_="administrator.at01")
    closed(counter, accepted(counter))
    counter.go("courier")
    counter.press("Ctrl+Enter")
    counter.log_in(colleague)
    desk = counter.go("courier")
    assert desk.given is None  # its giver is here
    counter.app().run("account.close", {"login": SECTOR}, as_="administrator.at01")
    desk.reload()
    counter.rest()
    assert desk.given is not None
    counter.press("Ctrl+Z")
    counter.press("Enter")
    assert desk.given is None
    assert "недействителен" in counter.told


def test_on_the_way_back_nobody_signs_for_the_sheets_of_the_application(counter: Counter) -> None:
    codes = at_licensor(counter, SECOND, signed=True)
    counter.log_in("chancellery.ad01")
    desk = counter.go("courier")
    assert [p.sheets for p in desk.view.state.give.parcels] == [None, None]
    assert "2 дела с результатами" in desk.view.state.give.foot
    counter.press("Ctrl+Enter")
    there = counter.app("licensor")
    form, _, pdf = there.paper(desk.paper, as_="chancellery.ad01")
    said = " ".join(text(pdf).split())
    assert form == "courier-sheet"
    assert "2 дела (два), 2 документа (два)" in said
    assert "реестра" not in said
    assert all(code in said.replace(" ", "") for code in codes)


def test_a_courier_sees_the_limit_of_the_way_its_sheet_and_only_keys_that_do_something(counter: Counter) -> None:
    code = accepted(counter)
    closed(counter, code)
    desk = counter.go("courier")
    assert "F6" in [hint.key for hint in desk.view.hints()]
    counter.press("Ctrl+Enter")
    counter.log_in(COURIER)
    desk = counter.go("courier")
    assert "F6" not in [hint.key for hint in desk.view.hints()], "cases are not opened by couriers"
    assert desk.view.take.table.list.hasFocus()
    counter.press("F7")
    assert "Здесь бумаг ещё не делали" not in counter.told, "the sheet lies in the bag"
    counter.press("Esc")
    counter.scan(bars(code))
    counter.press("Ctrl+Enter")
    carried = desk.view.state.legs
    assert [(leg.ahead, leg.time != "—") for leg in carried] == [(True, False), (False, True)]
