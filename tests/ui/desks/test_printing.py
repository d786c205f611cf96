"""Paper at the counter: printed at once, shown first or kept; a printer that dies loses none, and a copy is never silent."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests.print.reading import scanned
from tests.ui.desks.counter import INSPECTOR, Counter, accepted, counter
from tests.ui.printer_stand_in import StandIn, labels, printer_stand_in
from tests.ui.test_fits import cut
from ui import look
from ui.devices.print_journal import FILE
from ui.look_text import traced
from ui.parts.paper_preview import PaperPreview

__all__ = ["counter"]


def set_up(counter: Counter, **ways: dict[str, Any]) -> None:
    """What this workplace remembers of its printers."""
    counter.front.keep(printers={kind.replace("_", "-").replace("all", "*"): way for kind, way in ways.items()})


def label_to(there: StandIn, mode: str = "at-once") -> dict[str, Any]:
    return {"printer": there.zpl, "mode": mode, "dpi": 203}


def nowhere() -> str:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        return f"zpl://127.0.0.1:{closed.getsockname()[1]}"


def printing(counter: Counter) -> Any:
    assert counter.front.session is not None
    return counter.front.session.printing


def waiting(counter: Counter) -> list[tuple[str, str, str]]:
    p = printing(counter)
    return [(one.kind, one.state, one.wrong) for one in p.journal.waiting(p.device)]


def made(counter: Counter) -> list[str]:
    folder = counter.front.folder / "papers"
    return sorted(p.name for p in folder.iterdir()) if folder.exists() else []


def take_in(counter: Counter) -> tuple[str, ...]:
    """A visit taken in by the command, its papers handed to the window as the desk does."""
    from ui.screenshots import filled

    app = counter.app()
    outcome = app.run("intake.accept", filled(app, "050140424450", 0), as_=INSPECTOR)
    counter.front.session.print(outcome.value.papers)  # type: ignore[union-attr]
    counter.rest()
    return tuple(outcome.value.papers)


def test_without_a_printer_papers_are_kept_and_nobody_is_asked(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    take_in(counter)
    assert [name.split("-", 1)[1] for name in made(counter)] == ["acceptance-receipt.pdf", "label.pdf"]
    assert waiting(counter) == []
    assert QApplication.activeModalWidget() is None


def test_a_label_comes_out_at_once_and_its_bars_are_the_cases(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    with printer_stand_in() as there:
        set_up(counter, label=label_to(there))
        papers = take_in(counter)
    (sent,) = there.got
    (image,) = labels(sent)
    _, code, _ = counter.app().paper(papers[1], as_="inspector.at01")
    assert [f.text for f in scanned(image)] == [code]
    assert [name.split("-", 1)[1] for name in made(counter)] == ["acceptance-receipt.pdf"]  # only what has no printer
    assert waiting(counter) == []
    assert printing(counter).journal.papers[papers[1]].how == "printer"


def test_a_printer_that_is_gone_is_said_in_a_sentence_and_the_paper_is_kept(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    set_up(counter, label={"printer": nowhere(), "mode": "at-once"})
    take_in(counter)
    assert "не отвечает" in counter.told
    assert "сохранено" in counter.told
    assert waiting(counter) == [("label", "due", "gone")]
    assert any("label" in name for name in made(counter))
    assert QApplication.activeModalWidget() is None


def test_a_printer_out_of_paper_is_said_and_the_label_is_printed_when_asked_back(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    with printer_stand_in(paper_out=True) as there:
        set_up(counter, label=label_to(there))
        papers = take_in(counter)
        assert "кончилась бумага" in counter.told
        assert there.got == []
        there.paper_out = False
        printing(counter).offer_waiting()
        counter.choose("all-again")
    assert len(there.got) == 1
    assert waiting(counter) == []
    rows = counter.app().ask("papers.ledger", {}, as_=INSPECTOR)
    assert rows == ()  # no printer had taken it: the first one is no copy
    assert printing(counter).journal.papers[papers[1]].state == "done"


def test_papers_that_nobody_confirmed_are_asked_back_at_the_next_start(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    set_up(counter, label={"printer": nowhere(), "mode": "at-once"})
    take_in(counter)
    take_in(counter)
    counter.press("F12")
    counter.log_in(INSPECTOR)
    assert "2 бумаги не подтверждены" in counter.told
    assert not counter.front.shell.palette_.isVisible()  # said calmly: nothing lies over the work
    counter.front.shell.route("Ctrl+P")
    assert [e.id for e in counter.front.shell.palette_.entries][:2] == ["all-again", "all-there"]
    counter.press("Esc")
    counter.press("F12")
    counter.log_in("sector.at01")
    assert waiting(counter) == []  # they are not the sector's papers
    assert not counter.front.shell.toast.isVisible()


def test_everything_is_there_ends_the_question(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    set_up(counter, label={"printer": nowhere(), "mode": "at-once"})
    take_in(counter)
    printing(counter).offer_waiting()
    counter.choose("all-there")
    assert waiting(counter) == []
    counter.press("F12")
    counter.log_in(INSPECTOR)
    assert "не подтвержден" not in counter.told


def test_a_paper_that_a_printer_took_and_nobody_saw_comes_again_as_a_copy(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    with printer_stand_in() as there:
        set_up(counter, label=label_to(there))
        papers = take_in(counter)
        journal = printing(counter).journal
        journal.handed(papers[1], there.zpl, "")  # as after a crash: taken, and not known to have come out
        printing(counter).offer_waiting()
        counter.choose("all-again")
    assert len(there.got) == 2
    (line,) = counter.app().ask("papers.ledger", {}, as_=INSPECTOR)
    assert (line.copy, line.reason, line.form) == (1, "not-printed", "label")
    assert waiting(counter) == []


def test_a_paper_that_a_crash_cut_off_before_it_was_printed_is_found_at_the_next_start(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    with printer_stand_in() as there:
        set_up(counter, label=label_to(there))
        take_in(counter)
        counter.press("F12")
        accepted(counter)  # committed, and the window died before it could print
        counter.log_in(INSPECTOR)
        assert waiting(counter) == [("label", "due", "")]
        assert "1 бумага не подтверждена" in counter.told
        printing(counter).offer_waiting()
        counter.choose("all-again")
    assert len(there.got) == 2
    assert waiting(counter) == []


def test_the_journal_of_prints_holds_no_person_and_lives_through_half_a_line(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    set_up(counter, label={"printer": nowhere(), "mode": "at-once"})
    take_in(counter)
    place = counter.front.folder / FILE
    assert place.stat().st_mode & 0o077 == 0
    said = place.read_text("utf-8")
    case = counter.app().ask("queue.all", {}, as_=INSPECTOR)[0]
    assert case.applicant not in said
    assert "050140424450" not in said
    place.write_text(said + '{"paper": "half', "utf-8")
    counter.press("F12")
    counter.log_in(INSPECTOR)
    assert waiting(counter) == [("label", "due", "gone")]
    assert all(json.loads(line) for line in place.read_text("utf-8").splitlines())


def test_a_paper_is_shown_first_and_printed_by_its_key(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    with printer_stand_in() as there:
        set_up(counter, label=label_to(there, "preview"))
        take_in(counter)
        preview = printing(counter).preview
        assert preview.isVisible()
        assert "страница 1 из 1" in preview.accessibleName()
        assert there.got == []
        counter.press("F7")
        assert not preview.isVisible()
    assert len(there.got) == 1
    assert waiting(counter) == []


def test_a_paper_that_is_only_looked_at_is_not_asked_back(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    with printer_stand_in() as there:
        set_up(counter, label=label_to(there, "preview"))
        take_in(counter)
        counter.press("Esc")
        assert not printing(counter).preview.isVisible()
    assert there.got == []
    assert waiting(counter) == []


def test_the_preview_turns_and_enlarges_by_keys_and_the_work_behind_it_stands_still(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    papers = take_in(counter)
    counter.go("intake")
    before = counter.view
    printing(counter).show(papers[0])
    counter.rest()
    preview = printing(counter).preview
    small = preview.grab().toImage()
    counter.press("F3")
    assert preview.grab().toImage() != small
    for key in ("F8", "F9", "Ctrl+Enter"):
        counter.press(key)
    assert counter.view is before
    assert preview.isVisible()
    counter.press("Esc")
    assert not preview.isVisible()
    assert preview.state.pdf == b""  # nothing of a person stays behind


def test_the_lock_closes_the_preview(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    papers = take_in(counter)
    printing(counter).show(papers[0])
    counter.rest()
    assert counter.front.shell.findChildren(PaperPreview)
    counter.press("F12")
    assert counter.front.shell.locked
    assert not counter.front.shell.findChildren(PaperPreview)


def test_a_printed_paper_is_printed_again_only_as_a_copy_with_a_reason(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    with printer_stand_in() as there:
        set_up(counter, label=label_to(there))
        papers = take_in(counter)
        printing(counter).show(papers[1])
        counter.rest()
        counter.press("F7")
        counter.choose("spoilt")
    assert len(there.got) == 2
    (line,) = counter.app().ask("papers.ledger", {}, as_=INSPECTOR)
    assert (line.copy, line.reason) == (1, "spoilt")
    assert "копия 1" in counter.told


# ---- the place where printers are set


def test_a_printer_is_chosen_by_keyboard_and_remembered(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    desk = counter.go("printers")
    assert [k.id for k in desk.view.state.kinds][:2] == ["*", "acceptance-receipt"]
    assert desk.view.state.machines == ()
    desk.view.table.list.go("label")
    counter.press("Ctrl+Enter")
    counter.choose("net")
    counter.front.shell.palette_.line.setText("zpl://127.0.0.1:9")
    counter.press("Enter")
    counter.press("F4")
    counter.choose("dpi:300")
    counter.press("F3")
    counter.choose("preview")
    kept = json.loads((counter.front.folder / "window.json").read_text("utf-8"))["printers"]["label"]
    assert kept == {"printer": "zpl://127.0.0.1:9", "mode": "preview", "dpi": 300, "tray": "", "copies": 1}
    row = next(k for k in desk.view.state.kinds if k.id == "label")
    assert (row.printer, row.mode, row.how) == ("zpl://127.0.0.1:9", "Сначала показать", "300 dpi")
    assert desk.view.state.machines[0].tone == "late"  # nobody listens there
    counter.press("Ctrl+Enter")
    counter.choose("as-all")
    assert next(k for k in desk.view.state.kinds if k.id == "label").printer == "как все"


def test_a_wrong_address_is_said_and_not_kept(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    counter.go("printers").take("label", "zpl://")
    counter.rest()
    assert "zpl://10.0.0.20:9100" in counter.told
    assert counter.front.habits.printers == {}


def test_the_test_label_is_read_back_at_the_printers_own_dots(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    desk = counter.go("printers")
    with printer_stand_in() as there:
        desk.take("label", there.zpl)
        counter.rest()
        desk.view.table.list.go("label")
        counter.press("F7")
    (sent,) = there.got
    (image,) = labels(sent)
    (read,) = [f.text for f in scanned(image)]
    assert read in counter.told
    assert counter.app().ask("queue.find", {"text": read}, as_=INSPECTOR) == ()


def test_the_ledger_shows_copies_and_takes_a_blank_form(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    code = accepted(counter)
    paper = counter.app().ask("case.papers_of", {"code": code}, as_=INSPECTOR)[0].id
    counter.app().run("upkeep.reprint", {"paper": paper, "reason": "lost"}, as_=INSPECTOR)
    desk = counter.go("ledger")
    assert "Утеряна" in desk.view.state.rows[0].sentence()
    counter.press("Ctrl+Enter")
    counter.front.shell.palette_.line.setText(code)
    counter.press("Enter")
    counter.choose(paper)
    counter.choose("used")
    counter.front.shell.palette_.line.setText("ҚҚ 0012345")
    counter.press("Enter")
    assert "бланк № ҚҚ 0012345" in desk.view.state.rows[0].sentence()
    counter.press("Ctrl+Enter")
    counter.front.shell.palette_.line.setText(code)
    counter.press("Enter")
    counter.choose(paper)
    counter.choose("spoilt")
    counter.choose("torn")
    assert "Порван" in desk.view.state.rows[0].sentence()


@pytest.mark.parametrize("kept", [{"label": 7}, {"*": {"mode": "shout", "dpi": 1, "copies": 99}}, {"label": {}}])
def test_a_spoilt_memory_of_printers_is_as_if_it_were_not_there(counter: Counter, kept: dict[str, Any]) -> None:
    counter.log_in(INSPECTOR)
    counter.front.keep(printers=kept)
    take_in(counter)
    assert len(made(counter)) == 2
    assert waiting(counter) == []


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_nothing_is_cut_around_a_paper_that_is_shown(counter: Counter, lang: str) -> None:
    counter.log_in(INSPECTOR)
    with printer_stand_in() as there:
        set_up(counter, all=label_to(there, "preview"))
        papers = take_in(counter)
        counter.press("Esc")
        counter.press("Esc")
        counter.front.speak(lang)
        counter.front.dress(look.LIGHT, 1.5)
        printing(counter).show(papers[0])
        counter.rest()
        with traced() as drawn:
            printing(counter).preview.grab()
        counter.press("Esc")
        counter.front.dress(look.LIGHT, 1.0)
    assert len(drawn) > 4
    assert {cut(d) for d in drawn} == {""}


def test_a_paper_under_way_when_the_window_is_locked_is_printed_and_written_down(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    with printer_stand_in() as there:
        set_up(counter, label=label_to(there))
        from ui.screenshots import filled

        outcome = counter.app().run("intake.accept", filled(counter.app(), "050140424450", 0), as_=INSPECTOR)
        journal = printing(counter).journal
        counter.front.session.print(outcome.value.papers)  # type: ignore[union-attr]
        counter.press("F12")  # before anything of it has come back
    assert counter.front.shell.locked
    assert len(there.got) == 1
    assert journal.papers[outcome.value.papers[1]].state == "done"


def test_a_scan_while_a_paper_is_shown_goes_on_and_closes_it(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    papers = take_in(counter)
    _, code, _ = counter.app().paper(papers[0], as_="inspector.at01")
    printing(counter).show(papers[0])
    counter.rest()
    preview = printing(counter).preview
    counter.scan(code)
    assert not preview.isVisible()
    assert counter.view.name == "case"
