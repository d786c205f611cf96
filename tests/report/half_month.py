"""Half a month of a fictional office, as the supervisor's page counts it: for its window, paper and tables."""

from __future__ import annotations

from app.domain.pack import Text
from app.queries.reports import Hour, Party, Reason, StepTime, Summary

VISITS = (
    (6, 14, 22, 19, 9, 7, 12, 15, 13, 8, 4), (5, 11, 17, 15, 8, 6, 10, 12, 11, 7, 3), (4, 10, 14, 13, 7, 6, 9, 11, 9, 6, 3),
    (5, 9, 13, 12, 7, 5, 8, 10, 9, 6, 2), (6, 12, 18, 16, 9, 6, 9, 8, 6, 4, 2), (9, 16, 15, 11, 6, 4, 3, 2, 1, 1, 0),
)  # fmt: skip
FORM = Text(ru="Форма сведений", kk="Мәліметтер нысаны")
PAPERS = (
    (FORM, "missing", 19), (Text(ru="Доверенность", kk="Сенімхат"), "expired", 11),
    (Text(ru="Документ об уплате сбора", kk="Алым төленгені туралы құжат"), "missing", 9),
    (Text(ru="Сертификат специалиста", kk="Маман сертификаты"), "expired", 6),
    (Text(ru="Согласие на использование сведений, составляющих охраняемую законом тайну",
          kk="Заңмен қорғалатын құпияны құрайтын мәліметтерді пайдалануға келісім"), "missing", 4),
    (Text(ru="Заявление", kk="Өтініш"), "wrong-kind", 3),
)  # fmt: skip


def counted() -> Summary:
    hours = tuple(Hour(weekday=d, hour=9 + h, n=n) for d, row in enumerate(VISITS, 1) for h, n in enumerate(row) if n)
    step = lambda id, n, middle, ninth, limit, unit, real, late=0: StepTime(  # noqa: E731
        step=id, n=n, late=late, running_late=0, middle_percent=middle, ninth_percent=ninth, limit=limit, unit=unit,
        middle=real, clause="annex-1/10(2)",
    )  # fmt: skip
    party = lambda key, ru, kk, *n: Party(key=key, in_time=n[0], edge=n[1], late=n[2], name=Text(ru=ru, kk=kk))  # noqa: E731
    return Summary(
        visits=576, taken=524, refused=52, late=12, by_status={}, by_service={"medical-licence": 430, "gobmp-compliance": 146},
        by_workplace={"AT01-01": 301, "AT01-04": 275}, hours=hours,
        steps=(
            step("accept", 524, 52, 84, 15, "min", 468), step("register", 524, 31, 66, 15, "min", 276),
            step("to-sector", 520, 61, 112, 30, "min", 1080, 4), step("dispatch", 501, 55, 90, 1, "working-day", 45),
            step("courier-to-licensor", 74, 87, 134, 15, "min", 780, 6), step("licensor", 230, 71, 97, 14, "working-day", 990),
            step("courier-to-centre", 70, 64, 98, 15, "min", 576), step("sector-to-inspector", 66, 40, 71, 30, "min", 720),
        ),
        reasons=tuple(
            Reason(key=f"{name.ru}|{kind}|standard/9", n=n, kind=kind, clause="standard/9", name=name)
            for name, kind, n in PAPERS
        ),
        parties=(
            party("licensor:AD01", "Управление здравоохранения", "Денсаулық сақтау басқармасы", 212, 14, 5),
            party("licensor:AC01", "Комиссия по ГОБМП", "ТМККК комиссиясы", 18, 2, 0),
            party("courier:a", "Бекенов Арман", "Бекенов Арман", 61, 7, 6),
            party("courier:b", "Жұмаш Нұрлан", "Жұмаш Нұрлан", 58, 3, 1),
        ),
        quality=(151, 37, 10), information=(118, 61, 19), lying=(38, 14, 6, 4, 2),
    )  # fmt: skip
