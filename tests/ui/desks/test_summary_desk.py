"""The supervisor's page worked by keys on a furnished store: days, service, the cases behind a figure, PDF and XLSX."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pypdf
import pytest

from tests.ui.desks.counter import Counter, accepted
from ui.desks.summary import PATIENCE
from ui.desks.summary_days import Days, typed_days
from ui.screenshots import furnish

SUPERVISOR = "supervisor.at01"


@pytest.fixture
def desk(counter: Counter):
    furnish(counter.front, counter.clock)
    counter.log_in(SUPERVISOR)
    return counter.go("summary")


def answers(desk) -> dict[str, str]:
    return {c.key: c.answer for c in desk.view.state.cards}


def test_the_page_answers_from_the_store(counter: Counter, desk) -> None:
    first, last = desk.span()
    assert (first, last) == (date(2016, 11, 1), date(2016, 11, 16))
    told = counter.app().ask("reports.summary", desk.given(), as_=SUPERVISOR)
    assert told.visits == 11
    assert [h.value for h in desk.view.state.headlines] == [str(told.visits), str(told.taken), str(told.late)]
    assert answers(desk)["flow"] == "Пик — среда 9–11: 11 обращений"
    assert "В сектор" in answers(desk)["steps"]
    assert "11 обращений" in desk.view.boxes[0].accessibleName()


def test_what_others_do_is_counted_soon_and_not_at_every_change(counter: Counter, desk) -> None:
    accepted(counter)
    counter.front.work.changed.emit(frozenset({("case", "any")}))
    counter.rest()
    assert desk.view.state.headlines[0].value == "11"
    for _ in range(PATIENCE):
        desk.tick()
    counter.rest()
    assert desk.view.state.headlines[0].value == "12"


def test_another_period_counts_anew_and_its_days_stand_in_the_bar(counter: Counter, desk) -> None:
    counter.press("F3")
    counter.choose("day")
    assert desk.span() == (date(2016, 11, 16), date(2016, 11, 16))
    assert desk.view.state.headlines[0].value == "5"
    counter.front.shell.route("PgUp")
    counter.rest()
    assert desk.span() == (date(2016, 11, 15), date(2016, 11, 15))
    assert answers(desk)["flow"] == "За это время никто не приходил"
    assert "15 ноября 2016" in [c.words for c in desk.view.state.periods]
    counter.front.shell.route("PgDn")
    counter.rest()
    assert desk.view.state.headlines[0].value == "5"


def test_own_days_are_typed_and_wrong_ones_change_nothing(counter: Counter, desk) -> None:
    counter.press("F3")
    counter.choose("own")
    counter.front.shell.palette_.asked.emit("summary.own", "1.11.2016 - 3.11.2016")
    counter.rest()
    assert desk.span() == (date(2016, 11, 1), date(2016, 11, 3))
    assert desk.view.state.headlines[0].value == "6"
    desk._typed("31.02.2016–01.03.2016")
    assert "Таких дней нет" in counter.told
    assert desk.span() == (date(2016, 11, 1), date(2016, 11, 3))


def test_enter_on_a_card_lists_the_cases_of_its_answer_and_opens_one(counter: Counter, desk) -> None:
    desk.view.go(1)
    counter.press("Enter")
    behind = desk.view.state.behind
    assert behind is not None
    figure = next(f for f in behind.figures if f.key == behind.figure)
    assert figure.key.endswith(".late")
    assert len(behind.rows) == figure.n > 0
    assert counter.view.title() == "Дела"
    counter.press("Ctrl+Enter")
    assert counter.view.name == "case"


def test_f6_lists_everything_that_a_card_counted_and_esc_comes_back(counter: Counter, desk) -> None:
    counter.press("F6")
    behind = desk.view.state.behind
    assert behind is not None
    assert (behind.figure, len(behind.rows)) == ("", 11)
    assert behind.means
    counter.press("Esc")
    assert desk.view.state.behind is None
    assert desk.view.boxes[0].hasFocus()


@pytest.mark.parametrize("question", ["flow", "steps", "refusals", "parties", "survey", "lying"])
def test_each_figure_of_a_list_has_so_many_cases_as_it_says(counter: Counter, desk, question: str) -> None:
    desk._behind(question, "")
    counter.rest()
    for figure in desk.view.state.behind.figures:
        desk._behind(question, figure.key)
        counter.rest()
        rows = desk.view.state.behind.rows
        if figure.key and "courier" not in figure.key and question in ("flow", "refusals", "lying"):
            assert len(rows) == figure.n, figure
        assert bool(rows) == bool(figure.n), figure


def test_a_service_is_chosen_by_f4_and_narrows_everything(counter: Counter, desk) -> None:
    counter.press("F4")
    counter.choose("service:medical-licence")
    assert desk.given()["service"] == "medical-licence"
    assert desk.view.state.headlines[0].value == "11"
    counter.press("F4")
    counter.choose("place:AT01-01")
    assert desk.given()["workplace"] == "AT01-01"
    assert desk.view.state.headlines[0].value == "11"
    assert desk.view.state.place == "AT01-01"


def saved(counter: Counter, end: str) -> Path:
    (found,) = (counter.front.folder / "papers").glob(f"*{end}")
    assert found.name in counter.told
    assert found.stat().st_mode & 0o077 == 0
    return found


def test_ctrl_enter_saves_the_page_as_a_pdf_that_says_whose_when_and_by_whom(counter: Counter, desk) -> None:
    counter.press("Ctrl+Enter")
    file = saved(counter, ".pdf")
    said = " ".join(" ".join(p.extract_text().split()) for p in pypdf.PdfReader(file).pages)
    for words in (
        "Филиал по Атырауской области, отдел № 1", "01.11.2016 – 16.11.2016", "весь отдел, все услуги", "16.11.2016, 10:42",
        "Ким Ольга Сергеевна", "УЧЕБНЫЙ", *answers(desk).values(),
    ):  # fmt: skip
        assert "".join(words.replace("→", "").split()) in "".join(said.replace("→", "").split()), words
    assert "Имён и номеров услугополучателей нет" in said
    counter.front.speak("kk")
    counter.press("Ctrl+Enter")
    assert saved(counter, "-kk.pdf")


def test_f7_saves_the_figures_and_from_a_list_its_cases_without_names(counter: Counter, desk) -> None:
    counter.press("F7")
    book = openpyxl.load_workbook(saved(counter, ".xlsx"))
    assert book.sheetnames[0] == "Сводка"
    assert book.worksheets[0]["A1"].value == "Филиал по Атырауской области, отдел № 1"
    (counter.front.folder / "papers" / "summary-2016-11-01-2016-11-16-ru.xlsx").unlink()
    counter.press("F6")
    names = {r.applicant for r in desk.rows}
    counter.press("F7")
    body = saved(counter, ".xlsx").read_bytes()
    sheet = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]
    cells = [str(c.value) for row in sheet.iter_rows() for c in row]
    assert {r.number for r in desk.rows} <= set(cells)
    assert len(names) > 1
    assert not names & set(cells)


def test_a_department_has_its_own_page(counter: Counter, desk) -> None:
    counter.log_in("head.ad01")
    there = counter.go("summary")
    assert there.found.visits == 10
    assert "Управление здравоохранения Атырауской области" in answers(there)["parties"]
    assert [c.id for c in there.view.state.places] == [""]


def test_days_of_each_period_begin_where_people_expect() -> None:
    today = date(2016, 11, 16)
    span = lambda period, back=0: tuple(str(d) for d in Days(period, back).span(today))  # noqa: E731
    assert span("day") == ("2016-11-16", "2016-11-16")
    assert span("week") == ("2016-11-14", "2016-11-16")
    assert span("week", 1) == ("2016-11-07", "2016-11-13")
    assert span("month", 11) == ("2015-12-01", "2015-12-31")
    assert span("quarter") == ("2016-10-01", "2016-11-16")
    assert span("quarter", 1) == ("2016-07-01", "2016-09-30")
    own = Days("own", 1, (date(2016, 11, 1), date(2016, 11, 15)))
    assert own.span(today) == (date(2016, 10, 17), date(2016, 10, 31))


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("01.11.2016–15.11.2016", ("2016-11-01", "2016-11-15")),
        ("1.11.16 - 15.11.16", ("2016-11-01", "2016-11-15")),
        ("01112016 15112016", ("2016-11-01", "2016-11-15")),
        ("16.11.2016", ("2016-11-16", "2016-11-16")),
        ("15.11.2016–01.11.2016", None),
        ("31.02.2016–01.03.2016", None),
        ("ноябрь", None),
        ("", None),
        ("01.11.2016 02.11.2016 03.11.2016", None),
    ],
)
def test_typed_days_are_read_or_refused(typed: str, days: tuple[str, str] | None) -> None:
    read = typed_days(typed)
    assert (tuple(map(str, read)) if read else None) == days


def test_one_line_says_who_took_out_more_than_a_days_work_needs(counter: Counter, desk) -> None:
    assert desk.view.state.much == ""
    assert desk.view.much.isHidden()
    for login, more in (("inspector.at01", 320), ("sector.at01", 310)):
        counter.app().run("account.count", {"kind": "open", "more": more}, as_=login)
    desk.open()
    counter.rest()
    name = next(p.name for p in counter.app().ask("house.people", {}, as_=SUPERVISOR) if p.login == "inspector.at01")
    assert (
        desk.view.state.much == f"{name}: 16.11 открыто дел 320, обычно не больше 300. И ещё людей: 1. Спросите, зачем"
    )
    assert desk.view.much.isVisible()
    assert name in desk.view.much.accessibleName()


def test_what_is_saved_as_a_table_is_counted_before_it_is_saved(counter: Counter, desk) -> None:
    counter.press("F7")
    saved(counter, ".xlsx")
    app = counter.app()
    with app.store.reading() as connection:
        (facts,) = connection.exec_driver_sql("SELECT facts FROM events WHERE kind = 'access.counted'").scalars().all()
    assert b'"kind":"export"' in bytes(facts)
