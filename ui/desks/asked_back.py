"""What nobody saw come out: said once at the log-in, calmly, and asked back – all again, all there, or one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.desks.paper_name import named
from ui.devices import printer
from ui.devices.print_journal import Print
from ui.look_words import count, live, say
from ui.parts.palette import Entry
from ui.parts.toast import ToastState

if TYPE_CHECKING:
    from ui.desks.printing import Printing

BACK = "Ctrl+P"


def recall(printing: Printing) -> None:
    """At the log-in: papers that a crash or a dead printer left unconfirmed. Said once, calmly."""
    app, login = printing.session.app, printing.session.me.login

    def ask() -> None:
        printing.journal.tidy()
        printing.device = app.account(login).device
        seen = printing.journal.seen.get(printing.device)
        if seen is None:
            for last in app.ask("papers.newest", {}, as_=login):
                printing.journal.saw(printing.device, last.id)
            return
        for made in app.ask("papers.made_here", {"after": seen, "limit": 200}, as_=login):
            way = printing.way(made.form)
            if way.printer and way.mode != "keep":
                printing.journal.due(printing.line(made))
            printing.journal.saw(printing.device, made.id)

    def have(_: object) -> None:
        if any(p.job for p in printing.journal.waiting(printing.device)):
            printing.look_again()
        remind(printing)

    printing.session.work.read(ask, have, failed=lambda _: None)


def remind(printing: Printing) -> None:
    if not printing.left and (waiting := printing.journal.waiting(printing.device)):
        title = count("printers.back", len(waiting))
        text = live(lambda: ", ".join(named(p.kind, p.code) for p in waiting[:2]))
        printing.session.shell.tell(ToastState("risk", title, text, say("printers.back.show"), BACK))


def offer_waiting(printing: Printing) -> None:
    """Each alone, or all: print again, or everything is there."""
    waiting = printing.journal.waiting(printing.device)
    if not waiting:
        printing.session.note(say("printers.back.none"))
        return
    entries = [
        Entry("all-again", say("printers.back.again"), say("printers.back.again.text"), icon="print"),
        Entry("all-there", say("printers.back.there"), icon="paper"),
    ]
    for p in waiting:
        second = say(f"away.printer.{p.wrong}") if p.wrong else say(f"printers.state.{p.state}")
        entries.append(Entry(p.paper, named(p.kind, p.code), second, icon="paper"))
    printing.session.offer(
        "printing.back", count("printers.back", len(waiting)), tuple(entries), lambda id: _chosen(printing, id)
    )


def _chosen(printing: Printing, id: str) -> None:
    waiting = printing.journal.waiting(printing.device)
    match id:
        case "all-there":
            for p in waiting:
                printing.journal.done(p.paper, "person")
            printing.session.done(say("printers.back.done"))
        case "all-again":
            for p in waiting:
                again(printing, p)
        case _:
            printing.show(id)


def again(printing: Printing, p: Print) -> None:
    """One that no printer took is printed as it is; any other is a copy, for the first may lie somewhere."""
    if p.state == "due":
        printing.send_id(p.paper)
        return
    if p.job:  # it may still wait in the queue: then it would come out beside its copy
        printing.session.work.aside(lambda: printer.withdraw(p.printer, p.job), failed=lambda _: None)
    printing.reprint(p.paper, "not-printed")
