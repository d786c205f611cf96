"""A month without a network at a real centre: numbers, papers, registries, bags; then everything passes by sticks only."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

from app import by_hand
from app.start import App
from tests.campaign.counted import WHOLE
from tests.sync.net import Deed
from tests.whole.buttons import COMES, Hands
from tests.world import AT, World
from tests.world import file_here as file_here
from tests.world import furnished_file as furnished_file

SEED = 20161116
PEOPLE, BUSY, ROUNDS = (24, 3, 6) if WHOLE else (4, 1, 3)
DAYS = 30


@dataclass(slots=True)
class BySticks(Hands):
    """People who have no network at all. Sticks are written and read when somebody drives, in whatever order they lie."""

    folder: Path = Path()
    luck: random.Random = field(default_factory=random.Random)
    apart: bool = True
    sticks: dict[str, list[Path]] = field(default_factory=lambda: {"centre": [], "licensor": []})
    ages: set[str] = field(default_factory=set)
    refused_files: int = 0

    def exchange(self, deeds: tuple[Deed, ...] = ()) -> None:
        if self.apart:
            return
        for side in self.luck.sample(("centre", "licensor"), 2):
            self.write(side)
        for side, other in (("centre", "licensor"), ("licensor", "centre")):
            old = self.luck.choices(self.sticks[side], k=self.luck.randint(1, 4))
            self.read(other, self.luck.sample([*old, self.sticks[side][-1]], len(old) + 1))

    def app(self, side: str) -> App:
        return self.world.centre if side == "centre" else self.world.licensor

    def write(self, side: str) -> None:
        place = self.folder / f"{side}-{len(self.sticks[side])}.tereze"
        by_hand.write_bundle(self.app(side), "", place)
        self.sticks[side].append(place)

    def read(self, side: str, places: list[Path]) -> None:
        for one in by_hand.read_bundles(self.app(side), places):
            assert one.refused is None, (one.file, one.refused)
            assert one.read is not None
            assert not one.read.stopped, one.read
            assert by_hand.told(one, "kk")
            self.ages.add(one.read.age)


def a_day(hands: BySticks, day: int) -> None:
    """Somebody comes, what lies there goes on as far as it may, and the papers of the day are drawn."""
    if day < PEOPLE:
        hands.comes(*COMES[day % len(COMES)])
    for thing in hands.luck.sample(hands.cases, min(BUSY, len(hands.cases))):
        hands.goes_on(thing, hands.luck, times=2)
    for side in ("centre", "licensor"):
        hands.app(side).draw_waiting()
    hands.time(days=1)


def test_a_centre_without_a_network_works_for_a_month_and_sticks_bring_everything(file_here: World, ram: Path) -> None:
    world = file_here
    hands = BySticks(world, folder=ram, luck=random.Random(SEED))
    first = world.accepted()
    world.closed_registry(first)
    for day in range(DAYS):
        a_day(hands, day)
        if day % 10 == 9:  # written, and left in a drawer
            hands.write("centre")
    assert not world.rows("SELECT 1 FROM papers WHERE file IS NULL"), "a paper was not drawn"
    assert world.count("papers") > PEOPLE
    assert world.count("registries") >= 1
    known = {thing.number for thing in hands.cases} | {first["number"]}
    there = set(dict(world.licensor.folds()))
    assert not there & set(dict(world.centre.folds())), "something has passed without a stick"
    hands.numbers_differ()
    hands.apart = False
    for _ in range(ROUNDS):  # the road is open: letters go to and fro, and so does the work
        hands.exchange()
        for thing in hands.cases:
            hands.goes_on(thing, hands.luck, times=BUSY)
    hands.whole_and_equal()
    assert hands.ages >= {"new", "again", "older"}, "sticks came in their order: nothing was tried"
    assert set(dict(world.centre.folds())) <= known
    assert dict(world.centre.folds())[first["number"]] == dict(world.licensor.folds())[first["number"]]
    assert not world.ask("house.unsent", {}, "supervisor", act=AT), "what passed is still shown as waiting"
