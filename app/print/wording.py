"""Days, times and numbers as the papers say them, in Kazakh and in Russian."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

_KK_DAYS = ("дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі")
_RU_DAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_KK_MONTHS = (
    "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан",
)  # fmt: skip
_KK_TO = ("ға", "ға", "ға", "ге", "ға", "ға", "ге", "ға", "ке", "ға", "ға", "ға")
_RU_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip

_KK_ONES = ("нөл", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз")
_KK_TENS = ("", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан")
_KK_FROM = {  # the ending «from» of the last word of a number
    "нөл": "ден", "бір": "ден", "екі": "ден", "үш": "тен", "төрт": "тен", "бес": "тен", "алты": "дан", "жеті": "ден",
    "сегіз": "ден", "тоғыз": "дан", "он": "нан", "жиырма": "дан", "отыз": "дан", "қырық": "тан", "елу": "ден",
}  # fmt: skip
_RU_ONES = ("ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять")
_RU_TEENS = (
    "десять", "одиннадцать", "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать", "семнадцать",
    "восемнадцать", "девятнадцать",
)  # fmt: skip
_RU_TENS = (
    "", "", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто",
)  # fmt: skip
_RU_HUNDREDS = (
    "", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот",
)  # fmt: skip


def when(text: str) -> datetime:
    return datetime.fromisoformat(text)


def has_time(text: str) -> bool:
    return len(text) > 10


@lru_cache(1024)
def day(text: str) -> str:
    """`17.11.2016`."""
    return f"{when(text):%d.%m.%Y}"


@lru_cache(1024)
def clock(text: str) -> str:
    """`15:20`."""
    return f"{when(text):%H:%M}"


def moment(text: str) -> str:
    """`17.11.2016, 15:20`, or the day alone where there is no time."""
    return f"{day(text)}, {clock(text)}" if has_time(text) else day(text)


def weekday(text: str, language: str) -> str:
    return (_KK_DAYS if language == "kk" else _RU_DAYS)[when(text).weekday()]


def long_day(text: str, language: str) -> str:
    """`2016 жылғы 17 қараша`, `17 ноября 2016 года`."""
    at: date = when(text)
    if language == "kk":
        return f"{at.year}\u00a0жылғы {at.day}\u00a0{_KK_MONTHS[at.month - 1]}"
    return f"{at.day}\u00a0{_RU_MONTHS[at.month - 1]} {at.year}\u00a0года"


def until_long_day(text: str, language: str) -> str:
    """`2017 жылғы 12 қаңтарға дейін`, `до 12 января 2017 года`."""
    if language == "kk":
        return f"{long_day(text, 'kk')}{_KK_TO[when(text).month - 1]} дейін"
    return f"до {long_day(text, 'ru')}"


def until_day(text: str, language: str) -> str:
    """`12.11.2016 дейін`, `до 12.11.2016`."""
    return f"{day(text)}\u00a0дейін" if language == "kk" else f"до\u00a0{day(text)}"


def from_clock(text: str, language: str) -> str:
    """`19:00-ден`, `с 19:00`: the Kazakh ending follows the last word of the time as it is read."""
    if language == "kk":
        return f"{clock(text)}-{_KK_FROM[in_words(when(text).minute, 'kk').split()[-1]]}"
    return f"с\u00a0{clock(text)}"


@lru_cache(2048)
def in_words(n: int, language: str, *, feminine: bool = False) -> str:
    """0 to 999 999 in words; `feminine` for Russian `одна строка, две строки`."""
    if not 0 <= n <= 999_999:
        raise ValueError(f"only numbers from 0 to 999 999 are written in words, not {n}")
    if n == 0:
        return _KK_ONES[0] if language == "kk" else _RU_ONES[0]
    thousands, rest = divmod(n, 1000)
    return " ".join(_kazakh(thousands, rest) if language == "kk" else _russian(thousands, rest, feminine))


def _kazakh(thousands: int, rest: int) -> list[str]:
    said = [] if not thousands else ["мың"] if thousands == 1 else [*_kazakh_hundreds(thousands), "мың"]
    return said + _kazakh_hundreds(rest)


def _kazakh_hundreds(n: int) -> list[str]:
    hundreds, tens, ones = n // 100, n // 10 % 10, n % 10
    said = [] if not hundreds else ["жүз"] if hundreds == 1 else [_KK_ONES[hundreds], "жүз"]
    return said + ([_KK_TENS[tens]] if tens else []) + ([_KK_ONES[ones]] if ones else [])


def _russian(thousands: int, rest: int, feminine: bool) -> list[str]:
    if not thousands:
        return _russian_hundreds(rest, feminine)
    few, teen = thousands % 10, 10 < thousands % 100 < 20
    word = "тысяч" if teen or few == 0 or few > 4 else "тысяча" if few == 1 else "тысячи"
    return [*_russian_hundreds(thousands, True), word, *_russian_hundreds(rest, feminine)]


def _russian_hundreds(n: int, feminine: bool) -> list[str]:
    said = [_RU_HUNDREDS[n // 100]] if n >= 100 else []
    rest = n % 100
    if 10 <= rest < 20:
        return [*said, _RU_TEENS[rest - 10]]
    if rest >= 20:
        said.append(_RU_TENS[rest // 10])
    if rest % 10:
        said.append(_one(rest % 10, feminine))
    return said


def _one(n: int, feminine: bool) -> str:
    return {1: "одна", 2: "две"}.get(n, _RU_ONES[n]) if feminine else _RU_ONES[n]


def grouped(n: int) -> str:
    """`18 452`."""
    return f"{n:,}".replace(",", "\u00a0")


def hexadecimal(text: str) -> str:
    """A hash's digits by fours, to be read out: `0B9C F00A 584C E9AC`."""
    digits = text.replace(" ", "").upper()
    return "\u00a0".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def surname_first(name: str) -> str:
    """`Бекенов Арман Тілеуұлы` → `Бекенов А. Т.`; a name of one word stays."""
    surname, *rest = name.split()
    return "\u00a0".join([surname, *(f"{part[0]}." for part in rest[:2])])
