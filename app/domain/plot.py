"""A picture of counts, the same on the screen, on paper and for a screen reader: a question, its answer, what was counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PlotKind = Literal["heat", "spans", "bars", "stacks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotRow:
    """heat: a value for each column · spans: middle and ninth, in percent of the limit · bars: one value ·
    stacks: a value for each line of the legend."""

    key: str
    label: str
    values: tuple[int, ...]
    side: str = ""  # at the right: «7,8 мин из 15 мин», a clause, «8 % поздно»
    tone: str = ""  # of the bar, or in stacks and spans of the words at the right: ok, risk, late; empty: neutral
    said: str = ""  # the row as a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotLegend:
    words: str
    tone: str  # ok, risk, late: a status with its shape; first, second, third: a scale; middle, ninth, line: of spans


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    kind: PlotKind
    rows: tuple[PlotRow, ...] = ()
    columns: tuple[str, ...] = ()
    legend: tuple[PlotLegend, ...] = ()
    percent: bool = False  # stacks: parts are told in percent


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotCard:
    """`key` is the question's; `figure` the key of the answer's own figure there."""

    key: str
    question: str
    answer: str
    counted: str
    plot: Plot
    figure: str = ""

    @property
    def empty(self) -> bool:
        return not self.plot.rows

    @property
    def said(self) -> str:
        """The whole picture in words."""
        facts = ". ".join(row.said for row in self.plot.rows if row.said)
        told = ". ".join(part for part in (self.answer, facts, self.counted) if part)
        return f"{self.question} {told}"


def parts_in_percent(values: tuple[int, ...]) -> tuple[int, ...]:
    """Whole percents that make a hundred together: the largest remainders are rounded up."""
    total = sum(values)
    if not total:
        return (0,) * len(values)
    shares = [n * 100 / total for n in values]
    whole = [int(s) for s in shares]
    for n in sorted(range(len(values)), key=lambda k: (whole[k] - shares[k], k))[: 100 - sum(whole)]:
        whole[n] += 1
    return tuple(whole)
