"""An office: a service centre, or a department of the licensor. Its region, names, hours and clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.domain.pack import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    code: str  # AT01
    side: Literal["centre", "licensor"]
    region: str
    name: Text
    branch: Text
    address: Text
    phone: str = ""
    windows: str = "1–6"
    zone: str = "Asia/Almaty"
    training_weeks: int | None = None  # the training clock: real time moved by so many whole weeks
    licensors: dict[str, str] | None = None  # centre side: service → department code
