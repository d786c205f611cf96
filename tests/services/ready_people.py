"""Every button about the people of the house, ready to be pressed."""

from __future__ import annotations

from typing import Any

from tests.world import AT, who

CARD = "P-AT01-01-16-73915-K"
NEW = {"login": "new.at01", "role": "inspector", "office": "AT01", "device": "AT01-01", "name": "Жаңа"}
PEOPLE: dict[str, Any] = {
    "account.open": lambda s: ("administrator", AT, NEW),
    "account.close": lambda s: ("administrator", AT, {"login": who("courier")}),
    "account.set_role": lambda s: ("administrator", AT, {"login": who("inspector"), "role": "sector"}),
    "account.change_password": lambda s: ("inspector", AT, {"password": "жасыл көл үстінде алты аққу"}),
    "account.reset_password": lambda s: (
        "administrator",
        AT,
        {"login": who("sector"), "password": "k7dw-m2xn-9rht-v4bq"},
    ),
    "account.issue_badge": lambda s: ("administrator", AT, {"login": who("sector"), "badge": CARD}),
    "account.revoke_badge": lambda s: ("administrator", AT, _badged(s)),
    "account.revoke_key": lambda s: ("inspector", AT, _with_key(s)),
    "account.count": lambda s: ("inspector", AT, {"kind": "open", "more": 50}),
    "account.unlock": lambda s: ("supervisor", AT, {"login": who("sector")}),
    "account.bind_signature": lambda s: ("administrator", AT, {"login": who("sector"), "number": "871008401427"}),
}
PEOPLE_AGAIN = (
    "account.change_password", "account.reset_password", "account.issue_badge", "account.count",
    "account.unlock", "account.bind_signature",
)  # fmt: skip


def _with_key(s: Any) -> dict[str, Any]:
    s.world.do("account.change_password", {"password": "жасыл көл үстінде алты аққу"})
    return {"login": who("inspector")}


def _badged(s: Any) -> dict[str, Any]:
    s.world.do("account.issue_badge", {"login": who("sector"), "badge": CARD}, "administrator")
    return {"login": who("sector")}
