"""What a typed or scanned number is: ИИН, БИН, a case's number, a licence's number, a code in the bars of a paper.

Strict on purpose: ASCII digits, `A–Z`, `-`, no look-alikes; a wrong number is answered by one code of a closed set.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, cast

NumberKind = Literal["iin", "bin", "case", "licence", "code", "unknown"]
CodeKind = Literal[
    "C", "D", "R", "H", "S", "P"
]  # case, document bundle, registry, hand-over, shelf cell, person's badge
Problem = Literal[
    "empty",  # nothing was typed
    "alphabet",  # a character that no number has
    "shape",  # no number looks like this
    "length",  # digits only, but not twelve
    "check-digit",  # mistyped: the check does not agree
    "not-used",  # both passes give 10: such a number is never given out
    "birth-date",  # the date of birth does not exist
    "century",  # the seventh digit of an ИИН is above 6
    "month",  # the month of registration of a БИН does not exist
    "legal-type",  # the fifth digit of a БИН is above 6
    "other-kind",  # a good number, but of another thing than was asked for
]
Sex = Literal["male", "female"]
LegalType = Literal["resident", "non-resident", "entrepreneur"]
Division = Literal["head", "branch", "representation", "farm", "other"]

PERSONS: Final[tuple[NumberKind, ...]] = ("iin", "bin")  # what a person or a firm is known by
_ALPHABET: Final = string.digits + string.ascii_uppercase
_FIRST: Final = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND: Final = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_LEGAL_TYPES: Final[dict[str, LegalType]] = {"4": "resident", "5": "non-resident", "6": "entrepreneur"}
_DIVISIONS: Final[dict[str, Division]] = {
    "0": "head", "1": "branch", "2": "representation", "3": "farm", "4": "other",
}  # fmt: skip
# Centre, device, year, serial of five digits or more, check: one reading only, with hyphens or without.
_CASE: Final = re.compile(r"([A-Z]{2}[0-9]{2})(-?)([0-9]{2})\2([0-9]{2})\2([0-9]{5,9})\2([0-9A-Z])")
_CODE: Final = re.compile(r"([CDRHSP])(-?)([A-Z]{2}[0-9]{2}.*)")
_LICENCE: Final = re.compile(r"KZ[0-9]{2}[A-Z]{3}[0-9]{8}")
_CENTRE: Final = re.compile(r"[A-Z]{2}[0-9]{2}")
_DEVICE: Final = re.compile(r"[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """What it is, in its one written form; `problem` says why it is not valid."""

    kind: NumberKind
    value: str
    birth_on: date | None = None
    sex: Sex | None = None
    foreign: bool = False
    legal_type: LegalType | None = None
    division: Division | None = None
    code_kind: CodeKind | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A scanned thing: its kind, and its number with hyphens."""

    kind: CodeKind
    number: str

    @property
    def bars(self) -> str:
        """What stands in the bars: `CAT010316000422`."""
        return bars(self.kind, self.number)

    @property
    def line(self) -> str:
        """What stands under them: `C-AT01-03-16-00042-2`."""
        return f"{self.kind}-{self.number}"


class NotACode(ValueError):
    """The text is no code of ours; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class OtherKind(ValueError):
    """A good code of another kind of thing: a registry where a case was awaited."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def read_number(text: str) -> Number:
    """What was typed or scanned, valid or why not. Lower case is read as upper case, blanks around it are dropped."""
    value = text.strip(" \t\r\n").upper() if text.isascii() else text
    if not value:
        return Number(kind="unknown", value="", problem="empty")
    if not set(value) <= {*_ALPHABET, "-"}:
        return Number(kind="unknown", value=value, problem="alphabet")
    if value.isdigit():
        return _twelve(value)
    if _LICENCE.fullmatch(value):
        return Number(kind="licence", value=value, problem=None if _mod_97(value) == 1 else "check-digit")
    if found := _CODE.fullmatch(value):
        case = _case(found[3])
        if (found[2] == "-") != ("-" in found[3]) or case.problem == "shape":
            return Number(kind="unknown", value=value, problem="shape")
        kind = cast(CodeKind, found[1])
        return Number(kind="code", value=f"{kind}-{case.value}", code_kind=kind, problem=case.problem)
    return _case(value)


def trouble_with(text: str, kinds: tuple[NumberKind, ...] = PERSONS) -> Problem | None:
    """Why this is no valid number of these kinds: a case's number in the line of a person is as wrong as a mistyped one."""
    read = read_number(text)
    return read.problem or (None if read.kind in kinds else "other-kind")


def parse_code(text: str) -> Code:
    """A scanned or typed code, with hyphens or without; anything else is `NotACode`."""
    read = read_number(text)
    if read.kind != "code" or read.code_kind is None or read.problem is not None:
        raise NotACode(read.problem or "shape")
    return Code(read.code_kind, read.value[2:])


def number_of(text: str, kinds: str) -> str:
    """The number in a scan or in what was typed: with its kind's letter, which must be one of `kinds`, or without.

    `NotACode` when it was misread, `OtherKind` when it is the code of another kind of thing.
    """
    read = read_number(text)
    if read.problem is not None or read.kind not in ("code", "case"):
        raise NotACode(read.problem or "shape")
    if read.kind == "case":
        return read.value
    if read.code_kind not in tuple(kinds):
        raise OtherKind(read.code_kind or "")
    return read.value[2:]


def case_number(centre: str, device: str, *, year: int, serial: int) -> str:
    """`AT01-03-16-00042-2`: the serial is the device's own and grows beyond five digits when it must."""
    if not _CENTRE.fullmatch(centre) or not _DEVICE.fullmatch(device):
        raise ValueError(f"no centre and device of a number: {centre!r}, {device!r}")
    if not 0 < serial < 10**9 or year < 0:
        raise ValueError(f"no serial and year of a number: {serial}, {year}")
    stem = f"{centre}-{device}-{year % 100:02}-{serial:05}"
    return f"{stem}-{check_character(stem)}"


def licence_number(letters: str, serial: int) -> str:
    """`KZ18LAA00032760`: two check digits by ISO 7064 MOD 97-10, as the published numbers of the register satisfy it."""
    for check in range(2, 99):
        number = f"KZ{check:02d}{letters}{serial:08d}"
        if _mod_97(number) == 1:
            return number
    raise ValueError(f"no licence number of {letters} and {serial}")


def bars(kind: str, number: str) -> str:
    """What stands in the bars: the letter of the kind, and the number without hyphens."""
    return kind + number.replace("-", "")


def check_character(text: str) -> str:
    """The check character of ISO 7064 MOD 37,36 over the characters without `-`."""
    carry = 36
    for character in text.replace("-", ""):
        carry = (carry + _ALPHABET.index(character)) % 36 or 36
        carry = carry * 2 % 37
    return _ALPHABET[(37 - carry) % 36]


def _case(value: str) -> Number:
    found = _CASE.fullmatch(value)
    if found is None:
        return Number(kind="unknown", value=value, problem="shape")
    centre, _, device, year, serial, check = found.groups()
    stem = f"{centre}-{device}-{year}-{serial}"
    problem: Problem | None = None if check_character(stem) == check else "check-digit"
    return Number(kind="case", value=f"{stem}-{check}", problem=problem)


def _twelve(value: str) -> Number:
    """ИИН or БИН: the fifth digit of a БИН is 4 or more, that of an ИИН a ten of days."""
    if len(value) != 12:
        return Number(kind="unknown", value=value, problem="length")
    digits = [int(digit) for digit in value]
    check = _check_digit(digits)
    failed: Problem | None = None
    if check is None:
        failed = "not-used"
    elif check != digits[11]:
        failed = "check-digit"
    return _bin(value, failed) if digits[4] >= 4 else _iin(value, failed)


def _check_digit(digits: list[int]) -> int | None:
    """Modulo 11 in two passes; None when both give 10, and the number is never given out."""
    for weights in (_FIRST, _SECOND):
        rest = sum(a * weight for a, weight in zip(digits, weights, strict=False)) % 11
        if rest < 10:
            return rest
    return None


def _bin(value: str, failed: Problem | None) -> Number:
    legal_type = _LEGAL_TYPES.get(value[4])
    if failed is None and not 1 <= int(value[2:4]) <= 12:
        failed = "month"
    if failed is None and legal_type is None:
        failed = "legal-type"
    return Number(kind="bin", value=value, legal_type=legal_type, division=_DIVISIONS.get(value[5]), problem=failed)


def _iin(value: str, failed: Problem | None) -> Number:
    """The seventh digit: century and sex, 1–2 the XIX, 3–4 the XX, 5–6 the XXI; 0 a foreigner, century unknown."""
    seventh = int(value[6])
    if seventh > 6:
        return Number(kind="iin", value=value, problem=failed or "century")
    if seventh == 0:
        exists = _birth(2000, value) or _birth(1900, value)
        return Number(kind="iin", value=value, foreign=True, problem=failed or (None if exists else "birth-date"))
    born = _birth(1800 + (seventh - 1) // 2 * 100, value)
    sex: Sex = "male" if seventh % 2 else "female"
    if failed is None and born is None:
        failed = "birth-date"
    return Number(kind="iin", value=value, birth_on=born, sex=sex, problem=failed)


def _birth(century: int, value: str) -> date | None:
    try:
        return date(century + int(value[:2]), int(value[2:4]), int(value[4:6]))
    except ValueError:
        return None


def _mod_97(value: str) -> int:
    """ISO 7064 MOD 97-10 as in an IBAN: the first four go to the end, letters become 10 to 35, the rest must be 1."""
    return int("".join(str(_ALPHABET.index(c)) for c in value[4:] + value[:4])) % 97
