"""A signed code as squares, quickly: each receipt bears one of its own, and a person waits for the receipt.

The squares are those of segno, one by one: it says where everything fixed stands in each version, how large its blocks are,
and what a symbol weighs; the walk through the symbol and the eight masks are done here on whole numbers, a bit for each square.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import zip_longest
from operator import itemgetter
from typing import Any, NamedTuple

import segno
from segno import consts

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"  # what the denser alphabet holds; Base32 is a part of it
ALPHANUMERIC, LEVEL = 0b0010, consts.ERROR_LEVEL_M
ROOM: Any = consts.SYMBOL_CAPACITY  # bits of a version at a level
BLOCKS: Any = consts.ECC
BLANK = 4  # squares of white between two rows of the number: a pattern at the edge has them beside it
FINDER, WHITE = "1011101", "0" * BLANK
MASKS: tuple[Callable[[int, int], int], ...] = (
    lambda i, j: (i + j) % 2, lambda i, j: i % 2, lambda i, j: j % 3, lambda i, j: (i + j) % 3,
    lambda i, j: (i // 2 + j // 3) % 2, lambda i, j: i * j % 2 + i * j % 3, lambda i, j: (i * j % 2 + i * j % 3) % 2,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2,
)  # fmt: skip
_VALUE = {letter: n for n, letter in enumerate(LETTERS)}
_PAIR = {a + b: f"{_VALUE[a] * 45 + _VALUE[b]:011b}" for a in LETTERS for b in LETTERS}


class TooLong(ValueError):
    """No symbol holds so much."""


class _Symbol(NamedTuple):
    """One version. The numbers have a bit for each square, row after row, and once more column after column."""

    side: int
    order: itemgetter[Any]  # the message's bits, laid out by rows
    columns: itemgetter[Any]  # …and by columns
    masks: tuple[tuple[int, int], ...]
    data: int  # the message's own squares
    pattern: int  # finders, timing, alignment: weighed beside the message; the same by rows and by columns
    beside: int  # squares that have a neighbour on the right
    below: int


def squares(text: str) -> tuple[str, ...]:
    """Rows of `1` and `0`, of the smallest symbol of level M that holds the text of the denser alphabet."""
    version, bits = _bits(text)
    symbol = _symbol(version)
    # behind it a 0 for the squares that are left over, and for all that are not the message's
    message = _codewords(bits, version) + "0" * 8
    rows, columns = (int("".join(order(message)), 2) | symbol.pattern for order in (symbol.order, symbol.columns))
    best = min(range(8), key=lambda k: _weight(symbol, rows ^ symbol.masks[k][0], columns ^ symbol.masks[k][1]))
    whole = (rows ^ symbol.masks[best][0]) & symbol.data | _around(version, best)
    stride = symbol.side + BLANK
    drawn = f"{whole:0{symbol.side * stride}b}"
    return tuple(drawn[at : at + symbol.side] for at in range(0, len(drawn), stride))


# ---- the message


def _bits(text: str) -> tuple[int, str]:
    """The smallest version, and the text in its bits, filled up."""
    pairs = [text[k : k + 2] for k in range(0, len(text) - 1, 2)]
    rest = f"{_VALUE[text[-1]]:06b}" if len(text) % 2 else ""
    body = "".join([_PAIR[pair] for pair in pairs]) + rest
    for version in range(1, 41):
        counted = 9 if version < 10 else 11 if version < 27 else 13
        room = ROOM[version][LEVEL]
        if 4 + counted + len(body) <= room:
            bits = f"{ALPHANUMERIC:04b}{len(text):0{counted}b}{body}"
            bits += "0" * min(room - len(bits), 4)
            bits += "0" * (8 - len(bits) % 8)  # a whole byte of them where none is needed: so does segno
            return version, (bits + "1110110000010001" * (room // 16 + 1))[:room]
    raise TooLong(f"{len(text)} letters")


def _codewords(bits: str, version: int) -> str:
    """Data and what repairs it, block by block, read across the blocks."""
    words = int(bits, 2).to_bytes(len(bits) // 8, "big")
    data: list[bytes] = []
    repair: list[bytes] = []
    at = 0
    for kind in BLOCKS[version][LEVEL]:
        for _ in range(kind.num_blocks):
            data.append(words[at : at + kind.num_data])
            repair.append(_repair(data[-1], kind.num_total - kind.num_data))
            at += kind.num_data
    across = bytes(
        word for blocks in (data, repair) for turn in zip_longest(*blocks) for word in turn if word is not None
    )
    return f"{int.from_bytes(across, 'big'):0{len(across) * 8}b}"


def _repair(block: bytes, many: int) -> bytes:
    """The remainder of the block divided by the generator of Reed and Solomon, a whole row of bytes at a time."""
    times, top, rest = _generator(many), 8 * (many - 1), 0
    for word in block:
        rest = ((rest & (1 << top) - 1) << 8) ^ times[(rest >> top) ^ word]
    return rest.to_bytes(many, "big")


@cache
def _generator(many: int) -> tuple[int, ...]:
    """Its product with each byte."""
    coefficients = [1]
    power = 1
    for _ in range(many):
        shifted = [*coefficients, 0]
        for k, c in enumerate(coefficients):
            shifted[k + 1] ^= _product(c, power)
        coefficients, power = shifted, _product(power, 2)
    return tuple(int.from_bytes(bytes(_product(c, by) for c in coefficients[1:]), "big") for by in range(256))


def _product(a: int, b: int) -> int:
    found = 0
    while b:
        found ^= a if b & 1 else 0
        a, b = (a << 1) ^ (0x11D if a & 0x80 else 0), b >> 1
    return found


# ---- the symbol


@cache
def _symbol(version: int) -> _Symbol:
    side = version * 4 + 17
    whole = [(i, j) for i in range(side) for j in range(side)]
    around = _centres(version)
    free = {at for at in whole if _kind(side, around, *at) == "data"}
    pattern = {at for at in whole if _kind(side, around, *at) == "pattern" and _template(version, 0)[at[0]][at[1]]}
    places = [at for at in _walk(side) if at in free]
    bit = {at: n for n, at in enumerate(places)}
    turned = {(j, i): n for (i, j), n in bit.items()}
    masked = [{(i, j) for i, j in free if not mask(i, j)} for mask in MASKS]
    return _Symbol(
        side=side,
        order=_order(side, bit, len(places)),
        columns=_order(side, turned, len(places)),
        masks=tuple((_number(side, m), _number(side, {(j, i) for i, j in m})) for m in masked),
        data=_number(side, free),
        pattern=_number(side, pattern),
        beside=_number(side, {(i, j) for i, j in whole if j < side - 1}),
        below=_number(side, {(i, j) for i, j in whole if i < side - 1}),
    )


def _kind(side: int, around: list[tuple[int, int]], i: int, j: int) -> str:
    """Whose square it is: the message's, a pattern's, or of the words about mask and version, which are not weighed."""
    if 6 in (i, j):
        return "pattern"
    if (i < 9 and (j < 9 or j >= side - 8)) or (i >= side - 8 and j < 9):
        return "told" if 8 in (i, j) else "pattern"
    if side > 41 and ((i < 6 and j >= side - 11) or (j < 6 and i >= side - 11)):
        return "told"
    return "pattern" if any(abs(i - x) < 3 and abs(j - y) < 3 for x, y in around) else "data"


def _centres(version: int) -> list[tuple[int, int]]:
    """Of the patterns of alignment; where a finder stands is none."""
    if version < 2:
        return []
    steps = consts.ALIGNMENT_POS[version - 2]
    finders = {(steps[0], steps[0]), (steps[0], steps[-1]), (steps[-1], steps[0])}
    return [(x, y) for x in steps for y in steps if (x, y) not in finders]


def _walk(side: int) -> Iterator[tuple[int, int]]:
    """Two columns at a time from the right, up and down in turn; the timing's column is stepped over."""
    upwards = True
    for right in (*range(side - 1, 6, -2), 5, 3, 1):
        for i in range(side - 1, -1, -1) if upwards else range(side):
            yield i, right
            yield i, right - 1
        upwards = not upwards


def _order(side: int, bit: dict[tuple[int, int], int], none: int) -> itemgetter[Any]:
    """Where each square finds its bit in the message; behind the message's end stands a 0 for all others."""
    return itemgetter(*(bit.get((i, j), none) for i in range(side) for j in range(side + BLANK)))


def _number(side: int, dark: set[tuple[int, int]]) -> int:
    """A bit for each square, row after row, the upper left one first; blanks between the rows."""
    stride = side + BLANK
    top = side * stride - 1
    return sum(1 << top - i * stride - j for i, j in dark)


@cache
def _template(version: int, mask: int) -> tuple[bytearray, ...]:
    return segno.make("0", version=version, error="m", mask=mask, boost_error=False, micro=False).matrix


@cache
def _around(version: int, mask: int) -> int:
    """Everything that is not the message's."""
    symbol, made = _symbol(version), _template(version, mask)
    side = symbol.side
    return _number(side, {(i, j) for i in range(side) for j in range(side) if made[i][j]}) & ~symbol.data


# ---- which mask   (ISO/IEC 18004, 7.8.3)


def _weight(symbol: _Symbol, rows: int, columns: int) -> int:
    """Long runs, blocks of four, what looks like a finder, too much of one colour: the less, the better it is read."""
    stride, side = symbol.side + BLANK, symbol.side
    beside = symbol.beside & ~(rows ^ rows << 1)
    below = symbol.below & ~(rows ^ rows << stride)
    found = 3 * (beside & below & beside << stride).bit_count()
    for same, step in ((beside, 1), (below, stride)):
        two = same & same << step
        five = two & two << 2 * step
        found += five.bit_count() + 2 * (five & ~(five << step)).bit_count()
    for number in (rows, columns):
        found += 40 * _finders(f"{WHITE}{number:0{side * stride}b}")
    dark = rows.bit_count() / side**2
    return found + 10 * int(abs(dark * 100 - 50) / 5)


def _finders(drawn: str) -> int:
    """What a reader may take for a corner: dark and light as in a finder, with white before or behind it."""
    found = 0
    at = drawn.find(FINDER)
    while at >= 0:
        behind = at + len(FINDER)
        if drawn[at - BLANK : at] == WHITE or drawn[behind : behind + BLANK] == WHITE:
            found += 1
            at = drawn.find(FINDER, behind)
        else:
            at = drawn.find(FINDER, at + BLANK)  # the nearest place where another can begin
    return found
