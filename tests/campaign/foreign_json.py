"""JSON that a strict reader refuses, JSON that it must take, and values that stand where another kind belongs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

NO = (
    "{", "}", "[", "]", "{]", "[}", '{"a"}', '{"a":}', "{:1}", '{"a":1,}', "[1,]", "[,1]", "[1,,2]", '{"a":1 "b":2}',
    "{'a':1}", "{a:1}", '{"a":1}}', '{"a":1}x', '{"a":1}{"b":2}', "[1]2", "tru", "True", "nul", "None", "undefined",
    "NaN", "-NaN", "Infinity", "-Infinity", "+1", "01", "-01", "1.", ".1", "-.1", "1e", "1e+", "0x1", "1_000", "0b1",
    "1,5", "--1", "- 1", "1e1.0", "0e", "1eE2", "1.2.3", "\uff11", "1e400", "-1e400", "1e99999", "123456789e9999",
    '"', '"a', "'a'", '"\t"', '"\n"', '"\0"', '"\x1f"', '"\\x41"', '"\\u12"', '"\\u12G4"', '"\\', '"\\a"',
    '"\\U00000041"', "// a\n1", "/* a */1", "#\n1", "1;", "\x0c1", "\u00a01", "\u20281", "\u2060[]", "<a/>", "%7B%7D",
    "\0", "[1\0]", "[" * 50_000, "[" * 50_000 + "]" * 50_000, "[{" * 30_000, '{"a":' * 50_000,
    '{"a":' * 40_000 + "1" + "}" * 40_000, '[[[["' + "a" * 10_000, "9" * 5000, "-" + "9" * 5000, '{"a":1,"a":1}',
    '{"a":1,"a":2}', '{"a":{"b":1,"b":2}}', '[{"a":1,"a":null}]', '{"":1,"":2}', '{"a":1,"\\u0061":2}',
    '{"id":1,"x":{},"id":2}', '[1,{"a":[{"k":1,"k":1}]}]', "[NaN]", '{"a":Infinity}', '{"a":[1e400]}', '{"a":-1e400}',
)  # fmt: skip
BYTES = (
    b"\xff", b'"\xff"', b'"\xc0\xaf"', b'"\xed\xa0\x80"', b'{"a":"\xf4\x90\x80\x80"}', "{}".encode("utf-16"),
    "{}".encode("utf-32"), '{"a":1}'.encode("utf-16-le"), b"\xfe\xff", b"\x80", b'"\xe0\x80\x80"', b'[1]\xff',
)  # fmt: skip
YES = (
    "{}", "[]", "0", "-0", "1.5", "1e5", "1E-5", "null", "true", '"a"', '""', '"\\u0000"', '"\\u2028"',
    '"\\ud83d\\ude00"', '"Қ"', ' {"a" : [ 1 , 2 ] } ', '{"a":{"a":{"a":1}}}', "[[[[[]]]]]",
    '"\\/\\b\\f\\n\\r\\t\\"\\\\"', "[0.1e1,1e-400]", '{"a":9007199254740993}', '{"\\u0000":1,"b":"\\udc00"}',
    "[" * 200 + "]" * 200, '{"A":1,"a":2}',
)  # fmt: skip
WRONG: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 2**53, -(2**63), 10**30, "", " ", "x" * 5000, "\ud800", "\0", "a\0b", [], [1],
    [[]], {}, {"a": 1}, [None], {"$ref": "#"}, "1e400", "NaN", "2016-13-45", "0000-00-00", "../../x",
    "'; DROP TABLE cases; --", {"__class__": "os.system"},
)  # fmt: skip


def refused_texts() -> Iterator[str]:
    yield from NO
    yield from (f'{{"a":{text}}}' for text in NO if not text.startswith("{") and len(text) < 100)


def twisted(plain: Any, wrong: tuple[Any, ...] = WRONG) -> Iterator[tuple[str, Any]]:
    """The same with one value at a time put in the place of another, everywhere; and with a key too much or too few."""
    for path, value in _places(plain):
        for other in wrong:
            if type(other) is not type(value) or other != value:
                yield f"{path} = {json.dumps(other)[:40]}", _put(plain, path, other)
        if path and isinstance(path[-1], str):
            yield f"{path} left out", _put(plain, path, _GONE)
            yield f"{path} and one more", _put(plain, (*path[:-1], "more"), 1)


_GONE = object()


def _places(plain: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if path:
        yield path, plain
    items = plain.items() if isinstance(plain, dict) else enumerate(plain[:1]) if isinstance(plain, list) else ()
    for key, value in items:
        yield from _places(value, (*path, key))


def _put(plain: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    made = dict(plain) if isinstance(plain, dict) else list(plain)
    if len(path) == 1 and value is _GONE:
        del made[path[0]]
    else:
        inner = made[path[0]] if isinstance(made, list) else made.get(path[0])  # type: ignore[call-overload]
        made[path[0]] = _put(inner, path[1:], value)
    return made
