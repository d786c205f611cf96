"""What every place of work shares: its view, its session, when it looks again, what it does with a scan."""

from __future__ import annotations

from app.domain.numbers import Code
from ui.desks.session import Session
from ui.parts.screen import Screen


class Desk:
    """A presenter: takes the view, asks and commands through the session, makes states. Views never see the store."""

    watches: frozenset[str] = frozenset({"case"})
    sounds_itself = False  # else a scan sounds as what it led to ended: done, or refused

    def __init__(self, session: Session, view: Screen) -> None:
        self.session, self.view = session, view
        view.pressed.connect(self.press)

    def open(self, what: str = "") -> None:
        """The person comes here; `what` is a code or an id to begin with."""

    def reload(self) -> None:
        """Something that this place watches has changed."""

    def heard(self, changed: frozenset[tuple[str, str]]) -> None:
        """Somebody else has changed these; an empty id is any."""
        if self.watches & {kind for kind, _ in changed}:
            self.reload()

    def retranslate(self) -> None:
        """The language has changed: make the state again."""

    def tick(self) -> None:
        """A second has gone."""

    def leave(self) -> str:
        """The person logs out: keep what would be lost. The draft's id, to go on with; empty: nothing was begun."""
        return ""

    def scanned(self, code: Code) -> bool:
        """A scan while this place is in front. True: taken."""
        return False

    def number_scanned(self, number: str) -> bool:
        """An ИИН, a БИН or a licence's number came from the scanner. True: taken."""
        return False

    def misread(self, code: str, problem: str) -> bool:
        """A burst that is no code of ours came. True: said here."""
        return False

    def operation(self) -> str:
        """What a scan does here now: the same code read twice for it within the blanking time counts once."""
        return self.view.name

    def read_twice(self, code: str) -> None:
        """Such a second read came, and was passed over."""

    def press(self, key: str) -> None:
        """A hint or an action of the foot."""
