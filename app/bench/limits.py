"""A line of figures that has no raw side: something counted or measured, held against a limit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from app.bench.pairs import verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """`at most` or `at least` the target, in the unit that it is told in."""

    what: str
    value: float
    unit: str
    kind: Literal["at most", "at least"]
    target: float
    judged: bool = True  # False: shown without a verdict, the target is for another size of store
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def met(self) -> bool:
        return self.value <= self.target if self.kind == "at most" else self.value >= self.target

    def told(self) -> dict[str, Any]:
        sign = "<=" if self.kind == "at most" else ">="
        return {
            "what": self.what, "measure": self.unit, "value": round(self.value, 3), "target": f"{sign} {self.target:g}",
            "verdict": verdict(self.met) if self.judged else "not judged here", **self.notes,
        }  # fmt: skip
