"""Every place opens, empty and furnished, in three languages; what it shows comes from the store and nowhere else."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

from tests.ui.desks.counter import INSPECTOR, KNOWN, SECTOR, Counter, accepted
from ui import look_words
from ui.desks import SCREENS
from ui.desks.habits import Habits
from ui.screenshots import STAGES, furnish, settle

ROLE = {
    "intake": INSPECTOR, "release": INSPECTOR, "sector": SECTOR, "courier": SECTOR, "find": INSPECTOR, "case": INSPECTOR,
    "deadlines": "supervisor.at01", "summary": "supervisor.at01", "settings": "administrator.at01",
    "licensor": "specialist.ad01", "sign": "head.ad01", "taking": "chancellery.ad01", "scanner": INSPECTOR, "keys": SECTOR,
    "printers": INSPECTOR, "ledger": INSPECTOR, "process": INSPECTOR, "law": INSPECTOR, "new-law": "administrator.at01",
}  # fmt: skip


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_every_place_opens_empty_and_says_everything_in_words(counter: Counter, lang: str) -> None:
    counter.front.speak(lang)
    for name, _, _ in SCREENS:
        counter.log_in(ROLE[name])
        counter.go(name)
        view = counter.view
        words = [h.words for h in view.hints()] + [a.words for a in (view.main_action(), view.second_action()) if a]
        assert view.name == name
        assert not [w for w in [*words, view.title()] if w.startswith(("desk.", "window."))]


def test_a_morning_is_furnished_and_each_picture_is_reached(counter: Counter) -> None:
    furnish(counter.front, counter.clock)
    for _, stage in STAGES:
        stage(counter.front)
        settle(counter.front)
    assert counter.front.shell.toast.state is None or counter.front.shell.toast.state.tone != "late"


def test_the_board_counts_what_the_clocks_say(counter: Counter) -> None:
    furnish(counter.front, counter.clock)
    counter.log_in("supervisor.at01")
    desk = counter.go("deadlines")
    late = [c for c in desk.clocks if c.state == "late"]
    assert late
    assert desk.view.state.axis.counts[0].value == str(len(late))
    assert f"Просрочено: {len(late)}" in desk.view.axis.accessibleName()


def test_a_case_shows_the_step_that_was_late_and_the_clause_of_the_one_that_runs(counter: Counter) -> None:
    furnish(counter.front, counter.clock)
    counter.log_in(INSPECTOR)
    desk = counter.go("find")
    row = next(r for r in desk.waiting.newest.rows if r.status == "at-licensor")
    desk.view.opened.emit(row.id)
    counter.rest()
    state = counter.view.state
    assert [s.title for s in state.steps if s.tone == "late" and s.phase == "done"] == ["В сектор"]
    assert state.why_clause.startswith("прил. 1, п. 7")


def test_a_reprint_says_which_copy_it_is(counter: Counter) -> None:
    code = accepted(counter)
    counter.log_in(INSPECTOR)
    counter.front.go("case", code)
    counter.rest()
    counter.press("F7")
    receipt = next(p.id for p in counter.front.desks["case"].opened.papers if p.form == "acceptance-receipt")
    counter.choose(receipt)
    counter.choose("lost")  # why: the ledger says it
    assert "копия 1" in counter.told


def test_the_released_result_is_written_down_with_who_took_it(counter: Counter) -> None:
    furnish(counter.front, counter.clock)
    counter.log_in(INSPECTOR)
    desk = counter.go("release")
    desk.choose(desk.ready[0].id)
    counter.rest()
    assert desk.view.main_action().blocked
    desk.view.number.setFocus()
    counter.type("650103435172")
    counter.press("Enter")
    assert desk.view.person.text()
    desk.view.power.setFocus()  # a firm's: by what right
    counter.type("12")
    counter.press("Ctrl+Enter")
    assert "Выдано: AT01-01-16-" in counter.told
    assert desk.view.state.ready == ()


def test_the_window_remembers_its_language_and_nothing_of_an_applicant(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    counter.front.speak("kk")
    kept = (counter.front.folder / "window.json").read_text("utf-8")
    assert '"language": "kk"' in kept
    assert set(json.loads(kept)) == {f.name for f in fields(Habits)}
    assert KNOWN not in kept
    assert look_words.language() == "kk"
