"""How the window says what rows hold: services, variants, places, times, clauses, days – in the person's language."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from app.domain.clauses import in_words
from app.domain.moment import Moment
from app.domain.pack import Step, Text
from ui.desks.session import Session
from ui.look_words import count, language, long_day, say, span, weekday

SECONDS = {"s": 1, "min": 60, "h": 3600}
TONES = {
    "accepted": "wait", "in-sector": "wait", "in-registry": "wait", "on-the-way": "info", "at-licensor": "info",
    "sent": "info", "registered": "info", "result-ready": "info", "result-on-the-way": "info", "to-release": "ok",
    "unclaimed": "risk",
    "released": "ok", "refused": "stop", "slip": "stop", "no-data": "stop", "lost": "late",
}  # fmt: skip


def text(words: Text | None) -> str:
    """Words of an act: Kazakh for Kazakh, else Russian – the acts have no English."""
    return words.in_(language()) if words else ""


def service(id: str, *, short: bool = False) -> str:
    return say(f"desk.service.{id}" + (".short" if short else ""))


def variant(id: str, object: str = "") -> str:
    word = say(f"desk.variant.{id}")
    return f"{word}, {say(f'desk.object.{object}')}" if object in ("annex", "licence-and-annex") else word


def status(id: str) -> str:
    return say(f"desk.status.{id}")


def holder(id: str) -> str:
    return say(f"desk.holder.{id}") if id else ""


def clause(id: str) -> str:
    words = in_words(id) if id else None
    return text(words) if words else ""


def sheets(n: int) -> str:
    return count("desk.sheets", n)


def documents(n: int) -> str:
    return count("desk.documents", n)


def days(n: int) -> str:
    return count("desk.days", n)


def cases(n: int) -> str:
    return count("desk.cases", n)


def date_of(day: date | datetime) -> str:
    return f"{day:%d.%m.%Y}"


def by_when(at: datetime, now: datetime) -> str:
    """«18:30», «чт 17.11 20:00», «17.11.2016»: as much as is needed from here."""
    if at.date() == now.date():
        return f"{at:%H:%M}"
    if abs((at.date() - now.date()).days) < 7:
        return f"{weekday(at.date())} {at:%d.%m %H:%M}"
    return f"{weekday(at.date())} {at:%d.%m.%Y}"


def left(seconds: int) -> str:
    """How long is left, by days when it is many; over the limit with a plus."""
    sign = "+" if seconds < 0 else ""
    days, rest = divmod(abs(seconds), 86400)
    if days:
        return sign + (count("desk.days", days) if days > 1 else say("desk.day-h", h=rest // 3600))
    return sign + span(abs(seconds))


def limit(step: Step) -> str:
    """The limit of a step as the act sets it: «15 мин», «1 рабочий день», «без срока»."""
    if step.limit is None or step.unit is None:
        return say("window.clock.no-limit")
    if step.unit in SECONDS:
        return span(step.limit * SECONDS[step.unit])
    return count(f"desk.unit.{step.unit}", step.limit)


def seconds(step: Step) -> int | None:
    """The limit as a stopwatch, where it is one."""
    if step.limit is None or step.unit not in SECONDS:
        return None
    return step.limit * SECONDS[step.unit]


def due(session: Session, at: Moment | str | None, risk_at: str | None = None) -> tuple[str, str]:
    """How long is left and its tone; empty where no clock runs."""
    if at is None:
        return "", ""
    moment, now = Moment.parse(at) if isinstance(at, str) else at, session.moment()
    gone = moment.utc - now.utc
    tone = "late" if gone < timedelta() else "risk" if risk_at and Moment.parse(risk_at).utc <= now.utc else ""
    return left(int(gone.total_seconds())), tone


def short_name(name: str) -> str:
    """«Оразбаева Ж. М.» of a person's full name; other names stay."""
    parts = name.split()
    if not 2 <= len(parts) <= 3 or any(not p[0].isalpha() for p in parts):
        return name
    return " ".join((parts[0], *(f"{p[0]}." for p in parts[1:])))


def today(now: datetime) -> str:
    return long_day(now.date())


def read_day(typed: str) -> date | None:
    """`12.11.2016`, `12112016`, `12.11.16`, `1.2.2016`; None: no day."""
    parts = re.fullmatch(r"\s*(\d{1,2})\D+(\d{1,2})\D+(\d{4}|\d{2})\s*", typed)
    digits = f"{parts[1]:0>2}{parts[2]:0>2}{parts[3]}" if parts else "".join(c for c in typed if c.isdigit())
    for shape in ("%d%m%Y", "%d%m%y"):
        if len(digits) == (8 if shape.endswith("Y") else 6):
            try:
                return datetime.strptime(digits, shape).date()  # noqa: DTZ007 – a day as it stands on a paper
            except ValueError:
                return None
    return None


def act(ref: str) -> str:
    """«Атырауская обл., № 324 · редакция с 15.07.2016»"""
    id, _, first = ref.partition("@")
    year, month, day = first.split("-")
    return say("desk.act", act=say(f"desk.act.{id}"), day=f"{day}.{month}.{year}")
