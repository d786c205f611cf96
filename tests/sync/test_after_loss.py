"""A node that came back from a backup had signed for events that nobody has any more: told apart from a rewriting, and
never as if nothing were wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app import checkpoints
from app.keeping.verify import verify_store
from app.start import Settings
from app.sync import bundle, contact, witness
from app.sync.keys import device_key
from tests.sync.nodes import KEY, House, Pair, bring_back, photograph
from tests.sync.sticks import DAY, carried

DEVICE = "AT01-01"


def anchored(house: House) -> None:
    """A checkpoint over all that the device has written."""
    with house.writing(DEVICE) as transaction:
        assert checkpoints.make(transaction, device_key(house.folder, DEVICE).sign)
        transaction.commit()


def works(house: House, times: int) -> None:
    for _ in range(times):
        house.accept(DEVICE)
    anchored(house)


def told(house: House, ram: Path) -> dict[str, Any] | None:
    """What `verify` finds wrong at that node."""
    key = ram / "verify.key"
    key.write_text(KEY)
    answer = verify_store(Settings(store=house.store.url, key=key, write=False))
    wrong = answer["first_wrong"]
    assert answer["intact"] is (wrong is None)
    return None if wrong is None else dict(wrong)


def what(house: House, ram: Path) -> str:
    wrong = told(house, ram)
    return wrong["what"] if wrong else ""


def speaks_only(two: Pair, ram: Path) -> None:
    """A contact, with its checkpoints, after which the line was cut."""
    with pytest.MonkeyPatch.context() as cut:
        cut.setattr(bundle, "_wanted", lambda peer, there: [])
        carried(two.centre, two.licensor, ram)


def by_line(two: Pair, ram: Path) -> None:
    two.until_quiet()


def by_stick(two: Pair, ram: Path) -> None:
    carried(two.centre, two.licensor, ram)
    carried(two.licensor, two.centre, ram)


def lost(two: Pair, ram: Path, *, meet: Callable[[Pair, Path], None], epoch: str = "after", before: int = 0) -> None:
    """Two events are everywhere; three more were signed for and never sent, then the centre's disk is lost. It goes on
    with `before` events until it speaks with anybody."""
    works(two.centre, 2)
    meet(two, ram)
    backup = photograph(two.centre)
    works(two.centre, 3)
    speaks_only(two, ram)
    bring_back(two.centre, backup, epoch=epoch or two.centre.store.epoch)
    two.centre.numbers[DEVICE] += 10
    two.centre.clock.at += DAY
    if before:
        works(two.centre, before)
    meet(two, ram)
    works(two.centre, 4)
    meet(two, ram)


@pytest.mark.parametrize("meet", [by_line, by_stick])
def test_what_was_lost_with_a_backup_is_told_with_its_day_and_is_no_rewriting(
    two: Pair, ram: Path, meet: Callable[[Pair, Path], None]
) -> None:
    lost(two, ram, meet=meet)
    wrong = told(two.licensor, ram)
    assert wrong is not None
    assert (wrong["what"], wrong["device"], wrong["since"], wrong["seq"]) == ("restored-with-loss", DEVICE, 3, 5)
    assert wrong["seen_on"] == "2026-11-21"
    for lang in ("kk", "ru", "en"):
        assert "2026-11-21" in wrong["text"][lang]
    assert what(two.centre, ram) == ""


def test_the_rest_of_the_store_is_read_all_the_same_and_comes_first(two: Pair, ram: Path) -> None:
    lost(two, ram, meet=by_line)
    with two.licensor.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE cases SET holder = 'nobody' WHERE row = 1")
    assert what(two.licensor, ram) not in ("", "restored-with-loss")


def test_the_same_without_a_restore_is_a_rewriting(two: Pair, ram: Path) -> None:
    lost(two, ram, meet=by_line, epoch="")
    assert what(two.licensor, ram) == "checkpoint-contradicts"


def test_whoever_has_rewritten_first_and_claims_a_restore_afterwards_explains_nothing(two: Pair, ram: Path) -> None:
    lost(two, ram, meet=by_line, epoch="")
    bring_back(two.centre, photograph(two.centre), epoch="a claim")
    two.centre.clock.at += DAY
    two.until_quiet()
    assert what(two.licensor, ram) == "checkpoint-contradicts"


def test_whoever_works_past_the_loss_before_they_speak_explains_nothing(two: Pair, ram: Path) -> None:
    """Their chain was no shorter than what they had signed for: nothing shows that it was ever lost."""
    lost(two, ram, meet=by_line, before=3)
    assert what(two.licensor, ram) == "checkpoint-contradicts"


def test_what_is_signed_after_the_restore_contradicts_as_ever(two: Pair, ram: Path) -> None:
    lost(two, ram, meet=by_line)
    backup = photograph(two.centre)
    works(two.centre, 2)
    speaks_only(two, ram)
    bring_back(two.centre, backup, epoch=two.centre.store.epoch)  # nobody said that it was lost
    two.centre.numbers[DEVICE] += 10
    works(two.centre, 3)
    two.until_quiet()
    assert what(two.licensor, ram) == "checkpoint-contradicts"


def test_what_lies_at_the_other_node_comes_back_and_nothing_contradicts(two: Pair, ram: Path) -> None:
    works(two.centre, 2)
    two.until_quiet()
    backup = photograph(two.centre)
    works(two.centre, 3)
    two.until_quiet()
    bring_back(two.centre, backup, epoch="after")
    two.centre.clock.at += DAY
    two.until_quiet()
    works(two.centre, 1)
    two.until_quiet()
    assert what(two.licensor, ram) == ""


def test_a_node_that_believes_every_claim_of_a_restore_is_caught(
    two: Pair, ram: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def credulous(reception: Any, there: Any, peer: Any, *, seqs: Any) -> None:
        chains = {code: type(chain)(**{**_fields(chain), "seq": 0}) for code, chain in there.chains.items()}
        true(reception, type(there)(chains=chains, peers=there.peers), peer, seqs={})

    true = witness.came_back
    monkeypatch.setattr(contact.witness, "came_back", credulous)
    lost(two, ram, meet=by_line, epoch="")
    bring_back(two.centre, photograph(two.centre), epoch="a claim")
    two.until_quiet()
    assert what(two.licensor, ram) == "restored-with-loss", "the planted fault shows nothing"


def _fields(chain: Any) -> dict[str, Any]:
    return {name: getattr(chain, name) for name in type(chain).__slots__}
