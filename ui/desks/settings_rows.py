"""What each section of the settings holds, as lines: plain functions of what is known."""

from __future__ import annotations

from app import by_hand
from app.queries.house import Parked, Person, Unsent
from ui import look
from ui.desks import by_stick, texts
from ui.desks.administering import why_parked
from ui.desks.session import Session
from ui.look_words import language, say
from ui.parts.grid import Cell, Column, Row
from ui.places import ELSEWHERE

SECTIONS = ("look", "workplace", "people", "exchange", "law", "office")
ICONS = {
    "look": "eye", "workplace": "box", "people": "person", "exchange": "sync", "law": "norm", "office": "organisation",
}  # fmt: skip


def sections(session: Session) -> tuple[Row, ...]:
    return tuple(
        Row(s, (Cell(say(f"settings.{s}"), say(f"settings.{s}.short"), icon=ICONS[s]),)) for s in shown(session)
    )


def shown(session: Session) -> tuple[str, ...]:
    """The exchange is for those who watch over it; everything else may be looked at by everybody."""
    return tuple(s for s in SECTIONS if s != "exchange" or session.may("see-exchange"))


def findable(session: Session) -> tuple[tuple[str, str], ...]:
    """What can be looked for by a word: each section, and the lines of looks; with the section that it is in."""
    looks = (("look", row.cells[0].text) for row in of_look(session))
    return (*((s, f"{say(f'settings.{s}')} · {say(f'settings.{s}.short')}") for s in shown(session)), *looks)


def pair() -> tuple[Column, ...]:
    return Column(say("settings.col.what"), 300), Column(say("settings.col.now"))


def of_look(session: Session) -> tuple[Row, ...]:
    habits, now = session.habits(), look.now()
    lines = (
        ("theme", say(f"desk.theme.{now.theme.name}")), ("size", f"{round(now.scale * 100)} %"),
        ("language", say(f"first.lang.{language()}")),
        ("still", say("settings.off" if habits.still or now.theme.still else "settings.on")),
        ("quiet", say("settings.sound.quiet" if habits.quiet else "settings.sound.on")),
        ("lock", say("people.lock-after.min", n=habits.lock_after)),
        ("password", say("people.own.enter" if session.app.entrance.asks else "people.no-password")),
    )  # fmt: skip
    return tuple(Row(id, (Cell(say(f"settings.look.{id}"), bold=True), Cell(value))) for id, value in lines)


def of_workplace(session: Session, may_enter: tuple[str, ...]) -> tuple[Row, ...]:
    rows = [
        Row(f"place:{p.name}", (Cell(say(f"window.place.{p.name}"), bold=True, icon=p.icon),
                                Cell(say("settings.opens"), small=True)))
        for p in ELSEWHERE
        if p.name in may_enter
    ]  # fmt: skip
    facts = (("store", session.app.settings.store.split("@")[-1]), ("folder", str(session.folder)))
    rows += [
        Row(id, (Cell(say(f"settings.workplace.{id}"), bold=True), Cell(value, small=True))) for id, value in facts
    ]
    return tuple(rows)


def people_columns() -> tuple[Column, ...]:
    return (
        Column(say("window.field.name")), Column(say("desk.settings.role"), 190), Column(say("window.lock.login"), 190),
        Column(say("desk.settings.device"), 110), Column(say("window.find.status"), 130),
    )  # fmt: skip


def of_people(people: tuple[Person, ...]) -> tuple[Row, ...]:
    return tuple(
        Row(p.login, (
            Cell(p.name), Cell(say(f"desk.role.{p.role}")), Cell(p.login, mono=True, small=True),
            Cell(p.device, mono=True, small=True),
            Cell(say(f"desk.settings.{'open' if p.open else 'shut'}"), shape="ok" if p.open else "stop", small=True),
        ))
        for p in people
    )  # fmt: skip


def exchange_columns() -> tuple[Column, ...]:
    return Column(say("settings.col.what")), Column(say("settings.col.number"), 220)


def of_exchange(
    session: Session, unsent: tuple[Unsent, ...], parked: tuple[Parked, ...], *, ending: tuple[by_stick.Line, ...] = (),
    files: int = 0, clocks: tuple[tuple[str, int], ...] = (), stopped: tuple[tuple[str, str, str], ...] = (),
) -> tuple[Row, ...]:  # fmt: skip
    """How the link stands, by stick too, what ends soon, what waits to be sent, what was set aside."""
    bar, why = session.shell.bar, session.link_why()
    about = say(why) if why else say("settings.exchange.now")
    rows = [Row("link", (Cell(bar.link_words, about, bold=True, shape=bar.link), Cell()))]
    rows += [*of_stopped(stopped), *of_clocks(clocks), *by_stick.rows(), *by_stick.certificates(ending)]
    if files:
        waits = Cell(say("settings.files"), say("settings.files.wait", n=files), shape="wait")
        rows.append(Row("files", (waits, Cell(str(files), mono=True))))
    rows += [
        Row(
            f"parked:{p.event}",
            (Cell(why_parked(p.reason), say("settings.parked"), shape="risk"), Cell(p.number, mono=True)),
        )
        for p in parked
    ]
    rows += [
        Row(f"unsent:{n}", (
            Cell(say("settings.unsent"), say(f"desk.event.{u.kind}"), shape="wait"),
            Cell(u.number, f"{session.local(u.at):%d.%m.%Y %H:%M}", mono=True),
        ))
        for n, u in enumerate(unsent)
    ]  # fmt: skip
    return tuple(rows)


def of_stopped(chains: tuple[tuple[str, str, str], ...]) -> list[Row]:
    """Whose chain a person must look at, and why. The others are exchanged meanwhile."""
    return [
        Row(f"stopped:{device}", (
            Cell(say("settings.stopped", offices=offices), by_hand.why_stopped(reason, language()), shape="late"),
            Cell(device, mono=True),
        ))
        for offices, device, reason in chains
    ]  # fmt: skip


def of_clocks(clocks: tuple[tuple[str, int], ...]) -> list[Row]:
    """Whose clock stands otherwise, by how much and which way; somebody looks at both of them."""
    return [
        Row(f"clock:{offices}", (
            Cell(
                say(f"settings.clock.{'ahead' if seconds > 0 else 'behind'}", offices=offices), say("settings.clock"),
                shape="risk",
            ),
            Cell(say("settings.clock.by", minutes=abs(seconds) // 60, seconds=abs(seconds) % 60), mono=True),
        ))
        for offices, seconds in clocks
    ]  # fmt: skip


def law_columns() -> tuple[Column, ...]:
    return Column(say("settings.col.what")), Column(say("settings.col.now"), 260)


def of_law(session: Session, attached: tuple[str, ...]) -> tuple[Row, ...]:
    return tuple(
        Row(a.id, (
            Cell(say(f"desk.act.{a.id}"), texts.text(a.title), bold=True),
            Cell(say("settings.law.there" if a.id in attached else "settings.law.none"),
                 shape="ok" if a.id in attached else "wait", small=True),
        ))
        for a in session.app.catalogue.acts
    )  # fmt: skip


def of_office(session: Session) -> tuple[Row, ...]:
    from ui.desks.administering import office_lines

    return tuple(
        Row(f"{name}-{n}", (Cell(say(f"desk.office.{name}"), bold=True), Cell(value or "—")))
        for n, (name, value) in enumerate(office_lines(session))
    )
