"""Two kinds of time that must never be mixed: legal time, which training may shift, and real time, which nothing shifts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment without an offset is no moment")
    try:
        return at.astimezone(UTC)
    except OverflowError as outside:  # the year 1 with an offset
        raise ValueError("a moment outside the calendar") from outside


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """Legal time: `at`, `due_by`, what papers show, the year in numbers. Kept in UTC."""

    utc: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "utc", _utc(self.utc))

    @classmethod
    def parse(cls, text: str) -> Moment:
        return cls(datetime.fromisoformat(text))

    def iso(self) -> str:
        return self.utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def local(self, zone: ZoneInfo) -> datetime:
        """By the zone's rules of that day: Almaty was +6 until 2024."""
        return self.utc.astimezone(zone)

    def day(self, zone: ZoneInfo) -> date:
        return self.local(zone).date()

    def __add__(self, other: timedelta) -> Moment:
        return Moment(self.utc + other)


@dataclass(frozen=True, slots=True, order=True)
class Instant:
    """Real time: TLS, signatures, log-ins, back-off, UUIDv7, `recorded_at`. Never shifted."""

    utc: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "utc", _utc(self.utc))

    @classmethod
    def parse(cls, text: str) -> Instant:
        return cls(datetime.fromisoformat(text))

    def iso(self) -> str:
        return self.utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def shifted(self, by: timedelta) -> Moment:
        """The training clock: real time moved by whole weeks into the act's period."""
        return Moment(self.utc + by)
