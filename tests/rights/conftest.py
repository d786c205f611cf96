"""One furnished database for all scripts of a run: two centres with cases, a bag on the way, scans and drafts."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import Server
from tests.rights.forging import Batch, caught
from tests.world import (  # noqa: F401  (fixtures)
    AT,
    SK,
    World,
    code,
    database_here,
    database_world,
    file_here,
    furnished_database,
    furnished_file,
    who,
    world,
)

ROLES = ("inspector", "sector", "courier", "supervisor", "administrator")


@dataclass(slots=True)
class House:
    world: World
    mine: dict[str, Any]  # a case at AT01, with the inspector
    theirs: dict[str, Any]  # one at SK01
    bag: dict[str, Any]
    scan: str  # of SK01

    def batch(self, role: str) -> Batch:
        """What a person of that role is about to send, and may."""
        name, given = {
            "inspector": ("intake.accept", self.world.draft()),
            "sector": ("accumulation.take_in", {"code": code(self.mine)}),
            "courier": ("courier.take", {"code": self.bag["number"]}),
            "supervisor": ("calls.remind", {"code": code(self.mine)}),
            "administrator": ("account.open", {"login": "new.at01", "role": "sector", "office": "AT01", "device": "AT01-02",
                                               "name": "Жаңа"}),
        }[role]  # fmt: skip
        return caught(self.world.centre, who(role), name, given)


def furnished(world: World) -> House:  # noqa: F811
    scans = {}
    for act in (AT, SK):
        scans[act] = world.do(
            "intake.keep_scan", {"body": base64.b64encode(b"%PDF-1.4 " + act.encode()).decode()}, act=act
        )
        world.do("intake.save_draft", {"id": f"draft-{act}", "draft": world.draft(act=act)}, act=act)
    bag = world.given_to_courier(world.accepted())
    world.given_to_courier(world.accepted(act=SK), act=SK)
    return House(world, world.accepted(), world.accepted(act=SK), bag, scans[SK]["scan"])


@pytest.fixture(scope="module")
def house(postgres_server: Server, furnished_database: tuple[str, Path]) -> Iterator[House]:  # noqa: F811
    with database_world(postgres_server, furnished_database) as made:
        yield furnished(made)
