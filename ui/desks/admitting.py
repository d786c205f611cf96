"""How people get in, from the settings: a one-time password, a badge, the delay lifted; one's own password."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.personal import Personal, Secret
from app.domain.roles import ROLES_OF, Role
from app.queries.house import Person, Tries
from app.services.account import Login, NewBadge, NewPassword, NewRole, OwnPassword, OwnSignature
from app.start import fresh_password
from ui.desks.session import Session
from ui.look_words import say
from ui.parts.palette import Entry


def offer_deeds(session: Session, person: Person) -> None:
    """Enter on a person: what may be done about their log-in."""
    deeds = {}
    if session.may("administer"):
        deeds = {
            "reset": lambda: give_password(session, person.login),
            "badge-of": lambda: give_badge(session, person),
            "badge-back": lambda: session.run(
                "account.revoke_badge", Login(login=person.login), lambda _: told("badge-revoked")
            ),
            "key-back": lambda: session.run(
                "account.revoke_key", Login(login=person.login), lambda _: told("key-revoked")
            ),
            "signature-of": lambda: bind_signature(session, person),
            "signature-back": lambda: session.run(
                "account.bind_signature", OwnSignature(login=person.login), lambda _: told("signature-unbound")
            ),
            "role-of": lambda: give_role(session, person),
        }  # fmt: skip
        if person.login == session.me.login or person.role == Role.COURIER:  # neither changes: `account.set_role`
            del deeds["role-of"]
    if session.may("unlock"):
        deeds["unlock"] = lambda: session.run("account.unlock", Login(login=person.login), lambda _: told("unlocked"))

    def told(word: str) -> None:
        session.done(say(f"people.{word}"), person.login)

    entries = tuple(Entry(deed, say(f"people.{deed}"), icon="person") for deed in deeds)
    if person.open and entries:
        session.offer("settings.deeds", person.name, entries, lambda deed: deeds[deed]() if deed in deeds else None)


def show_once(session: Session, login: str, once: Secret) -> None:
    """It is told in person, and kept nowhere."""
    entry = Entry("once", once.open(), say("people.one-time.text"))
    session.show_words("settings.once", say("people.one-time", login=login), entry)


def give_password(session: Session, login: str) -> None:
    once = Secret(fresh_password())
    given = NewPassword(login=login, password=once)
    session.run("account.reset_password", given, lambda _: show_once(session, login, once))


def give_badge(session: Session, person: Person) -> None:
    """The card's code is scanned into the line, or typed."""

    def scanned(code: str) -> None:
        given = NewBadge(login=person.login, badge=Secret(code))
        session.run("account.issue_badge", given, lambda _: session.done(say("people.badge-done"), person.login))

    session.ask_words("settings.badge", say("people.badge-scan", name=person.name), scanned)
    session.proving.waits_for_badge = scanned


def bind_signature(session: Session, person: Person) -> None:
    """Whose ЭЦП lets in under this login: by the ИИН of its certificate."""

    def typed(number: str) -> None:
        given = OwnSignature(login=person.login, number=Personal(number))
        done: Callable[[object], None] = lambda _: session.done(say("people.signature-bound"), person.login)  # noqa: E731
        session.run("account.bind_signature", given, done)

    session.ask_words("settings.signature", say("people.signature-ask", name=person.name), typed)


def give_role(session: Session, person: Person) -> None:
    """From their next key on; what they did stays theirs."""
    roles = [r for r in ROLES_OF[session.me.office.side] if r not in (person.role, Role.COURIER)]
    entries = tuple(Entry(r.value, say(f"desk.role.{r.value}"), icon="person") for r in roles)

    def chosen(role: str) -> None:
        if role in roles:
            done: Callable[[object], None] = lambda _: session.done(say("people.role-done"), person.login)  # noqa: E731
            session.run("account.set_role", NewRole(login=person.login, role=role), done)

    now = say(f"desk.role.{person.role}")
    session.offer("settings.role-of", say("people.role-ask", name=person.name, role=now), entries, chosen)


def change_own(session: Session) -> None:
    """Twice, so that a slip of the finger locks nobody out."""

    def first(password: str) -> None:
        def again(same: str) -> None:
            if same != password:
                session.note(say("people.own.differ"), tone="risk")
                return
            given = OwnPassword(password=Secret(password))
            session.run("account.change_password", given, lambda _: session.done(say("people.own.done")))

        session.ask_secret("settings.own", say("people.own.again"), again)

    session.ask_secret("settings.own", say("people.own.new"), first)


def offer_waiting(session: Session) -> None:
    """Who was tried with wrong passwords: Enter lifts the delay of somebody of the house."""

    def have(rows: tuple[Tries, ...]) -> None:
        if not rows:
            session.note(say("people.unlock.none"))
            return
        entries = tuple(
            Entry(r.login, r.name or say("people.unlock.unknown"),
                  f"{r.login} · {say('people.unlock.row', n=r.in_a_row, at=r.failed_at[:16].replace('T', ' '))}", tone="risk")
            for r in rows
        )  # fmt: skip
        known = {r.login for r in rows if r.name}

        def unlock(login: str) -> None:
            if login in known:
                session.run("account.unlock", Login(login=login), lambda _: session.done(say("people.unlocked"), login))

        session.offer("settings.waiting", say("people.unlock"), entries, unlock)

    session.ask("house.waiting_log_ins", {}, have)
