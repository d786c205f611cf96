"""The clock. Real time is one; legal time of a training office is the same time moved by whole weeks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

from app.domain.moment import Instant, Moment
from app.domain.office import Office


class Clock(Protocol):
    def instant(self) -> Instant: ...

    def moment(self, office: Office) -> Moment: ...

    def source(self, office: Office) -> str:
        """Written into each event: where its legal time came from."""
        ...


class SystemClock:
    """The machine's clock, moved by the office's training weeks where it has them."""

    def instant(self) -> Instant:
        return Instant(datetime.now(UTC))

    def moment(self, office: Office) -> Moment:
        return self.instant().shifted(timedelta(weeks=office.training_weeks or 0))

    def source(self, office: Office) -> str:
        return "system" if office.training_weeks is None else f"training{office.training_weeks:+d}w"


class HandClock(SystemClock):
    """Legal time moved by hand, as the journey does; real time stays real."""

    def __init__(self) -> None:
        self._at: dict[str, Moment] = {}

    def set(self, region: str, at: Moment) -> None:
        self._at[region] = at

    def moment(self, office: Office) -> Moment:
        return self._at.get(office.region) or super().moment(office)

    def source(self, office: Office) -> str:
        return "by-hand" if office.region in self._at else super().source(office)
