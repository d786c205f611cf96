"""The licensor's own intake: chancellery, commission's secretary or provider takes in what is handed in at their desk."""

from __future__ import annotations

from app.command import Outcome
from app.domain.pack import ChannelId
from app.queries.law import Offered
from ui.desks.intake import IntakeDesk
from ui.look_words import say
from ui.screens.intake_view import IntakeView


class OwnIntakeDesk(IntakeDesk):
    """The counter's screen with the channel of this desk: gaps warn and stop nobody, the specialist finds them."""

    channel: ChannelId = "chancellery"

    def _view(self) -> IntakeView:
        view = IntakeView()
        view.name, view.title_key = "taking", "window.place.taking"
        return view

    def _services(self, found: tuple[Offered, ...]) -> None:
        """The slip that says "not here" is the counter's; what this desk does not take is not listed."""
        super()._services(tuple(o for o in found if o.variants))

    def accept(self) -> None:
        self._do("licensor_desk.accept", self.visit.draft(), self._taken)

    def refuse(self) -> None:
        """No act knows a refusal to take documents in at this desk."""

    def _taken(self, outcome: Outcome) -> None:
        """No receipt of the centre's is given here; the case lies on the desk, and its steps go on there."""
        self._put_away(self.visit)
        self._begin_again()
        self.session.done(say("desk.intake.accepted", number=outcome.value.number), say("desk.taking.accepted.text"))
