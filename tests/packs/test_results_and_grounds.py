"""Grounds that hold for one variant or on one channel alone, and the form in which each act gives its result."""

from __future__ import annotations

import pytest

from app.catalogue.packs import FOLDER, read_pack
from app.domain.pack import Pack, Service

PACKS = tuple(read_pack(path) for path in sorted(FOLDER.glob("*@*.toml")))
SERVICES = [pytest.param(p, s, id=f"{p.ref} {s.id}") for p in PACKS for s in p.services]
ATYRAU = ("atyrau-2015-324@2015-12-06", "atyrau-2015-324@2016-07-15")
MG, SKO, VKO = "mangystau-2013-3@2013-02-08", "sko-2015-333@2017-03-06", "vko-2014-70@2014-05-16"
ATTACHMENT = ("vko-2015-314@2015-12-05", "vko-2015-314@2017-12-23")
OF_VKO = (("medical-licence", 1), ("pharmaceutical-licence", 2), ("narcotics-licence", 3))
END = "end-of-consideration"


def the(ref: str, service: str) -> Service:
    pack = next(p for p in PACKS if p.ref == ref)
    found = pack.service(service)
    assert found is not None
    return found


def grounds(service: Service, variant: str, channel: str) -> set[str]:
    return {r.id for r in service.grounds(variant=variant, channel=channel)}


@pytest.mark.parametrize(("pack", "service"), SERVICES)
def test_what_is_limited_to_a_channel_or_variant_names_one_of_its_service(pack: Pack, service: Service) -> None:
    channels, variants = {c.id for c in service.channels}, {v.id for v in service.variants}
    assert {c for r in service.refusals for c in r.channels} <= channels
    assert {v for r in service.refusals for v in r.variants} <= variants
    assert {c for r in service.results for c in r.electronic} <= channels
    assert {id for p in service.papers for id in p.results} <= {r.id for r in service.results}


# ---- grounds


@pytest.mark.parametrize(("service", "n"), OF_VKO)
def test_an_incomplete_set_is_a_ground_at_issue_alone_in_vko(service: str, n: int) -> None:
    of = the(VKO, service)
    for channel in of.channels:
        found = {v.id for v in of.variants if "documents-incomplete" in grounds(of, v.id, channel.id)}
        assert found == {"issue"}


@pytest.mark.parametrize(("pack", "service"), SERVICES)
def test_what_the_portal_finds_is_no_ground_elsewhere(pack: Pack, service: Service) -> None:
    by_portal = {r.id for r in service.refusals if r.by == "portal" and r.clause != "medical/7(3)"}
    for channel in (c.id for c in service.channels):
        for variant in (v.id for v in service.variants):
            here = grounds(service, variant, channel)
            assert by_portal <= here if channel == "portal" else not by_portal & here


@pytest.mark.parametrize(
    ("ref", "service", "ground", "channels"),
    [
        *((VKO, s, "portal-breach", "portal") for s, _ in OF_VKO),  # 11(15)
        *((VKO, s, "documents-in-breach", "counter") for s, _ in OF_VKO if s != "pharmaceutical-licence"),  # 10(9)
        *((VKO, s, "no-data", "counter") for s, _ in OF_VKO if s != "pharmaceutical-licence"),  # 10(4), (5)
        *((ref, "phc-attachment", "violations-in-request", "portal") for ref in ATTACHMENT),  # 9(11)
        (SKO, "medical-licence", "incomplete-for-licensor", "chancellery counter"),  # 5(4), 8(4)
        (SKO, "medical-licence", "expired-for-licensor", "chancellery counter"),
        (SKO, "medical-licence", "documents-incomplete", "counter"),  # 8(1)
        *((ref, "medical-licence", "documents-incomplete", "counter") for ref in ATYRAU),  # 10(1)
        *((ref, "gobmp-compliance", "documents-incomplete", "counter") for ref in ATYRAU),  # 18(1)
        (MG, "medical-licence", "violations-in-documents", "counter"),  # 8(10)
        (MG, "phc-attachment", "violations-in-documents", "chancellery"),  # 7(9)
        (MG, "phc-attachment", "violations-in-request", "portal"),  # 6(11)
    ],
)
def test_a_ground_of_one_channel_holds_there_alone(ref: str, service: str, ground: str, *, channels: str) -> None:
    of = the(ref, service)
    found = {c.id for c in of.channels if ground in grounds(of, of.variants[0].id, c.id)}
    assert found == set(channels.split())


def test_before_clause_4_1_nothing_could_be_refused_at_the_providers_desk() -> None:
    before, since = (the(ref, "phc-attachment") for ref in ATTACHMENT)
    for channel in ("chancellery", "telephone"):
        assert grounds(before, "attach", channel) == set()
        assert grounds(since, "attach", channel) == {"false-documents"}


# ---- the form of the result


@pytest.mark.parametrize(("pack", "service"), SERVICES)
def test_every_result_of_a_portal_is_an_electronic_document(pack: Pack, service: Service) -> None:
    if service.channel("portal"):
        assert all("portal" in r.electronic for r in service.results if (service.id, r.id) != ("medical-licence", END))


@pytest.mark.parametrize(
    ("ref", "service", "channels"),
    [
        *((ref, "medical-licence", "portal") for ref in ATYRAU),  # annex-1/5
        *((ref, "gobmp-compliance", "") for ref in ATYRAU),  # annex-2/12: paper
        (MG, "medical-licence", "counter chancellery portal"),  # 5(15), 6(16), 7(12)
        (MG, "phc-attachment", "portal"),  # 6(12); 7(10): paper
        (VKO, "medical-licence", "counter portal"),  # 3: at the licensor's with seal and signature
        (VKO, "pharmaceutical-licence", "portal"),  # 3, 11(16)
        (VKO, "narcotics-licence", "counter portal"),  # 3, 11(16)
        *((ref, "phc-attachment", "portal") for ref in ATTACHMENT),  # 9(12)
    ],
)
def test_result_is_electronic_where_its_act_says_so(ref: str, service: str, channels: str) -> None:
    assert {r.electronic for r in the(ref, service).results} == {tuple(channels.split())}


# ---- the end of consideration


@pytest.mark.parametrize(("service", "n"), OF_VKO)
def test_refusing_to_consider_is_another_result_and_paper_at_issue_in_vko(service: str, n: int) -> None:
    of = the(VKO, service)
    for variant in of.variants:
        found = [r for r in of.results_for(variant=variant.id, object="licence") if r.id == END]
        assert [(r.clause, r.negative) for r in found] == [(f"regulation-{n}/8(1)", True)] * (variant.id == "issue")
    for channel in of.channels:
        ended = of.paper("reasoned-refusal", variant="issue", channel=channel.id, result=END)
        refused = of.paper("reasoned-refusal", variant="issue", channel=channel.id, result="reasoned-refusal")
        assert ended is not None
        assert refused is not None
        assert (ended.clause, refused.clause) == (f"regulation-{n}/8(1)", f"regulation-{n}/3")
        assert ended.title.ru == "Мотивированный отказ в рассмотрении заявления"


@pytest.mark.parametrize(("channel", "clause"), [("counter", "annex-3/8(4)"), ("chancellery", "annex-3/5(4)")])
def test_the_end_of_consideration_is_found_by_its_own_clause_in_sko(channel: str, clause: str) -> None:
    of = the(SKO, "medical-licence")
    ended = of.paper("reasoned-refusal", variant="issue", channel=channel, result=END)
    refused = of.paper("reasoned-refusal", variant="issue", channel=channel, result="reasoned-refusal")
    assert ended is not None
    assert refused is not None
    assert (ended.clause, refused.clause) == (clause, "annex-3/3")
