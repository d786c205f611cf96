"""A fault of ours while somebody works: drafts are kept first, then it is told with the report's number."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from ui import problems
from ui.look_words import say
from ui.parts.fault import FaultCard, FaultState
from ui.parts.toast import ToastState
from ui.problems import Problem

if TYPE_CHECKING:
    from ui.desks.desk import Desk
    from ui.desks.session import Session
    from ui.shell import Shell


class Faults:
    """Of one window. `desks` are the places that may hold something begun."""

    def __init__(
        self, shell: Shell, reports: Path, *, desks: Callable[[], Iterable[Desk]], session: Callable[[], Session | None]
    ) -> None:
        self.shell, self.reports, self.desks, self.session = shell, reports, desks, session
        self.gone: Callable[[BaseException], bool] = lambda wrong: False
        self.card: FaultCard = shell.fault
        self.card.saving.connect(self.save)

    def tell(self, wrong: BaseException) -> Problem:
        """A rule's no and what is away are a message; a fault of ours keeps what was begun and says its number."""
        if self.gone(wrong):  # a closed account: the window has been locked, and says why
            return Problem("risk", "", "")
        problem = problems.told(wrong, self.reports)
        if not problem.number:
            self.shell.tell(ToastState(problem.tone, problem.title, problem.text))
            return problem
        begun = next((id for desk in self.desks() if (id := desk.leave())), "")
        self.card.say(FaultState(problem.number, begun=bool(begun)))
        session = self.session()
        if session is not None and begun:  # after everything that is being written: is it really there?
            session.work.write(lambda: None, lambda _: self._look(session, begun, problem.number))
        return problem

    def _look(self, session: Session, begun: str, number: str) -> None:
        def answered(kept: bool) -> None:
            if self.card.state is not None and self.card.state.number == number and self.card.isVisible():
                self.card.say(replace(self.card.state, kept=kept))

        def rows(found: tuple[Any, ...]) -> None:
            answered(any(row.id == begun for row in found))

        session.ask("queue.my_drafts", {}, rows, failed=lambda _: answered(False))

    def save(self, number: str) -> None:
        """The report goes where the person wants it: a stick, a folder that is sent on."""
        dialog = QFileDialog(self.shell, say("fault.save"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("*.zip")
        dialog.selectFile(f"tereze-{number}.zip")
        dialog.fileSelected.connect(lambda place: self._copy(number, Path(place)))
        dialog.open()

    def _copy(self, number: str, place: Path) -> None:
        try:
            shutil.copyfile(self.reports / f"{number}.zip", place)
        except OSError:
            self.shell.tell(ToastState("risk", say("fault.not-saved"), str(self.reports / f"{number}.zip")))
            return
        self.card.hide()
        self.shell.tell(ToastState("ok", say("fault.saved"), str(place)))
