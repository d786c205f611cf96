"""How long something took, in the unit of its limit: «7,8 мин», «5,0 ч», «9,9 р. д.»."""

from __future__ import annotations

from app.words import Words

IN_SECONDS = {"s": 1, "min": 60, "h": 3600}


def number(value: float, say: Words, *, places: int = 1) -> str:
    """With the language's comma; no decimals where they say nothing."""
    text = f"{value:.{places}f}" if value < 10 else f"{value:.0f}"
    return text if say.lang == "en" else text.replace(".", ",")


def amount(middle: int, unit: str, say: Words) -> str:
    """`middle` as `StepTime` has it: seconds, or hundredths of a day."""
    if unit in IN_SECONDS:
        shown = "h" if middle >= 2 * 3600 else "min" if unit == "h" and middle < 3600 else unit
        return say(f"summary.unit.{shown}", n=number(middle / IN_SECONDS[shown], say))
    days = "working-day" if unit == "same-day" else unit
    return say(f"summary.unit.{days}", n=number(middle / 100, say))


def limit(n: int, unit: str, say: Words) -> str:
    return say("summary.unit.same-day" if unit == "same-day" else f"summary.unit.{unit}", n=n)
