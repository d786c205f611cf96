"""Names and free words as they are typed, pasted or brought by a register: nothing that nobody sees, nothing without an end.

Each letter stays what the document has: no letter is put for another that looks like it. A word of two alphabets is told to
the inspector and goes through, since a firm may be called so. Joiners (ZWJ, ZWNJ) go too: no language of the counter has them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Final

from app.domain.personal import Personal
from app.problems import Refused

NAME: Final = 500  # letters: a state body is named with its ministry and committee
LINE: Final = 300  # an address, the number of a paper
WORDS: Final = 2000  # a remark, a reason
MARKS: Final = 3  # signs over one letter that has no composed form; Vietnamese and the Qazaq of 2017 need one

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)  # direction, width nought, joiners, fillers, tags, control signs: they change what is read and are not seen themselves
_WORD: Final = re.compile(r"[^\W\d_]+")
_ALIKE: Final = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "FULLWIDTH", "MATHEMATICAL"})
_TO_CYRILLIC: Final = dict(zip("ABCEHIKMOPTXYaceiopxyhj", "АВСЕНІКМОРТХУасеіорхуһј", strict=True))
_SORTED: Final = 120  # letters that are compared; beyond them nobody looks for an order
_LAST: Final = "\u04ff"  # behind every letter: а, аӿ, б is а, ә, б
_PLACES: Final = str.maketrans({
    "ё": f"е{_LAST}", "ә": f"а{_LAST}", "ғ": f"г{_LAST}", "қ": f"к{_LAST}", "ң": f"н{_LAST}", "ө": f"о{_LAST}",
    "ұ": f"у{_LAST}", "ү": f"у{_LAST}{_LAST}", "һ": f"х{_LAST}", "і": f"ы{_LAST}",
})  # fmt: skip
_TO_LATIN: Final = {cyrillic: latin for latin, cyrillic in _TO_CYRILLIC.items()}


def tidy(text: str) -> str:
    """What is seen of it: composed letters, single blanks. The same again when it is tidied again."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).split())


def alphabetical(name: str) -> str:
    """By this a list of people stands in the order of the Kazakh alphabet, wherever plain texts are compared."""
    return tidy(name).casefold()[:_SORTED].translate(_PLACES)


def unseen(text: str) -> int:
    """How many signs that nobody sees stood in it."""
    return len(_UNSEEN.findall(text))


def says_who(name: Personal | None, letter: Callable[[str], bool] = str.isalpha) -> bool:
    """Dots and dashes name nobody; of a firm's name a figure is enough."""
    return name is not None and any(map(letter, name.open()))


def look_alike(text: str) -> str:
    """Texts that nobody can tell apart are the same text: letters of two alphabets by the one, blanks and signs left out."""
    return "".join(_TO_CYRILLIC.get(sign, sign) for sign in tidy(text).upper() if sign.isalnum())


def clean(text: Personal, most: int = NAME) -> Personal:
    """As it is kept, or `Refused`: too long, or with signs that no paper can show."""
    told = tidy(text.open())
    if len(told) > most:
        raise Refused("words-too-long", most=most)
    if not told.isascii():
        _shown(told)
    return Personal(told)


def _shown(text: str) -> None:
    """Each sign is one that is assigned and drawn, and marks stand over letters, few of them."""
    row = MARKS  # a mark before any letter stands over nothing
    for sign in text:
        match unicodedata.category(sign):
            case "Mn" | "Me" | "Mc":
                row += 1
                if row > MARKS:
                    raise Refused("words-marks", most=MARKS)
            case "Cs" | "Co" | "Cn":
                raise Refused("words-sign")
            case "Zs":
                row = MARKS
            case _:
                row = 0


def mixed(text: str) -> tuple[str, ...]:
    """Words in which letters of two alphabets that look alike stand side by side: `Cейтқали` with a Latin C."""
    return () if text.isascii() else tuple(word for word in _WORD.findall(text) if len(_alphabets(word)) > 1)


def _alphabets(word: str) -> set[str]:
    return {unicodedata.name(sign, "").partition(" ")[0] for sign in word} & _ALIKE


def twins(text: str) -> tuple[str, ...]:
    """The same as somebody may have written it with letters of the other alphabet: for looking up, never for keeping.

    Its mixed words mended, the others as they are; and every word of it in the one alphabet, and in the other.
    """
    found = {}
    for every in (False, True):
        for into in (_TO_CYRILLIC, _TO_LATIN):
            found[_WORD.sub(partial(_turned, into=into, every=every), text)] = True
    return tuple(one for one in found if one != text)


def _turned(found: re.Match[str], into: dict[str, str], *, every: bool) -> str:
    """All of a word or none of it: half would be a new mixture."""
    word = found[0]
    whole = "".join(into.get(sign, sign) for sign in word)
    return word if mixed(whole) or not (every or mixed(word)) else whole


def line(text: str) -> str:
    """A number of a letter, a shelf's name: one line of free words beside a case, cleaned like a name."""
    return clean(Personal(text), LINE).open()
