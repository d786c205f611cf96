"""From when a running clock is at risk: the last fifth of its step's limit, as the rungs of the board have it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.catalogue.acts import UnknownId
from app.catalogue.ladder import ladder_on
from app.command import Asking
from app.domain.moment import Moment
from app.domain.pack import Step
from app.domain.rungs import comes_at


@dataclass(slots=True)
class Limits:
    """For the rows of one answer: a step of an act is looked up once, however many cases wait for it."""

    asking: Asking
    _steps: dict[tuple[str, ...], Step | None] = field(default_factory=dict)

    def step(self, row: Any) -> Step | None:
        """The step that the case's nearest clock belongs to, as the version of the act has it that held on its day."""
        day = Moment.parse(row.accepted_at).day(self.asking.zone).isoformat()
        key = (row.act, day, row.service, row.due_step or "", row.variant, row.object, row.channel)
        if key not in self._steps:
            self._steps[key] = self._look_up(*key)
        return self._steps[key]

    def risk_at(self, row: Any) -> Moment | None:
        """None where no clock runs, or its act is not held here."""
        step = self.step(row) if row.due_by else None
        return self.of(step, Moment.parse(row.due_by)) if step is not None else None

    def of(self, step: Step, due_by: Moment) -> Moment | None:
        rung = ladder_on(self.asking.today).rung("risk")
        if rung is None:
            return None
        return comes_at(rung, step, due_by, zone=self.asking.zone, calendar=self.asking.calendar)

    def _look_up(
        self, act: str, day: str, service: str, step: str, variant: str, object: str, channel: str
    ) -> Step | None:
        catalogue = self.asking.catalogue
        try:
            version = catalogue.act(act).version(service, date.fromisoformat(day))
            found = catalogue.pack(f"{act}@{version.from_.isoformat()}").service(service)
        except (UnknownId, KeyError):  # an act that this program does not hold: its limit cannot be told
            return None
        return found.step(step, variant=variant, object=object, channel=channel) if found else None
