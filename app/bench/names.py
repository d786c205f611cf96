"""People who never lived: Kazakh and Russian names with every letter of both alphabets, for the benches' counters."""

from __future__ import annotations

import random
from typing import Literal, NamedTuple

SURNAMES = (
    "Әбдірахманов", "Бекенов", "Ғабдуллин", "Ермекбаев", "Жүнісов", "Зейноллаев", "Иманғалиев", "Қасымов", "Құлбаев",
    "Мұқанов", "Нұрланов", "Өтегенов", "Сейітқали", "Теңізбаев", "Тілегенов", "Ұзақов", "Үмбетов", "Шәкіров", "Ысқақов",
    "Іскендіров", "Һамитов", "Алексеев", "Богданов", "Воробьёв", "Григорьев", "Дмитриев", "Емельянов", "Ковалёв",
    "Лебедев", "Семёнов",
    "Щербаков",
)  # fmt: skip
ENDINGS = ("", "", "а", "ұлы", "қызы", "тегі")
NAMES = (
    "Айгүл", "Бауыржан", "Гүлмира", "Дәурен", "Ерлан", "Жанар", "Қайрат", "Ләззат", "Мөлдір", "Нұрсұлтан", "Өмірзақ",
    "Рүстем", "Сәуле", "Үміт", "Шолпан", "Әлия", "Ирина", "Кирилл", "Ольга", "Пётр", "Татьяна", "Юрий",
)  # fmt: skip
FIRMS = ("Дәрігер", "Денсаулық", "Шипа", "Жайық", "Сау Бала", "Арман", "Өмір", "Медсервис", "Диагностика", "Дентал")
SYLLABLES = ("ба", "да", "ғы", "жа", "ка", "қы", "ла", "ма", "ны", "өр", "ра", "са", "та", "ұл", "шы", "әл", "ім", "үс")

Kind = Literal["natural", "legal"]


class Person(NamedTuple):
    kind: Kind
    number: str
    name: str
    surname: str


def person(chance: random.Random, *, rare: bool = False) -> Person:
    """Somebody, or a firm; a rare surname is made of syllables, so that only a few people bear it."""
    surname = chance.choice(SURNAMES) + chance.choice(ENDINGS)
    if rare:
        surname = "".join(chance.choice(SYLLABLES) for _ in range(4)).capitalize() + "ев"
    digits = f"{chance.randint(50, 99):02}{chance.randint(1, 12):02}"
    if rare or chance.random() < 0.6:
        number = f"{digits}{chance.randint(1, 28):02}{chance.randrange(10**6):06}"
        return Person("natural", number, f"{surname} {chance.choice(NAMES)}", surname)
    name = f"ТОО «{chance.choice(FIRMS)}-{chance.choice(FIRMS)} {chance.randint(1, 999)}»"
    return Person("legal", f"{digits}4{chance.randrange(10**7):07}", name, surname)
