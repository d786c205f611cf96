"""S25, with a region's own authority: who was taken back, retired or never believed is not spoken to, at either end.

While an authority is replaced, every node that was brought its papers goes on, in whatever order they come.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.moment import Instant
from app.problems import Refused
from app.sync import authority, certificates, tls
from app.sync.server import listening
from tests.campaign.counted import WHOLE, cases, ran
from tests.sync.conftest import two as two
from tests.sync.nodes import Pair
from tests.sync.test_certificates import NOW, Region, made

SEED = 20161116
pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
FILES = (tls.OWN, tls.PEERS, tls.REVOKED)
Attack = Callable[[random.Random, Region, Path], Region]


def furnished(folder: Path) -> Region:
    ready = made(folder)
    for node in ("centre", "licensor"):
        ready.give(node)
    return ready


def revoked_before(chance: random.Random, region: Region, folder: Path) -> Region:
    gone, other = chance.sample(("centre", "licensor"), 2)
    authority.revoke(region.place, gone, now=NOW)
    region.carry(other)
    return region


def revoked_and_an_older_paper_after(chance: random.Random, region: Region, folder: Path) -> Region:
    old = authority.trust(region.place, now=NOW)
    revoked_before(chance, region, folder)
    for node in (region.centre, region.licensor):
        certificates.install(node, old, now=NOW)
    return region


def of_a_retired_authority(chance: random.Random, region: Region, folder: Path) -> Region:
    """One node kept what the retired authority had given it; the other was brought the new papers."""
    authority.rotate(region.place, now=NOW, kept="file")
    region.carry("centre", "licensor")
    authority.switch(region.place)
    stays, other = chance.sample(("centre", "licensor"), 2)
    before = {name: (getattr(region, stays) / name).read_bytes() for name in FILES}
    for node in ("centre", "licensor"):
        region.give(node)
    authority.retire(region.place, now=NOW)
    region.carry(other)
    for name, body in before.items():
        (getattr(region, stays) / name).write_bytes(body)
    return region


def of_a_foreign_authority(chance: random.Random, region: Region, folder: Path) -> Region:
    """Somebody brings the papers of an authority of their own, and stands there with its certificate."""
    other = furnished(folder / "other")
    attacked = chance.choice(("centre", "licensor"))
    with suppress(Refused):
        certificates.install(getattr(region, attacked), authority.trust(other.place, now=NOW), now=NOW)
    if attacked == "centre":
        return Region(region.place, region.centre, other.licensor)
    return Region(region.place, other.centre, region.licensor)


def ended(chance: random.Random, region: Region, folder: Path) -> Region:
    node = chance.choice(("centre", "licensor"))
    region.give(node, now=Instant(NOW.utc - timedelta(days=chance.randint(60, 300))), many=chance.randint(1, 50))
    return region


def with_a_list_too_old(chance: random.Random, region: Region, folder: Path) -> Region:
    here, then = authority.standing(region.place), Instant(NOW.utc - timedelta(days=chance.randint(401, 900)))
    node = chance.choice((region.centre, region.licensor))
    (node / FILES[2]).write_bytes(authority._list(region.place, 1, here, now=then))
    return region


ATTACKS: tuple[Attack, ...] = (
    revoked_before, revoked_and_an_older_paper_after, of_a_retired_authority, of_a_foreign_authority, ended,
    with_a_list_too_old,
)  # fmt: skip


def through(two: Pair, folder: Path, times: int) -> int:
    """How often something passed all the same; before the attack it must have passed, or nothing was tried."""
    chance, passed = random.Random(SEED), 0
    for n in range(times):
        attack = ATTACKS[n % len(ATTACKS)]
        region = furnished(folder / str(n))
        assert spoken(two, region), f"{attack.__name__}: nothing passed before"
        passed += spoken(two, attack(chance, region, folder / str(n)))
    return passed


def spoken(two: Pair, region: Region) -> bool:
    two.centre.clock.at = NOW.utc
    with listening(two.licensor, folder=two.licensor.folder, tls=region.licensor) as address:
        return two.tick_at(address, tls=region.centre).away is None


def while_listening(two: Pair, folder: Path, times: int) -> int:
    """The list is brought while the licensor listens: how often the revoked one was heard after that."""
    heard = 0
    for n in range(times):
        region = furnished(folder / f"live{n}")
        two.centre.clock.at = NOW.utc
        with listening(two.licensor, folder=two.licensor.folder, tls=region.licensor) as address:
            assert two.tick_at(address, tls=region.centre).away is None
            authority.revoke(region.place, "centre", now=NOW)
            region.carry("licensor")
            heard += two.tick_at(address, tls=region.centre).away is None
    return heard


def forgets_the_list(planted: pytest.MonkeyPatch) -> None:
    planted.setattr(tls, "REVOKED", "nowhere.pem")


def believes_whoever_brings_papers(planted: pytest.MonkeyPatch) -> None:
    planted.setattr(certificates, "_trust", lambda came, had, compared: (*had.authorities, *came.authorities))


def takes_an_older_list(planted: pytest.MonkeyPatch) -> None:
    true = certificates._newest
    planted.setattr(certificates, "_newest", lambda trust, lists: true(trust, tuple(lists)[: len(tuple(trust))]))


def never_looks_again(planted: pytest.MonkeyPatch) -> None:
    planted.setattr(tls._Fresh, "__call__", lambda self, talk, name, first: None)


@pytest.mark.usefixtures("_quiet")
def test_nobody_is_spoken_to_whom_the_authority_took_back_or_never_gave_a_certificate(
    two: Pair, tmp_path: Path
) -> None:
    times, live = cases(90, least=len(ATTACKS)), cases(30)
    passed = through(two, tmp_path / "true", times) + while_listening(two, tmp_path / "true", live)
    caught = 0
    for n, fault in enumerate((forgets_the_list, believes_whoever_brings_papers, takes_an_older_list)):
        with pytest.MonkeyPatch.context() as planted:
            fault(planted)
            caught += through(two, tmp_path / f"planted{n}", len(ATTACKS)) > 0
    with pytest.MonkeyPatch.context() as planted:
        never_looks_again(planted)
        caught += while_listening(two, tmp_path / "planted", 1) > 0
    ran("S25", times + live, through=passed, planted=(caught, 4))


@pytest.fixture
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    for name in ("uvicorn.error", "asyncio"):
        caplog.set_level("CRITICAL", name)


def test_while_the_authority_is_replaced_everybody_goes_on_whatever_order_papers_come_in(
    two: Pair, tmp_path: Path
) -> None:
    """Both get the new authority first, in any order; then new certificates, again in any order; then the old one goes."""
    chance, times = random.Random(SEED), cases(40, least=2)
    for n in range(times):
        region = furnished(tmp_path / str(n))
        authority.rotate(region.place, now=NOW, kept="file")
        for node in chance.sample(("centre", "licensor"), 2):
            region.carry(node)
            assert spoken(two, region)
        authority.switch(region.place)
        for node in chance.sample(("centre", "licensor"), 2):
            region.give(node)
            assert spoken(two, region)
        authority.retire(region.place, now=NOW)
        for node in chance.sample(("centre", "licensor"), 2):
            region.carry(node)
            assert spoken(two, region)
    ran("S25", times)
