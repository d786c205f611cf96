"""The exchange by a stick, from the settings: for whom, where to; which files, and what each of them brought."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app import by_hand
from ui.desks.scans import pick_files
from ui.desks.session import Session
from ui.look_words import language, say
from ui.parts.grid import Cell, Row
from ui.parts.palette import Entry

if TYPE_CHECKING:
    from app.sync.bundle import Written
    from app.sync.certificates import Line

WRITE, READ, NEXT = "bundle-write", "bundle-read", "bundle-next"
ENDING = ".tereze"
SHAPES = {"good": "ok", "soon": "risk", "ended": "stop", "revoked": "stop", "not-yet": "stop"}


def write(session: Session, then: Callable[[], None]) -> None:
    """Their password first: data leaves the house, though sealed to the other node."""
    known = by_hand.peers(session.app)
    if session.app.store.on_postgres:  # there a process of its own exchanges, with rights of its own
        session.note(say("settings.bundle.database"))
    elif not known:
        session.note(say("settings.bundle.none"), tone="risk")
    elif len(known) == 1:
        session.prove_first(lambda: _where(session, *known[0], then))
    else:
        entries = tuple(Entry(id, offices, id[:8], icon="sync") for id, offices in known)
        offices_of = dict(known)

        def chosen(id: str) -> None:
            if id in offices_of:
                session.prove_first(lambda: _where(session, id, offices_of[id], then))

        session.offer("settings.bundle", say("settings.bundle.whom"), entries, chosen)


def _where(session: Session, peer: str, offices: str, then: Callable[[], None], *, rest: bool = False) -> None:
    dialog = QFileDialog(session.shell, say("settings.bundle.where"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(f"*{ENDING}")
    dialog.setDefaultSuffix(ENDING[1:])
    name = f"{session.me.office.code}-{offices.replace(', ', '-')[:40]}-{session.now():%Y%m%d-%H%M}{ENDING}"
    dialog.selectFile(name)

    def done(made: Written) -> None:
        then()
        session.done(say("settings.bundle.written"), by_hand.written(made, language()))
        if made.left_files:
            _next_stick(session, lambda: _where(session, peer, offices, then, rest=True), left=made.left_files)

    def write(path: str) -> None:
        deed = partial(by_hand.write_bundle, session.app, peer, Path(path), rest=rest)
        session.work.beside(deed, done, failed=session.trouble)

    dialog.fileSelected.connect(write)
    dialog.open()


def _next_stick(session: Session, go_on: Callable[[], None], *, left: int) -> None:
    """While they stand there with the next stick: later all of it would be written anew."""
    entry = Entry(NEXT, say("settings.bundle.next"), say("settings.bundle.next.text", left=left), icon="courier")
    session.offer(
        "settings.bundle.next", say("settings.bundle.next.title"), (entry,), lambda id: go_on() if id else None
    )


def read(session: Session, then: Callable[[], None]) -> None:
    def chosen(places: list[Path]) -> None:
        session.work.beside(lambda: by_hand.read_bundles(session.app, places), came, failed=session.trouble)

    def came(brought: tuple[by_hand.Brought, ...]) -> None:
        """One message for all of them: a second would hide the first."""
        text = "\n".join(f"{one.file}: {by_hand.told(one, language())}" for one in brought)
        if all(one.refused is not None for one in brought):
            session.note(say("settings.bundle.refused"), text, tone="risk")
        elif any(one.read is None or one.read.stopped or one.read.files_refused for one in brought):
            session.note(say("settings.bundle.came"), text, tone="risk")
        else:
            session.done(say("settings.bundle.came"), text)
        then()

    if session.app.store.on_postgres:
        session.note(say("settings.bundle.database"))
    else:
        pick_files(session, say("settings.bundle.files"), f"*{ENDING}", chosen)


def rows() -> tuple[Row, ...]:
    return tuple(
        Row(
            id,
            (Cell(say(f"settings.bundle.{deed}"), say(f"settings.bundle.{deed}.text"), bold=True, icon=icon), Cell()),
        )
        for id, deed, icon in ((WRITE, "write", "courier"), (READ, "read", "intake"))
    )


def certificates(lines: tuple[Line, ...]) -> tuple[Row, ...]:
    """What ends some day, what needs somebody first; from thirty days before with what to do."""
    return tuple(
        Row(f"certificate:{n}", (
            Cell(say(f"certificate.{one.what}.{one.state}", name=one.name, days=one.days), shape=SHAPES[one.state]),
            Cell(f"{one.ends[8:10]}.{one.ends[5:7]}.{one.ends[:4]}", mono=True),
        ))
        for n, one in enumerate(lines)
    )  # fmt: skip
