"""The specialist names the kinds of the activity at the window, and they stand on the annex that the head signs."""

from __future__ import annotations

from typing import Any

from tests.ui.desks.counter import Counter, accepted
from ui.screenshots import HEAD, SPECIALIST, consider, send


def preparing(counter: Counter) -> tuple[Any, str]:
    code, there = accepted(counter), counter.app("licensor")
    send(counter.app(), there, [code], counter.front.door.exchange)
    consider(there, [code])
    counter.log_in(SPECIALIST)
    desk = counter.go("licensor")
    return desk, code


def add(counter: Counter, words: str, what: str = "add") -> None:
    counter.front.shell.palette_.line.setText(words)
    counter.choose(what)
    counter.rest()


def test_kinds_are_named_line_by_line_taken_out_again_and_stand_on_the_licence(counter: Counter) -> None:
    desk, code = preparing(counter)
    assert desk.step().step == "prepare"
    assert "Подвиды не указаны" in desk.view.state.verdict.why
    counter.press("F5")
    for words in ("терапия", "хирургия", "терапия"):
        add(counter, words)
    assert [e.words for e in counter.front.shell.palette_.entries if e.id.startswith("out:")] == ["терапия", "хирургия"]
    add(counter, "", "out:1")
    add(counter, "педиатрия")
    add(counter, "KZ99LAA00032760", "number")
    counter.press("Esc")
    assert "терапия; педиатрия" in desk.view.state.verdict.why
    counter.press("Ctrl+Enter")
    assert "контрольные цифры" in counter.told  # the number was mistyped, and nothing is prepared
    assert desk.licence.subtypes == ["терапия", "педиатрия"]  # and nothing of it is lost
    counter.press("F5")
    add(counter, "KZ18LAA00032760", "number")
    counter.press("Esc")
    counter.press("Ctrl+Enter")
    case = counter.app("licensor").ask("case.open", {"code": code}, as_=SPECIALIST).case
    assert (case.subtypes, case.result_number) == (("терапия", "педиатрия"), "KZ18LAA00032760")
    drafts = counter.app("licensor").ask("papers.to_sign", {"code": code}, as_=HEAD)
    assert drafts


def test_nothing_in_the_line_adds_nothing(counter: Counter) -> None:
    desk, _ = preparing(counter)
    counter.press("F5")
    add(counter, "  ")
    assert desk.licence.subtypes == []
    assert "Сначала наберите" in counter.told


def test_what_cannot_become_a_licence_has_no_such_key(counter: Counter) -> None:
    desk, code = preparing(counter)
    counter.app("licensor").run(
        "licensor_desk.prepare",
        {"code": code, "result": "reasoned-refusal", "grounds": [desk.looked.grounds[0].id]},
        as_=SPECIALIST,
    )
    counter.log_in(HEAD)
    counter.go("licensor")
    counter.press("F5")
    assert not counter.front.shell.palette_.isVisible()
