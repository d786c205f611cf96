"""The first start at its fullest steps, and two sections of the settings."""

from __future__ import annotations

from tests.ui.demo_words import t
from ui.desks import by_stick
from ui.desks.first_plan import STEPS
from ui.desks.settings_rows import ICONS, SECTIONS
from ui.keys import Action, Hint
from ui.look_words import say
from ui.parts.grid import Cell, Column, Row
from ui.parts.segment import Choice
from ui.screens.first_view import Ask, FirstState, StepLine
from ui.screens.settings_view import SettingsState

NAME = ("«Азаматтарға арналған үкімет» мемлекеттік корпорациясы", "Государственная корпорация «Правительство для граждан»",
        "State corporation “Government for Citizens”")  # fmt: skip


def _steps(at: str) -> tuple[StepLine, ...]:
    now = STEPS.index(at)
    seconds = ("Қазақша", "AT05-01 · Атырау", t(*NAME), "AD05", "PDF", "50", "2", "")
    return tuple(
        StepLine(s, say(f"first.step.{s}"), seconds[n] if n < now else "",
                 "done" if n < now else "now" if n == now else "ahead")
        for n, s in enumerate(STEPS)
    )  # fmt: skip


def _state(at: str, **more: object) -> FirstState:
    nexts = STEPS[STEPS.index(at) + 1] if at != "summary" else ""
    words = say("first.next", step=say(f"first.step.{nexts}")) if nexts else say("first.make")
    given = {"note": say(f"first.{at}.note"), "main": Action(words), **more}
    return FirstState(
        steps=_steps(at), at=at, title=say(f"first.{at}.title"), sentence=say(f"first.{at}.text"),
        note_title=say(f"first.{at}.note-title"), hints=(Hint("Esc", say("first.back")),),
        **given,  # type: ignore[arg-type]
    )  # fmt: skip


def first_place() -> FirstState:
    sides = tuple(Choice(s, say(f"first.side.{s}"), n) for n, s in enumerate(("centre", "licensor"), 1))
    names = ("Атырау облысы", "Оңтүстік Қазақстан облысы", "Түркістан облысы", "Шымкент қаласы", "Шығыс Қазақстан облысы",
             "Маңғыстау облысы")  # fmt: skip
    regions = tuple(Choice(str(n), name, n) for n, name in enumerate(names, 1))
    return _state(
        "place", note=say("first.hours.centre", zone="Asia/Atyrau"),
        asks=(
            Ask(id="side", label=say("first.ask.side"), value="centre", choices=sides),
            Ask(id="region", label=say("first.ask.region"), value="1", choices=regions),
            Ask(id="code", label=say("first.ask.code"), value="A5", bad=True, reason=say("first.wrong.code"), mono=True),
            Ask(id="device", label=say("first.ask.device"), value="01", mono=True),
        ),
    )  # fmt: skip


def first_office() -> FirstState:
    ids = ("name_ru", "name_kk", "branch_ru", "branch_kk", "address_ru", "address_kk", "phone", "windows")
    return _state("office", asks=tuple(Ask(id=id, label=say(f"first.ask.{id}"), value=t(*NAME)) for id in ids))


def first_licensor() -> FirstState:
    ids = ("licensor_code", "peer_address", "licensor_ru", "licensor_kk")
    return _state(
        "licensor", asks=tuple(Ask(id=id, label=say(f"first.ask.{id}"), value="AD05") for id in ids),
        later=Action(say("first.later"), "F9"),
    )  # fmt: skip


def first_scanner() -> FirstState:
    return _state("scanner", scans=True, later=Action(say("first.later"), "F9"))


def first_summary() -> FirstState:
    lines = tuple(
        Row(s, (Cell(say(f"first.step.{s}"), bold=True), Cell(t(*NAME), shape="ok"))) for s in STEPS[:-1]
    )  # fmt: skip
    blocked = say("first.wants", step=say("first.step.office"))
    columns = Column(say("first.col.what"), 240), Column(say("first.col.answer"))
    return _state("summary", lines=lines, columns=columns, main=Action(say("first.make"), blocked=blocked))


def _settings(at: str, columns: tuple[Column, ...], rows: tuple[Row, ...]) -> SettingsState:
    sections = tuple(Row(s, (Cell(say(f"settings.{s}"), say(f"settings.{s}.short"), icon=ICONS[s]),)) for s in SECTIONS)
    keys = (("F3", "theme"), ("F4", "size"), ("F6", "attach"), ("F7", "office-short"), ("F8", "close-short"))
    return SettingsState(
        sections=sections, at=at, icon=ICONS[at], heading=say(f"settings.{at}"), under="AT01",
        sentence=say(f"settings.{at}.text"), columns=columns, rows=rows,
        hints=tuple(Hint(k, say(f"desk.settings.{w}")) for k, w in keys), main=Action(say("desk.settings.new")),
        empty=(say("settings.nothing"), say("settings.nothing.text")),
    )  # fmt: skip


def settings_look() -> SettingsState:
    rows = tuple(
        Row(id, (Cell(say(f"settings.look.{id}"), bold=True), Cell(say("settings.sound.on"))))
        for id in ("theme", "size", "language", "still", "quiet")
    )
    return _settings("look", (Column(say("settings.col.what"), 300), Column(say("settings.col.now"))), rows)


def settings_exchange() -> SettingsState:
    ending = Cell(say("certificate.own.soon", name="AT01", days=29), shape="risk"), Cell("20.12.2016", mono=True)
    unsent = tuple(
        Row(str(n), (
            Cell(say("settings.unsent"), say("desk.event.application.accepted"), shape="wait"),
            Cell(f"AT01-01-16-0000{n}-7", f"16.11.2016 10:4{n}", mono=True),
        ))
        for n in range(4)
    )  # fmt: skip
    columns = Column(say("settings.col.what")), Column(say("settings.col.number"), 220)
    return _settings("exchange", columns, (*by_stick.rows(), Row("certificate:0", ending), *unsent))


def settings_empty() -> SettingsState:
    return _settings("people", (Column(""),), ())
