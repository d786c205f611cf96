"""Which act holds for (region, service, channel, day): the first question of every intake.

`acts.toml` is small and read at start; a pack is parsed only when its day and service are asked for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

from app.catalogue.packs import FOLDER, read_pack, read_text
from app.domain.adopted import Adopted
from app.domain.pack import ChannelId, Pack, Service, ServiceId, Text
from app.problems import Refused, WrongCall

MOST_BOUND = 500  # answers are kept; a day has forty


class UnknownId(WrongCall, KeyError):
    """An id that no act, region, service or channel bears: a wrong call, not a rule's no."""

    def __init__(self, kind: str, id: str) -> None:
        super().__init__(kind, id)
        self.kind, self.id = kind, id

    def __str__(self) -> str:
        return f"there is no {self.kind} {self.id!r}"


class NotInAct(UnknownId):
    """A service that exists, but not in this act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    id: str
    zone: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    from_: date
    adopted: date  # of the act that made it; between the two the day of effect is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    id: str
    title: Text
    regions: Mapping[str, date]  # region → first day there
    services: Mapping[str, date]  # service → first day whose text is held
    adopted: date
    registered: date | None
    from_: date
    to: date
    repealed: date | None  # day of the repealing act
    versions: tuple[Version, ...]

    def holds(self, region: str, on: date) -> bool:
        return region in self.regions and max(self.from_, self.regions[region]) <= on <= self.to

    def effect_not_known(self, on: date) -> bool:
        """An act, amendment or repeal is made, and its day of effect is only reconstructed to lie further on."""
        made = any(version.adopted <= on < version.from_ for version in self.versions)
        return made or self.adopted <= on < self.from_ or (self.repealed is not None and self.repealed <= on <= self.to)

    def last_day(self, version: Version) -> date:
        """A version ends the day before the next one begins, whatever its own file foresaw."""
        later = [v.from_ for v in self.versions if v.from_ > version.from_]
        return min(later) - timedelta(1) if later else self.to

    def version(self, service: str, on: date) -> Version:
        """The version of that day, or the nearest whose text of the service is held."""
        held = [v for v in self.versions if v.from_ >= self.services[service]] or [self.versions[-1]]
        return max((v for v in held if v.from_ <= on), key=lambda v: v.from_, default=held[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One service of one act on one day, as `tereze packs` shows it."""

    act: str
    title: Text
    pack: str  # "" when the text of that day is not held
    from_: date  # of the version, or of the act when its text is not held
    to: date
    service: ServiceId
    name: Text
    channels: tuple[ChannelId, ...]  # none when the text of that day is not held
    held: bool
    note: Text | None  # that the day of effect is not known


@dataclass(frozen=True, slots=True)
class Catalogue:
    folder: Path
    regions: tuple[Region, ...]
    acts: tuple[Act, ...]  # an act of a region before one of the whole country
    effect_not_known: Text
    adopted: Mapping[str, Adopted] = field(default_factory=dict)  # by ref
    # what was found in force: asked at every press, and the same all day
    _bound: dict[tuple[str, str, str, date], tuple[Pack, Service]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Catalogue:
        table = tomllib.loads((folder / "acts.toml").read_text("utf-8"))
        regions = tuple(Region(id=r["id"], zone=r["zone"], name=Text(**r["name"])) for r in table["regions"])
        return cls(folder, regions, tuple(_act(entry) for entry in table["acts"]), Text(**table["effect-not-known"]))

    def with_adopted(self, adopted: Iterable[Adopted]) -> Catalogue:
        """The same acts with these versions too. A version that came with the program is never replaced."""
        fresh = {a.ref: a for a in adopted if not self._shipped(a.ref)}
        acts = tuple(_grown(act, [a for a in fresh.values() if a.act == act.id]) for act in self.acts)
        return replace(self, acts=acts, adopted={**self.adopted, **fresh})

    def _shipped(self, ref: str) -> bool:
        act, _, first = ref.partition("@")
        return any(v.from_.isoformat() == first for a in self.acts if a.id == act for v in a.versions)

    def region(self, id: str) -> Region:
        found: Region = _known("region", id, {region.id: region for region in self.regions})
        return found

    def act(self, id: str) -> Act:
        found: Act = _known("act", id, {act.id: act for act in self.acts})
        return found

    def zone(self, act: str) -> str:
        """Where the act's centre stands: a time without an offset is local to it."""
        return self.region(next(iter(self.act(act).regions))).zone

    def acts_in_force(self, region: str, on: date) -> tuple[Act, ...]:
        self.region(region)
        return tuple(act for act in self.acts if act.holds(region, on))

    def in_force(self, region: str, service: str, *, channel: str, on: date) -> tuple[Pack, Service]:
        """The pack and the service that bind a case of this day, or `Refused` in the settled order of answers."""
        asked = (region, service, channel, on)
        found = self._bound.get(asked)
        if found is None:
            if len(self._bound) >= MOST_BOUND:
                self._bound.clear()
            found = self._bound[asked] = self._binding(region, service, channel=channel, on=on)
        return found

    def _binding(self, region: str, service: str, *, channel: str, on: date) -> tuple[Pack, Service]:
        _known("service", service, get_args(ServiceId))
        _known("channel", channel, get_args(ChannelId))
        facts = {"region": region, "service": service, "on": on.isoformat()}
        acts = [act for act in self.acts_in_force(region, on) if service in act.services]
        held = next((act for act in acts if act.services[service] <= on), None)
        if held is None:
            coming = [a for a in self.acts if region in a.regions and service in a.services and a.effect_not_known(on)]
            if coming and not acts:
                facts["act"] = coming[0].id
            note = {"note": _both(self.effect_not_known)} if coming else {}
            if not acts:
                raise Refused("no-act-in-force", **facts, **note)
            act = acts[0]
            raise Refused("act-text-not-held", **facts, act=act.id, held_from=act.services[service].isoformat(), **note)
        pack = self._version(held, service, on)
        found = _service(pack, service)
        if found.channel(channel) is None:
            raise Refused(
                "channel-not-offered",
                **facts,
                act=held.id,
                pack=pack.ref,
                channel=channel,
                clause=found.channels[0].clause.partition("(")[0],
                name=_both(found.name),
                offered=", ".join(c.id for c in found.channels),
                channels=[{"channel": c.id, "where": _both(c.where), "clause": c.clause} for c in found.channels],
            )
        return pack, found

    def for_act(self, act: str, service: str, *, on: date) -> tuple[Pack, Service]:
        """The service as the act had it that day, or in its nearest version. It never refuses because the act ended."""
        _known("service", service, get_args(ServiceId))
        here = self.act(act)
        if service not in here.services:
            raise NotInAct("service", service)
        pack = self._version(here, service, on)
        return pack, _service(pack, service)

    def pack(self, ref: str) -> Pack:
        """The pack that a case was bound to on its day."""
        act, _, first = ref.partition("@")
        if first not in {version.from_.isoformat() for version in self.act(act).versions}:
            raise UnknownId("pack", ref)
        return self._read(ref)

    def days_of(self, act: str) -> dict[str, tuple[date, date]]:
        """Each version's file with its first and last day."""
        here = self.act(act)
        return {f"{act}@{v.from_.isoformat()}.toml": (v.from_, here.last_day(v)) for v in here.versions}

    def text(self, ref: str) -> str:
        """The words of the file, to be copied."""
        self.pack(ref)
        adopted = self.adopted.get(ref)
        return adopted.text if adopted else (self.folder / f"{ref}.toml").read_text("utf-8")

    def _read(self, ref: str) -> Pack:
        if adopted := self.adopted.get(ref):
            return read_text(f"{ref}.toml", adopted.text)
        return read_pack(self.folder / f"{ref}.toml")

    def listing(self, on: date, *, region: str | None = None, channel: str | None = None) -> tuple[Listed, ...]:
        """What is in force that day, here or anywhere, on this channel or on any. A text not held knows no channels."""
        if region is not None:
            self.region(region)
        if channel is not None:
            _known("channel", channel, get_args(ChannelId))
        regions = [region] if region is not None else [r.id for r in self.regions]
        acts = [act for act in self.acts if any(act.holds(r, on) for r in regions)]
        rows = [self._listed(act, service, on) for act in acts for service in act.services]
        return tuple(row for row in rows if channel is None or not row.held or channel in row.channels)

    def _listed(self, act: Act, service: str, on: date) -> Listed:
        pack = self._version(act, service, on)  # the nearest one: a service is called by its name even when not held
        found, text_from = _service(pack, service), act.services[service]
        held = text_from <= on
        return Listed(
            act=act.id,
            title=act.title,
            pack=pack.ref if held else "",
            from_=pack.from_ if held else act.from_,
            to=self._last_day(pack) if held else text_from - timedelta(1),
            service=found.id,
            name=found.name,
            channels=tuple(c.id for c in found.channels) if held else (),
            held=held,
            note=self.effect_not_known if act.effect_not_known(on) else None,
        )

    def _version(self, act: Act, service: str, on: date) -> Pack:
        return self._read(f"{act.id}@{act.version(service, on).from_.isoformat()}")

    def _last_day(self, pack: Pack) -> date:
        act = self.act(pack.act)
        return next(min(pack.to, act.last_day(v)) for v in act.versions if v.from_ == pack.from_)


def _service(pack: Pack, id: str) -> Service:
    found = pack.service(id)
    if found is None:
        raise UnknownId("service", f"{id} in {pack.ref}")
    return found


def _known(kind: str, id: str, known: Any) -> Any:
    if id not in known:
        raise UnknownId(kind, id)
    return known[id] if isinstance(known, Mapping) else id


def _both(text: Text) -> dict[str, str]:
    return {"ru": text.ru, "kk": text.kk}


def _act(entry: Mapping[str, Any]) -> Act:
    return Act(
        id=entry["id"],
        title=Text(**entry["title"]),
        regions={r["id"]: r.get("from", entry["from"]) for r in entry["regions"]},
        services={s["id"]: s.get("text-from", entry["from"]) for s in entry["services"]},
        adopted=entry["adopted"],
        registered=entry.get("registered"),
        from_=entry["from"],
        to=entry["to"],
        repealed=entry.get("repealed"),
        versions=tuple(Version(from_=v["from"], adopted=v["adopted"]) for v in entry["versions"]),
    )


def _grown(act: Act, adopted: list[Adopted]) -> Act:
    if not adopted:
        return act
    fresh = [Version(from_=a.first, adopted=a.on) for a in adopted]
    versions = tuple(sorted((*act.versions, *fresh), key=lambda v: v.from_))
    return replace(act, versions=versions, to=max(act.to, *(a.last for a in adopted)))
