"""A lived-in centre for the benches: cases with their journal as the store itself would write them, quickly and in bulk.

The same seed gives the same people, numbers and bytes of events; the hashes go on from the demonstration's own accounts.
"""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from app.catalogue.acts import Catalogue
from app.catalogue.calendars import calendar
from app.domain import case as cases
from app.domain.case import Case, Head
from app.domain.completeness import Draft, required
from app.domain.course import Clockwork, advance
from app.domain.events import KIND, ApplicationAccepted, ApplicationRefused, CustodyMoved
from app.domain.facts import Gap, Taken, What
from app.domain.moment import Moment
from app.domain.numbers import case_number
from app.domain.pack import Service, VariantId
from app.domain.people import Applicant, People
from app.domain.personal import Personal
from app.start import App
from app.store import chain, tables
from app.store.rows import CASE
from app.store.unit import head_bytes, split

DEVICE, CENTRE, REGION, LICENSOR = "AT01-01", "AT01", "atyrau", "AD01"
FIRST_DAY, DAYS = date(2016, 8, 1), 100
BATCH = 2000
ASKED: tuple[tuple[VariantId, Literal["licence", "annex"]], ...] = (
    ("issue", "licence"), ("issue", "annex"), ("reissue", "licence"), ("duplicate", "licence"),
)  # fmt: skip
SURNAMES = (
    "Әбдірахманов", "Бекенов", "Ғабдуллин", "Ермекбаев", "Жүнісов", "Зейноллаев", "Иманғалиев", "Қасымов", "Құлбаев",
    "Мұқанов", "Нұрланов", "Өтегенов", "Сейітқали", "Тілегенов", "Ұзақов", "Үмбетов", "Шәкіров", "Ысқақов", "Іскендіров",
    "Һамитов", "Алексеев", "Богданов", "Воробьёв", "Григорьев", "Дмитриев", "Емельянов", "Ковалёв", "Лебедев", "Семёнов",
    "Щербаков",
)  # fmt: skip
ENDINGS = ("", "", "а", "ұлы", "қызы", "тегі")
NAMES = (
    "Айгүл", "Бауыржан", "Гүлмира", "Дәурен", "Ерлан", "Жанар", "Қайрат", "Ләззат", "Мөлдір", "Нұрсұлтан", "Өмірзақ",
    "Рүстем", "Сәуле", "Үміт", "Шолпан", "Әлия", "Ирина", "Кирилл", "Ольга", "Пётр", "Татьяна", "Юрий",
)  # fmt: skip
FIRMS = ("Дәрігер", "Денсаулық", "Шипа", "Жайық", "Сау Бала", "Арман", "Өмір", "Медсервис", "Диагностика", "Дентал")
SYLLABLES = ("ба", "да", "ғы", "жа", "ка", "қы", "ла", "ма", "ны", "өр", "ра", "са", "та", "ұл", "шы", "әл", "ім", "үс")


@dataclass(frozen=True, slots=True)
class Made:
    """What a bench looks for in it."""

    numbers: tuple[str, ...]
    surnames: tuple[str, ...]  # each only a few people bear


class Journal:
    """The chain of one device in the store's own format, its ids and salts drawn from the seed."""

    def __init__(self, chance: random.Random, who: str) -> None:
        self.chance, self.who = chance, who
        self.seq, self.head = 0, chain.GENESIS
        self.rows: dict[str, list[dict[str, Any]]] = {"events": [], "persons": [], "cases": []}

    def id(self, at: Moment) -> str:
        """UUIDv7 of that moment."""
        value = int(at.utc.timestamp() * 1000) << 80 | 0x7 << 76 | self.chance.getrandbits(12) << 64
        return str(uuid.UUID(int=value | 0b10 << 62 | self.chance.getrandbits(62)))

    def record(self, case: Case | None, id: str, fact: Any, *, at: Moment, op: str) -> Case:
        self.seq += 1
        head = Head(
            id=self.id(at), v=1, kind=KIND[type(fact)], device=DEVICE, seq=self.seq, case=id,
            version=(case.version if case else 0) + 1, op=op, who=self.who, at=at, recorded_at=at.iso(),
            clock="by-hand", side="centre",
        )  # fmt: skip
        bare, (facts, person), salt = head_bytes(head), split(fact), self.chance.randbytes(16)
        hashes = chain.sha(bare) + chain.sha(facts) + chain.sha(salt + person)
        self.head = chain.row_hash(self.head, hashes)
        common = {"centre": CENTRE}
        self.rows["events"].append(
            {
                **common, "id": head.id, "device": DEVICE, "seq": head.seq, "subject": id, "kind": head.kind,
                "version": head.version, "head": bare, "facts": facts, "hashes": hashes, "row_hash": self.head,
            }
        )  # fmt: skip
        self.rows["persons"].append({**common, "event": head.id, "salt": salt, "person": person})
        grown = cases.apply(case, head, fact)
        assert grown is not None
        return grown

    def keep(self, case: Case) -> None:
        self.rows["cases"].append({"centre": CENTRE, **CASE.row(case)})


def fill(app: App, count: int, *, seed: int = 1, who: str = "inspector.at01") -> Made:
    """Writes so many cases into an empty demonstration store, in the order of their days."""
    chance = random.Random(seed)
    journal = Journal(chance, who)
    device = _device(app)
    if device["serial"] or device["seq"] > 20:
        raise ValueError("only an empty store is filled")
    journal.seq, journal.head = device["seq"], bytes(device["head"])
    kinds = _kinds()
    zone = ZoneInfo("Asia/Atyrau")
    numbers, surnames = [], []
    for serial in range(1, count + 1):
        at = _moment(serial - 1, count, zone)
        surname, person = _person(chance, rare=serial % 500 == 0)
        case = _case(journal, chance.choice(kinds), person, serial=serial, at=at, zone=zone)
        journal.keep(case)
        numbers.append(case.number)
        if serial % 500 == 0:
            surnames.append(surname)
        if serial % BATCH == 0 or serial == count:
            _write(app, journal, serial=serial, year=at.local(zone).year)
    return Made(tuple(numbers), tuple(surnames))


@dataclass(frozen=True, slots=True)
class Wanted:
    """An application of one kind: what is asked for, with the papers that lie on the counter."""

    service: Service
    what: What
    documents: tuple[Taken, ...]


def _kinds() -> list[Wanted]:
    made = []
    for day in (FIRST_DAY, FIRST_DAY + timedelta(DAYS)):
        pack, service = Catalogue.load().in_force(REGION, "medical-licence", channel="counter", on=day)
        for variant, object in ASKED:
            draft = Draft(service=service.id, variant=variant, object=object, applicant=_applicant("0" * 12, "—"))
            papers = (d for d in required(service, draft) if not d.register and not d.optional)
            taken = tuple(Taken(document=d.id, kind=d.kinds[0], sheets=2, returned=d.returned) for d in papers)
            what = What(
                pack=pack.ref, service=service.id, variant=variant, object=object, channel="counter", licensor=LICENSOR
            )
            made.append(Wanted(service, what, taken))
    return made


def _case(journal: Journal, wanted: Wanted, person: People, *, serial: int, at: Moment, zone: ZoneInfo) -> Case:
    """One of ten is refused, of the others three of four lie in the sector already."""
    id, op = journal.id(at), journal.id(at)
    number = case_number(CENTRE, DEVICE[-2:], year=at.local(zone).year, serial=serial)
    chance, what, service = journal.chance, wanted.what, wanted.service
    if chance.random() < 0.1:
        missing = next(d for d in service.documents if d.id == wanted.documents[-1].document)
        gap = Gap(document=missing.id, kind="missing", clause=missing.clause, source=missing.source)
        refused = ApplicationRefused(
            number=number, what=what, gaps=(gap,), documents=wanted.documents[:-1], person=person
        )
        return journal.record(None, id, refused, at=at, op=op)
    course = advance(
        service, what, just=("accept", "register", "visit"), case=None, clockwork=Clockwork(at, zone, calendar()),
        anchors={"handing-in": at},
    )  # fmt: skip
    accepted = ApplicationAccepted(number=number, what=what, documents=wanted.documents, course=course, person=person)
    case = journal.record(None, id, accepted, at=at, op=op)
    if chance.random() < 0.75:
        later = at + timedelta(minutes=chance.randint(5, 50))
        course = advance(
            service, what, just=("to-sector",), case=case, clockwork=Clockwork(later, zone, calendar()),
            anchors={"handing-in": at},
        )  # fmt: skip
        moved = CustodyMoved(from_holder="inspector", to_holder="sector", course=course)
        case = journal.record(case, id, moved, at=later, op=journal.id(later))
    return case


def _applicant(number: str, name: str, kind: str = "legal") -> Applicant:
    return Applicant(kind=kind, number=Personal(number), name=Personal(name))  # type: ignore[arg-type]


def _person(chance: random.Random, *, rare: bool) -> tuple[str, People]:
    """A fictional applicant: Kazakh and Russian names, every letter of both; a rare surname is made of syllables."""
    surname = chance.choice(SURNAMES) + chance.choice(ENDINGS)
    if rare:
        surname = "".join(chance.choice(SYLLABLES) for _ in range(4)).capitalize() + "ев"
    digits = f"{chance.randint(50, 99):02}{chance.randint(1, 12):02}"
    if rare or chance.random() < 0.6:
        name = f"{surname} {chance.choice(NAMES)}"
        person = _applicant(f"{digits}{chance.randint(1, 28):02}{chance.randrange(10**6):06}", name, "natural")
    else:
        name = f"ТОО «{chance.choice(FIRMS)}-{chance.choice(FIRMS)} {chance.randint(1, 999)}»"
        person = _applicant(f"{digits}4{chance.randrange(10**7):07}", name)
    return surname, People(applicant=person)


def _moment(done: int, count: int, zone: ZoneInfo) -> Moment:
    """Spread evenly over the days, from nine in the morning until six."""
    share = done / count * DAYS
    day = FIRST_DAY + timedelta(int(share))
    return Moment(datetime.combine(day, time(9), zone) + timedelta(hours=9 * (share % 1)))


def _device(app: App) -> dict[str, Any]:
    with app.store.reading() as connection:
        row = connection.execute(tables.devices.select().where(tables.devices.c.code == DEVICE)).one()
        return dict(row._mapping)


def _write(app: App, journal: Journal, *, serial: int, year: int) -> None:
    with app.store.engine.begin() as connection:
        for name, rows in journal.rows.items():
            connection.execute(tables.metadata.tables[name].insert(), rows)
            rows.clear()
        moved = {"seq": journal.seq, "head": journal.head, "serial": serial, "year": year}
        connection.execute(tables.devices.update().where(tables.devices.c.code == DEVICE).values(moved))
