"""Which password is good enough: long, and not one that everybody tries first. No rule of capitals, digits and signs.

ASVS 5.0, 6.2: at least 15 signs, or 8 where a badge is shown beside it; a list of what is refused; no forced change.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

ALONE, WITH_BADGE, MOST = 15, 8, 128
Fault = Literal["short", "long", "control", "common"]

_RU = "йцукенгшщзхъфывапролджэячсмитьбюё"
_EN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_KK, _DIGITS = "әіңғүұқөһ", "2345890-="  # on the Kazakh keyboard they stand where the digits are
_KEYS = str.maketrans(_RU + _KK, _EN + _DIGITS)
_BACK = str.maketrans(_EN, _RU)
_LOOKS = str.maketrans("@4310$5!7", "aaeiossit")
_WALKS = (
    "1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "abcdefghijklmnopqrstuvwxyz",
    "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "әіңғүұқөһ",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/", "йфяцычувскамепинртгоьшлбщдюзж",
    "1q2w3e4r5t6y7u8i9o0p-[=]", "qazwsxedcrfvtgbyhnujmik,ol.p;/",
)  # fmt: skip
_COMMON = tuple(
    """password passw0rd passwort letmein welcome admin administrator administrateur root login user guest master secret
    changeme default qwerty qwertz azerty zaq1 1q2w3e4r 1q2w3e iloveyou monkey dragon football baseball superman batman
    sunshine princess princesa shadow michael jordan trustno1 starwars whatever freedom computer internet google server
    access hello hunter killer pokemon samsung apple windows microsoft database postgres oracle tereze тереза терезе
    пароль парол секрет админ администратор привет любовь люблю солнце россия москва наташа марина
    максим андрей сергей дмитрий александр николай пользователь логин компьютер интернет работа доктор
    құпиясөз құпия сөз сәлем қазақстан казахстан kazakhstan алматы almaty астана astana атырау atyrau алтын
    қазақ казах kazakh жүрек махаббат күн бала апа ата әкімші айгүл айгуль нұрсұлтан нурсултан
    цон хқко лицензия лицензиар оператор инспектор инспекторы курьер сектор inspector sector courier
    supervisor licence license operator head specialist secretary chancellery provider zxcv asdf qaz wsx
    january february summer winter spring autumn январь февраль лето зима весна осень жаз қыс көктем күз""".split()  # noqa: SIM905
)


def plain(text: str) -> str:
    """As it is hashed: the same letters typed on another machine give the same signs."""
    return unicodedata.normalize("NFKC", text)


def fault(password: str, *, login: str = "", office: str = "", badge: bool = False) -> Fault | None:
    """Why it is refused, or nothing. `badge`: a second factor is shown at each log-in."""
    text = plain(password)
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Cn") for sign in text):
        return "control"
    if len(text) < (WITH_BADGE if badge else ALONE):
        return "short"
    if len(text) > MOST:
        return "long"
    folded = text.casefold()
    own = {part.casefold() for part in (login, *re.split(r"[.@-]", login), office) if len(part) > 2}
    forms = (folded, folded.translate(_KEYS), folded.translate(_BACK), folded.translate(_LOOKS))
    signs, different = (4, 4) if badge else (6, 5)
    for form in forms:
        left = _left(form, own)
        if len(left) < signs or len(set(left)) < different:
            return "common"
    return None


def _left(form: str, own: set[str]) -> str:
    """What remains of it without whatever a guesser tries first."""
    words = {*_COMMON, *own}
    for word in sorted({w for w in words if len(w) > 2}, key=len, reverse=True):
        form = form.replace(word, " ")
    form = _without_walks(form)
    form = re.sub(r"(.{1,4}?)\1{2,}", r"\1", form)  # the same again and again counts once
    form = re.sub(r"(?<!\d)(19|20)\d\d(?!\d)", " ", form)
    return "".join(form.split())


def _without_walks(form: str) -> str:
    """Four neighbours of a row or of an alphabet, either way, are no choice."""
    out, n = [], 0
    while n < len(form):
        length = max((_walk(form[n:], walk) for walk in _BOTH_WAYS), default=0)
        if length >= 4:
            out.append(" ")
            n += length
        else:
            out.append(form[n])
            n += 1
    return "".join(out)


_BOTH_WAYS = tuple(walk[::step] for walk in _WALKS for step in (1, -1))


def _walk(text: str, walk: str) -> int:
    """How many of its first signs go along the walk."""
    at = walk.find(text[0])
    if at < 0:
        return 0
    n = 0
    while n < len(text) and at + n < len(walk) and text[n] == walk[at + n]:
        n += 1
    return n
