"""F23, S21: whoever owns the store changes its journal. All of it before the last anchor is found, and the row is named."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from app import checkpoints
from app.keeping import chains as reading_chains
from app.keeping import refold
from app.keeping.anchored import Watch
from app.keeping.chains import read_chains
from app.keeping.reread import Look, Wrong
from app.keeping.verify import verify_store
from app.start import exchange, listening
from app.store.open import Store, open_store, path_of
from tests.campaign.counted import cases, ran
from tests.campaign.journal_attacks import DEEDS, ROWS, Attack, Chain, delete, edit, insert, swap
from tests.store.furnished import key_of
from tests.world import World

ON_FILE, ON_SERVER = 19_500, 500


def written(world: World) -> None:
    """A day at two devices, a checkpoint after each dozen of events, and a sheet; the other node has it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checkpoints, "EVENTS", 12)
        taken = [world.accepted() for _ in range(40)]
        world.closed_registry(*taken[:6])
    with listening(world.licensor) as address:
        exchange(world.centre, address)
        exchange(world.centre, address)
    world.close()


def chains(store: Store) -> list[Chain]:
    """Of every device that has checkpoints."""
    found = []
    with store.reading() as connection:
        points: dict[str, set[int]] = {}
        for row in connection.execute(text("SELECT device, seq FROM checkpoints")):
            points.setdefault(row.device, set()).add(row.seq)
        for device, places in sorted(points.items()):
            rows = list(connection.execute(text(ROWS), {"d": device}).all())
            if max(places) > 3 and rows:
                found.append(Chain(device, rows, max(places), tuple(sorted(places))))
    return found


def opened(world: World) -> Store:
    settings = world.settings()
    return open_store(settings.store, key=key_of(settings), write=True)


def verdict(
    store: Store, chain: Chain, deed: Callable[..., Attack], dice: random.Random
) -> tuple[Attack, Wrong | None]:
    """The readings of `verify` on the changed store, which is then as it was."""
    with store.engine.connect() as connection:
        transaction = connection.begin()
        attack = deed(connection, chain, dice)
        look = Look(store, chain.outside if attack.outside else {})
        try:
            read_chains(connection, look)
            if attack.folds:
                refold.read_folds(connection, look)
        except Wrong as wrong:
            return attack, wrong
        finally:
            transaction.rollback()
    return attack, None


def found(attack: Attack, wrong: Wrong | None) -> bool:
    if wrong is None or (attack.what and wrong.what not in attack.what):
        return False
    return wrong.row in attack.named


def attacked(store: Store, count: int, *, seed: int = 23) -> list[str]:
    """What was not found, or not named: deed, what was said."""
    dice, there, missed = random.Random(seed), chains(store), []
    names, weights = list(DEEDS), [share for _, share in DEEDS.values()]
    kinds = names + dice.choices(names, weights, k=max(0, count - len(names)))  # each of them once at least
    for name in kinds[: max(count, len(names))]:
        chain = dice.choice(there)
        attack, wrong = verdict(store, chain, DEEDS[name][0], dice)
        if not found(attack, wrong):
            said = (wrong.what, wrong.row) if wrong else None
            missed.append(f"{name} at {chain.device}: {said}, not one of {sorted(attack.named)[:2]}")
    return missed


@pytest.fixture
def store(file_here: World) -> Any:
    written(file_here)
    there = opened(file_here)
    yield there
    there.close()


def test_every_change_of_the_journal_is_found_and_named(store: Store) -> None:
    count = cases(ON_FILE)
    assert len(chains(store)) >= 2
    missed = attacked(store, count)
    print("\n".join(missed[:20]))
    ran("F23", count, through=len(missed))
    ran("S21", count, through=len(missed))


def test_every_change_is_found_on_the_shared_store_too(database_here: World) -> None:
    written(database_here)
    there, count = opened(database_here), cases(ON_SERVER, least=len(DEEDS))
    missed = attacked(there, count, seed=24)
    there.close()
    print("\n".join(missed[:20]))
    ran("F23", count, through=len(missed))


def test_what_is_committed_is_found_by_the_whole_verify(file_here: World) -> None:
    """The file itself is changed, closed, and read by `verify_store`, as its owner would find it."""
    written(file_here)
    settings = file_here.settings()
    place = path_of(settings.store)
    kept, missed = place.read_bytes(), 0
    for nth, deed in enumerate((edit, delete, insert, swap) * cases(50, least=1)):
        there = opened(file_here)
        with there.engine.connect() as connection:
            attack = deed(connection, chains(there)[0], random.Random(nth))
            connection.commit()
        there.close()
        wrong = verify_store(settings)["first_wrong"]
        missed += wrong is None or wrong["row"] not in attack.named
        place.write_bytes(kept)
    assert verify_store(settings)["intact"]
    ran("F23", nth + 1, through=missed)


# ---- what the campaign would notice


def blind_to_hashes(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(reading_chains, "_sound", lambda code, events, count, before: len(events))


def blind_to_checkpoints(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(reading_chains, "_watch", lambda connection, look, device: Watch({}))


def blind_to_columns(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(reading_chains, "_sound", lambda *_: 0)
    patch.setattr(reading_chains, "_columns", lambda *_: None)


def blind_to_anchors(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Chain, "outside", {})


def blind_to_people(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(refold, "read_folds", lambda connection, look: None)


BLIND = (blind_to_hashes, blind_to_checkpoints, blind_to_columns, blind_to_anchors, blind_to_people)


def test_the_campaign_notices_a_reader_that_passes_over_something(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught = 0
    for fault in BLIND:
        with monkeypatch.context() as patch:
            fault(patch)
            caught += bool(attacked(store, 60))
    assert not attacked(store, 60)
    ran("F23", 60 * (len(BLIND) + 1), planted=(caught, len(BLIND)))
