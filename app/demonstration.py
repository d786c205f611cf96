"""The demonstration: five furnished centres, one for each act's region, and their licensor in a second store beside it.

Each lives in its act's time by a training clock: today moved by whole weeks, fixed when the store is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.office import Office
from app.domain.pack import Text
from app.domain.roles import Role

PASSWORD = "demonstration"  # of the people of a demonstration store on PostgreSQL; it is no secret, and says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A centre, its departments, and the Wednesday of its act's time that its training clock starts near."""

    act: str
    centre: str
    region: str
    zone: str
    on: date
    town: Text
    branch: Text
    street: Text
    departments: tuple[tuple[str, Text, tuple[str, ...]], ...]  # code, name, services it decides
    provider: bool = False


LICENCES = ("medical-licence", "pharmaceutical-licence", "narcotics-licence", "gobmp-compliance")
CORPORATION = Text(
    ru="Государственная корпорация «Правительство для граждан»",
    kk="«Азаматтарға арналған үкімет» мемлекеттік корпорациясы",
)
CENTRE = Text(ru="Центр обслуживания населения", kk="Халыққа қызмет көрсету орталығы")

PLACES = (
    Place(
        act="atyrau-2015-324",
        centre="AT01",
        region="atyrau",
        zone="Asia/Atyrau",
        on=date(2016, 11, 16),
        town=Text(ru="г. Атырау", kk="Атырау қ."),
        branch=Text(ru="Филиал по Атырауской области, отдел № 1", kk="Атырау облысы бойынша филиал, № 1 бөлім"),
        street=Text(ru="ул. Бейбарыса, д. 112", kk="Бейбарыс көшесі, 112-үй"),
        departments=(
            (
                "AD01",
                Text(
                    ru="Управление здравоохранения Атырауской области",
                    kk="Атырау облысының денсаулық сақтау басқармасы",
                ),
                LICENCES,
            ),
        ),
    ),
    Place(
        act="sko-2015-333",
        centre="SK01",
        region="sko",
        zone="Asia/Almaty",
        on=date(2018, 4, 18),
        town=Text(ru="г. Шымкент", kk="Шымкент қ."),
        branch=Text(
            ru="Филиал по Южно-Казахстанской области, отдел № 1",
            kk="Оңтүстік Қазақстан облысы бойынша филиал, № 1 бөлім",
        ),
        street=Text(ru="ул. Түркістан, д. 20", kk="Түркістан көшесі, 20-үй"),
        departments=(
            (
                "SD01",
                Text(
                    ru="Управление здравоохранения Южно-Казахстанской области",
                    kk="Оңтүстік Қазақстан облысының денсаулық сақтау басқармасы",
                ),
                LICENCES,
            ),
        ),
    ),
    Place(
        act="vko-2015-314",
        centre="VK02",
        region="vko",
        zone="Asia/Almaty",
        on=date(2018, 4, 18),
        town=Text(ru="г. Усть-Каменогорск", kk="Өскемен қ."),
        branch=Text(
            ru="Филиал по Восточно-Казахстанской области, отдел № 2",
            kk="Шығыс Қазақстан облысы бойынша филиал, № 2 бөлім",
        ),
        street=Text(ru="пр. Тәуелсіздік, д. 7", kk="Тәуелсіздік даңғылы, 7-үй"),
        departments=(
            (
                "VP02",
                Text(ru="Городская поликлиника № 2 г. Усть-Каменогорска", kk="Өскемен қаласының № 2 емханасы"),
                ("phc-attachment",),
            ),
        ),
        provider=True,
    ),
    Place(
        act="mangystau-2013-3",
        centre="MG01",
        region="mangystau",
        zone="Asia/Aqtau",
        on=date(2013, 3, 13),
        town=Text(ru="г. Актау", kk="Ақтау қ."),
        branch=Text(ru="Отдел № 1 г. Актау", kk="Ақтау қаласының № 1 бөлімі"),
        street=Text(ru="14 мкр., д. 30", kk="14 ш/а, 30-үй"),
        departments=(
            (
                "MD01",
                Text(
                    ru="Управление здравоохранения Мангистауской области",
                    kk="Маңғыстау облысының денсаулық сақтау басқармасы",
                ),
                (*LICENCES, "phc-attachment"),
            ),
        ),
    ),
    Place(
        act="vko-2014-70",
        centre="VK01",
        region="vko",
        zone="Asia/Almaty",
        on=date(2014, 10, 15),
        town=Text(ru="г. Усть-Каменогорск", kk="Өскемен қ."),
        branch=Text(ru="Отдел № 1 г. Усть-Каменогорска", kk="Өскемен қаласының № 1 бөлімі"),
        street=Text(ru="ул. Ертіс, д. 4", kk="Ертіс көшесі, 4-үй"),
        departments=(
            (
                "VD01",
                Text(
                    ru="Управление здравоохранения Восточно-Казахстанской области",
                    kk="Шығыс Қазақстан облысының денсаулық сақтау басқармасы",
                ),
                LICENCES,
            ),
        ),
    ),
)

# role at a centre → device that stands before it, and who sits there (fictional)
CENTRE_PEOPLE: tuple[tuple[Role, str, str], ...] = (
    (Role.INSPECTOR, "01", "Оразбаева Жанар Мұратқызы"),
    (Role.SECTOR, "02", "Сапарова Гүлмира Маратқызы"),
    (Role.COURIER, "02", "Бекенов Арман Тілеуұлы"),
    (Role.SUPERVISOR, "03", "Ким Ольга Сергеевна"),
    (Role.ADMINISTRATOR, "03", "Жүнісов Ерлан Қайратұлы"),
)
DEPARTMENT_PEOPLE: tuple[tuple[Role, str, str], ...] = (
    (Role.CHANCELLERY, "01", "Ахметова Сәуле Бекетқызы"),
    (Role.HEAD, "02", "Тілегенов Марат Ұзақұлы"),
    (Role.SPECIALIST, "02", "Байжанова Инна Петровна"),
    (Role.SECRETARY, "01", "Һамитова Ләззат Әлиқызы"),
    (Role.PROVIDER, "01", "Досов Рүстем Ғалымұлы"),
    (Role.ADMINISTRATOR, "02", "Юсупов Тимур Рашитович"),
)


def offices(today: date) -> tuple[Office, ...]:
    """Both sides: a node makes only its own accounts and devices, and knows the other side's offices by name."""
    made = []
    for place in PLACES:
        weeks = round((place.on - today).days / 7)
        address = Text(ru=f"{place.town.ru}, {place.street.ru}", kk=f"{place.street.kk}, {place.town.kk}")
        corporation = place.act in ("atyrau-2015-324", "sko-2015-333", "vko-2015-314")
        made.append(
            Office(
                code=place.centre,
                side="centre",
                region=place.region,
                name=CORPORATION if corporation else CENTRE,
                branch=place.branch,
                address=address,
                phone="8 (7000) 00-01-42",
                zone=place.zone,
                training_weeks=weeks,
                licensors={service: code for code, _, services in place.departments for service in services},
            )
        )
        for code, name, _ in place.departments:
            made.append(
                Office(
                    code=code,
                    side="licensor",
                    region=place.region,
                    name=name,
                    branch=place.town,
                    address=address,
                    zone=place.zone,
                    training_weeks=weeks,
                )
            )
    return tuple(made)


def people(side: str) -> tuple[tuple[str, Role, str, str, str], ...]:
    """(login, role, office, device, name) of everybody on that side."""
    rows = []
    for place in PLACES:
        if side == "centre":
            rows += [(f"{role}.{place.centre.lower()}", role, place.centre, n, who) for role, n, who in CENTRE_PEOPLE]
        else:
            for code, _, _ in place.departments:
                rows += [(f"{role}.{code.lower()}", role, code, n, who) for role, n, who in DEPARTMENT_PEOPLE]
    return tuple((login, role, office, f"{office}-{n}", who) for login, role, office, n, who in rows)


def devices(side: str) -> tuple[str, ...]:
    return tuple(sorted({device for _, _, _, device, _ in people(side)}))
