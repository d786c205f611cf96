"""Words that become SQL where somebody builds a statement of them; each has a token that no statement of ours has."""

from __future__ import annotations

from itertools import product

TOKEN = "q7zx"
LOCK = 770_077
OPENERS = (
    "",
    "'",
    '"',
    "')",
    "'))",
    "';",
    "`",
    "\\'",
    "$$",
    "/*",
    "%'",
    "'||",
    "\u02bc",
    "＇",
    "]",
    "x' ",
    "\n'",
    "0 ",
)
DEEDS = (
    f"OR '{TOKEN}'='{TOKEN}'",
    f"OR 1=1 /*{TOKEN}*/",
    f"AND 1=0 UNION SELECT '{TOKEN}', name FROM sqlite_schema",
    f"UNION SELECT NULL, '{TOKEN}', rolname FROM pg_roles",
    f"; CREATE TABLE {TOKEN}(x)",
    f"; DROP TABLE cases /*{TOKEN}*/",
    f"; UPDATE accounts SET role='administrator' /*{TOKEN}*/",
    f"; ATTACH DATABASE '{TOKEN}.db' AS {TOKEN}",
    f"; PRAGMA writable_schema=1 /*{TOKEN}*/",
    f"AND load_extension('{TOKEN}')",
    f"AND (SELECT pg_try_advisory_lock({LOCK}))::text <> '{TOKEN}'",
    f"||(SELECT pg_try_advisory_lock({LOCK}) /*{TOKEN}*/)||'",
    f"; COPY (SELECT '{TOKEN}') TO PROGRAM 'cat'",
    f"; SET ROLE owner /*{TOKEN}*/",
    f"ORDER BY {TOKEN} DESC",
    f"LIMIT 1 OFFSET 0 /*{TOKEN}*/",
    f"OR {TOKEN} MATCH 'x*'",
    f'" OR search : "{TOKEN}" OR "a" NEAR("b" "c") * ^',
    f"%_{TOKEN}\\",
    f"{{{TOKEN}}} %s %({TOKEN})s :{TOKEN} ?1 @{TOKEN}",
)
CLOSERS = ("", " --", " #", "/*", "'", "';--", '"', ")")
WILD = (
    "%",
    "_",
    "%%",
    "\\",
    '"',
    '""',
    '" OR "',
    '" OR "01',
    "*",
    "a*",
    "^a",
    "search:01",
    "NEAR(01 16)",
    "%01",
    "0_",
    "__",
)


def words(count: int) -> list[str]:
    """So many of them, spread over all kinds; the short ones that mean something to LIKE and MATCH are always there."""
    made = [f"{a}{b}{c}" for b, a, c in product(DEEDS, OPENERS, CLOSERS)]
    step = max(1, len(made) // max(1, count - len(WILD)))
    return [*WILD, *made[::step]][: max(count, len(WILD))]
