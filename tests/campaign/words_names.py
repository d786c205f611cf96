# ruff: noqa: E501
"""Names as people, registers and mischief bring them: legal ones that must pass, and words that hide what they are."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Expected = Literal["kept", "cleaned", "warned", "refused"]

# Of the counter: Kazakh letters, Russian, Latin, marks of the bearers' own languages, firms.
LEGAL = (
    "Әбдіқадырұлы Ғани", "Қожахметова Ұлбосын", "Ңұрлан Өмірбек", "Үсенова Һәнипа", "Іңкәрбек Ілияс", "Ё Ёлкин Фёдор",
    "Нұрсұлтан-Әли Жүніс", "Ким Ён Сук", "Сейтқали Ә.", "O’Neill Seán", "D'Artagnan", "Müller-Lüdenscheid", "Ngô Đình Diệm",
    "Nguyễn Thị Ánh", "Ŝtefano Ĵ.", "Łukasiewicz", "İbrahim Şükrü", "Ǧani Ñurlan", "Qojahmetova Ulbosyn", "王小明", "田中さん",
    "محمد علي", "עמוס", "ТОО «Дәрігер-1»", "ЖШС «Медик плюс» № 7", 'АО "KEGOC"', "ИП «24/7»", "ТОО «А&Б <Центр>»", "ТОО «IT-орталық»",
    "ГКП на ПХВ «Городская поликлиника № 5» УЗО", "Х", "Ж. Оразбаева", "Ильина (Петрова) Анна", "ТОО «Ер-Нұр»; филиал",
    "Оразбаева Жанар Мұратқызы", "Святогор-Ѣжиков", "Мырза-Ғали Ұ.", "ТОО «50%»", "ТОО «C++»", "Null", "Иванов\u2011Петров",
)  # fmt: skip
HIDDEN = (
    "\u202e", "\u202d", "\u202a", "\u202b", "\u202c", "\u2066", "\u2067", "\u2068", "\u2069", "\u200e", "\u200f", "\u061c",
    "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u180e", "\u115f", "\u3164", "\u2063", "\ufe0f",
    "\U000e0041", "\x00", "\x1b", "\x07", "\x7f", "\x9b", "\ufff9", "\u206a", "\u2800",
)  # fmt: skip
BLANKS = ("\t", "\n", "\r\n", "\u00a0", "\u2003", "\u2028", "\u2029", "\u3000", "\x85", "  ", "\x1d", "\x0b")
FOR_CYRILLIC = {"А": "A", "а": "a", "В": "B", "С": "C", "с": "c", "Е": "E", "е": "e", "Н": "H", "К": "K", "М": "M", "О": "O", "о": "o",
                "Р": "P", "р": "p", "Т": "T", "Х": "X", "х": "x", "у": "y", "І": "I", "і": "i", "Һ": "H", "һ": "h"}  # fmt: skip
NO_SIGN = ("\ue000", "\U000f0000", "\ud800", "\udfff", "\uffff", "\ufdd0", "\u0378", "\U0010ffff")


@dataclass(frozen=True, slots=True)
class Case:
    typed: str
    expected: Expected
    kept: str = ""  # what is on the document; empty: not asked for
    kind: str = ""


def cases(count: int, seed: int = 1910) -> Iterator[Case]:
    """So many, of each kind in turn."""
    chance = random.Random(seed)
    kinds = (_legal, _hidden, _blanks, _twins, _marks, _long, _no_sign, _decomposed)
    for n in range(count):
        yield kinds[n % len(kinds)](chance, n // len(kinds))


def _legal(chance: random.Random, n: int) -> Case:
    name = LEGAL[n % len(LEGAL)]
    return Case(name, "kept", name, "legal")


def _hidden(chance: random.Random, n: int) -> Case:
    name, sign = LEGAL[chance.randrange(len(LEGAL))], HIDDEN[n % len(HIDDEN)]
    at = chance.randrange(len(name) + 1)
    return Case(name[:at] + sign * chance.randrange(1, 4) + name[at:], "cleaned", name, "hidden")


def _blanks(chance: random.Random, n: int) -> Case:
    surname, first = ("Сейтқали", "Ибрагимова", "Öztürk")[n % 3], ("Нұрлан", "Әсел")[n % 2]
    blank = BLANKS[n % len(BLANKS)]
    return Case(
        f"{blank}{surname}{blank * chance.randrange(1, 5)}{first}{blank}", "cleaned", f"{surname} {first}", "blanks"
    )


def _twins(chance: random.Random, n: int) -> Case:
    words = [w for name in LEGAL for w in name.split() if sum(c in FOR_CYRILLIC for c in w) and len(w) > 3]
    word = [w for w in words if sum("а" <= c <= "я" for c in w.lower()) > 2][n % 12]
    spots = [k for k, c in enumerate(word) if c in FOR_CYRILLIC]
    for k in spots[: chance.randrange(1, len(spots) + 1)]:
        if sum(c not in FOR_CYRILLIC.values() and c.isalpha() for c in word) < 2:
            break
        word = word[:k] + FOR_CYRILLIC[word[k]] + word[k + 1 :]
    return Case(f"{word} Нұрлан", "warned", f"{word} Нұрлан", "twins")


def _marks(chance: random.Random, n: int) -> Case:
    mark = chr(0x300 + chance.randrange(0x4F)) if n % 3 else chr(0x20D0 + chance.randrange(12))
    many = (5, 17, 100, 1000)[n % 4]
    return Case(f"Сейтқали{mark * many} Нұрлан" if n % 5 else f"{mark}Нұрлан", "refused", "", "marks")


def _long(chance: random.Random, n: int) -> Case:
    return Case("Ұ" * (501 + (0, 1, 499, 7_000, 60_000)[n % 5]), "refused", "", "long")


def _no_sign(chance: random.Random, n: int) -> Case:
    return Case(f"Сейтқали{NO_SIGN[n % len(NO_SIGN)]} Нұрлан", "refused", "", "no sign")


def _decomposed(chance: random.Random, n: int) -> Case:
    pairs = (("Ёлкин Андрей", "Е\u0308лкин Андреи\u0306"), ("Müller", "Mu\u0308ller"), ("Nguyễn", "Nguye\u0302\u0303n"),
             ("Йәнүр", "И\u0306әнүр"), ("Ángström", "A\u0301ngstro\u0308m"), ("K. Ω", "\u212a. \u2126"))  # fmt: skip
    kept, typed = pairs[n % len(pairs)]
    return Case(f"{typed} {n % 7}", "cleaned", f"{kept} {n % 7}", "decomposed")
