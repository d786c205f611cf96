"""A document of a case is called what the act's list calls it for this applicant, this variant and this object."""

from __future__ import annotations

from itertools import product

import pytest

from app.catalogue.packs import FOLDER, read_pack
from app.domain.completeness import Draft, required
from app.domain.facts import What
from app.domain.listed import listed
from app.domain.pack import Service
from app.domain.people import Applicant, People, Representative
from app.domain.personal import Personal

SERVICES = [
    (pack, service)
    for pack in (read_pack(file) for file in sorted(FOLDER.glob("*@*.toml")))
    for service in pack.services
]


def people(kind: str, *, representative: bool) -> People:
    somebody = (
        Representative(number=Personal("880411400607"), name=Personal("Сейітқали Дана")) if representative else None
    )
    return People(
        applicant=Applicant(kind=kind, number=Personal("130940479315"), name=Personal("А"), source="typed"),  # type: ignore[arg-type]
        representative=somebody,
    )


@pytest.mark.parametrize(("pack", "service"), SERVICES, ids=[f"{p.ref}-{s.id}" for p, s in SERVICES])
def test_each_line_is_that_of_the_list_of_the_day_of_handing_in(pack, service: Service) -> None:
    seen = 0
    for variant, kind, by_power, channel in product(
        service.variants, service.applicants, (True, False), service.channels
    ):
        for object in variant.objects or ("",):
            who = people(kind, representative=by_power)
            what = What(
                pack=pack.ref,
                service=service.id,
                variant=variant.id,
                object=object,
                channel=channel.id,
                licensor="AD01",
            )
            for unknown in ({}, {"paid_by_gateway": True}, {"paper_licence": True}, {"child": True}):
                draft = Draft(
                    service=service.id, variant=variant.id, object=object, channel=channel.id, applicant=who.applicant,
                    representative=who.representative, **unknown,
                )  # fmt: skip
                lines = [d for d in required(service, draft) if d.register is None]
                kinds = {d.id: d.kinds[0] for d in lines}
                found = listed(service, what, who, kinds=kinds)
                for line in lines:
                    same = found[line.id]
                    assert same.name == line.name, (variant.id, kind, by_power, channel.id, unknown)
                    seen += 1
    assert seen
