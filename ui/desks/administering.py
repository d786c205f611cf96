"""What only an administrator does: open and close accounts, look at what the exchange set aside, attach an act's text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.domain.personal import Personal, Secret
from app.domain.roles import ROLES_OF, Role
from app.queries.house import Parked, Person
from app.services.account import Login, NewAccount
from app.services.upkeep import ActText
from app.start import fresh_password
from app.words import words
from ui.desks import texts
from ui.desks.admitting import show_once
from ui.desks.scans import pick_file
from ui.desks.session import Session
from ui.look_words import language, say
from ui.parts.palette import Entry


def open_account(session: Session, devices: tuple[str, ...]) -> None:
    """Login, name, role, device: one line or list after the other; nothing is written before the last."""
    office = session.me.office

    def named(login: str) -> None:
        session.ask_words("settings.name", say("desk.settings.new-name", login=login), lambda n: who(login.lower(), n))

    def who(login: str, name: str) -> None:
        entries = tuple(Entry(r.value, say(f"desk.role.{r.value}"), icon="person") for r in ROLES_OF[office.side])
        title = say("desk.settings.new-role", name=name)
        session.offer("settings.role", title, entries, lambda role: where(login, name, role))

    def where(login: str, name: str, role: str) -> None:
        if role not in set(Role):
            return
        entries = tuple(Entry(d, d) for d in devices)
        title = say("desk.settings.new-device", name=name)
        session.offer("settings.device", title, entries, lambda device: open_(login, name, role, device))

    def open_(login: str, name: str, role: str, device: str) -> None:
        once = Secret(fresh_password()) if session.app.entrance.asks else None
        given = NewAccount(
            login=login, role=role, office=office.code, device=device, name=Personal(name), password=once
        )  # fmt: skip
        on_database = say("desk.settings.new-in-database") if session.app.store.on_postgres else login

        def opened(_: object) -> None:
            session.done(say("desk.settings.opened"), login if once else on_database)
            if once:
                show_once(session, login, once)

        session.run("account.open", given, opened)

    session.ask_words("settings.login", say("desk.settings.new-login"), named)


def offer_closing(session: Session, people: tuple[Person, ...]) -> None:
    """Nobody closes the account they sit with: the way back would be shut."""
    mine = session.me.login
    entries = tuple(Entry(p.login, p.name, p.login, icon="person") for p in people if p.open and p.login != mine)
    known = {e.id for e in entries}

    def close(login: str) -> None:
        if login in known:
            closed: Callable[[object], None] = lambda _: session.done(say("desk.settings.closed"), login)  # noqa: E731
            session.run("account.close", Login(login=login), closed)

    session.offer("settings.close", say("desk.settings.close"), entries, close)


def exchange_now(session: Session) -> None:
    """A contact now, and what was set aside is tried again with it. On a database another program does both."""
    if session.app.store.on_postgres:
        session.note(say("settings.exchange.database"))
    else:
        session.exchange_now()
        session.note(say("settings.exchange.asked"))


def offer_parked(session: Session) -> None:
    """What came from the other side and could not be applied, with its reason: Enter tries all of it again."""

    def have(rows: tuple[Parked, ...]) -> None:
        if not rows:
            session.note(say("desk.settings.none-parked"))
            return
        entries = tuple(
            Entry(r.event, why_parked(r.reason), r.number or f"{r.event} · {r.subject}", tone="risk") for r in rows
        )
        session.offer(
            "settings.parked",
            say("desk.settings.parked"),
            entries,
            lambda id: exchange_now(session) if known(entries, id) else None,
        )

    session.ask("house.parked_events", {}, have)


def why_parked(reason: str) -> str:
    """The exchange's sentence; the other side's own reason stands after a colon."""
    kind, _, rest = reason.partition(":")
    if rest:
        return say("parked.at-peer", reason=why_parked(rest))
    return say(f"parked.{kind}") if words(language()).has(f"parked.{kind}") else reason


def attach_text(session: Session, act: str = "", then: Callable[[], None] = lambda: None) -> None:
    """The act is chosen, then its text's file; compared with the list of clauses before it is kept."""

    def chosen(act: str) -> None:
        pick_file(
            session, say("desk.settings.text-of", act=say(f"desk.act.{act}")), "*.txt", lambda path: read(act, path)
        )

    def read(act: str, path: Path) -> None:
        session.read(lambda: path.read_text("utf-8"), lambda body: attach(act, body), failed=unreadable)

    def unreadable(wrong: BaseException) -> None:
        if isinstance(wrong, (OSError, UnicodeError)):
            session.note(say("desk.settings.text-unreadable"), tone="risk")
        else:
            session.trouble(wrong)

    def attach(act: str, body: str) -> None:
        def attached(_: object) -> None:
            session.done(say("desk.settings.text-attached"), say(f"desk.act.{act}"))
            then()

        session.run("upkeep.attach_text", ActText(act=act, text=body), attached)

    if act:
        chosen(act)
        return
    acts = tuple(Entry(a.id, say(f"desk.act.{a.id}"), a.id, icon="norm") for a in session.app.catalogue.acts)
    session.offer(
        "settings.text", say("desk.settings.attach"), acts, lambda id: chosen(id) if known(acts, id) else None
    )


def known(entries: tuple[Entry, ...], id: str) -> bool:
    return id in {e.id for e in entries}


def office_lines(session: Session) -> list[tuple[str, str]]:
    """The office's details as papers print them; they are changed on the command line."""
    o = session.me.office
    offices = session.app.store.offices
    region = session.app.catalogue.region(o.region)
    lines = [
        ("code", o.code), ("name", texts.text(o.name)), ("branch", texts.text(o.branch)), ("address", texts.text(o.address)),
        ("phone", o.phone), ("windows", o.windows), ("zone", o.zone), ("region", texts.text(region.name)),
    ]  # fmt: skip
    for service, code in (o.licensors or {}).items():
        there = offices.get(code)
        name = texts.text(there.name) if there else code
        lines.append(("licensor", f"{texts.service(service, short=True)} → {name}"))
    return lines


def show_office(session: Session) -> None:
    entries = tuple(
        Entry(f"{name}-{n}", value or "—", say(f"desk.office.{name}"))
        for n, (name, value) in enumerate(office_lines(session))
    )
    session.offer("settings.office", say("desk.settings.office"), entries, lambda _: None)
