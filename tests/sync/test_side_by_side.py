"""A shared store, where others work while a batch comes in: neither waits for nor spoils the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain import events as e
from app.domain import facts as f
from app.problems import Unavailable
from app.store.receive import receiving
from app.store.rows import CASE, mark
from app.sync.incoming import take_in
from tests.sync.nodes import acquainted, batch_of


def test_a_workplace_that_lends_its_door_may_work_meanwhile(postgres_url: str, ram: Path) -> None:
    with acquainted(lambda name: f"{postgres_url}&schema=node_{name}", ram) as two:
        node = two.licensor.node()
        with receiving(two.licensor.store, node.device, node.stamp()) as reception:
            two.licensor.record(
                node.device, "r-1", e.RegistryOpened(number="R-1", direction="back", sender="AD01", receiver="AT01")
            )
            reception.put("peers", id="0000", address="", epoch="")
            reception.commit()
        assert [r.id for r in two.licensor.rows("registries")] == ["r-1"]
        assert two.licensor.rows("devices", code=node.device)[0].seq == 1


def test_a_subject_that_moved_meanwhile_is_folded_again(postgres_url: str, ram: Path) -> None:
    """The same case changed at a workplace and by a batch: the batch that read it before is undone, and comes again."""
    with acquainted(lambda name: f"{postgres_url}&schema=node_{name}", ram) as two:
        case = two.centre.accept("AT01-01")
        two.until_quiet()
        two.centre.record("AT01-02", case, e.CustodyMoved(from_holder="inspector", to_holder="sector"))
        node = two.licensor.node()
        with receiving(two.licensor.store, node.device, node.stamp()) as reception:
            before = reception.fold(CASE, case)
            look = mark(two.licensor.case(case))
            two.licensor.record("AD01-02", case, e.ApplicationRegistered(number="RG-1", course=f.Course()))
            reception.keep(CASE, case, after=before, expect=look, centre="AT01")
            with pytest.raises(Unavailable, match="moved-meanwhile"):
                reception.commit()
        take_in(node, two.centre.store.id, batch_of(two.centre, "AT01-02", to=two.licensor))
        row = two.licensor.case(case)
        assert (row.register_number, row.holder) == ("RG-1", "sector")
