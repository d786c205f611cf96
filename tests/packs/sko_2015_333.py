"""The packs of sko-2015-333, and drafts for their three services."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.catalogue.packs import FOLDER, read_pack
from app.domain.completeness import Draft, Presented, required
from app.domain.pack import Document, Pack, Service, Step
from app.domain.people import Applicant, Authority, Representative
from app.domain.personal import Personal

VERSIONS = ("2015-11-10", "2016-05-10", "2017-03-06")
COUNTER = ("narcotics-licence", "medical-licence")
DAY = date(2018, 4, 17)
NOT_STEPS = (
    "visit", "courier-to-licensor", "licensor-to-courier", "courier-to-centre", "mark-received", "sector-to-inspector",
    "release-queue", "log-in", "choose", "ask-register", "no-data", "fill-and-sign", "send", "registered", "refused",
    "take-in-queue", "enter-data", "ask-body", "body-answers", "confirm-registration", "journal", "verify-documents",
    "commission", "ticket", "p-payment",
)  # fmt: skip
TERMS = {"issue": 15, "reissue": 3, "duplicate": 2}


def file_of(version: str) -> Path:
    return FOLDER / f"sko-2015-333@{version}.toml"


def pack_of(version: str = VERSIONS[-1]) -> Pack:
    return read_pack(file_of(version))


def service_of(id: str) -> Service:
    found = pack_of().service(id)
    assert found is not None
    return found


def applicant(kind: str = "natural") -> Applicant:
    return Applicant(kind=kind, number=Personal("760212350620"), name=Personal("Үлгі Үлгіұлы"))  # type: ignore[arg-type]


def representative(*, valid_until: date | None = None) -> Representative:
    authority = Authority(valid_until=valid_until)
    return Representative(number=Personal("680503450037"), name=Personal("Үлгі Үлгіқызы"), authority=authority)


def paper_for(document: Document, *, valid_until: date | None = None) -> Presented:
    return Presented(document=document.id, kind=document.kinds[0], valid_until=valid_until)


def draft_with_everything(service: Service, **facts: object) -> Draft:
    """A draft whose set is complete: each demanded document in its first accepted kind."""
    bare = Draft(service=service.id, **{"applicant": applicant(), "variant": "issue", **facts})  # type: ignore[arg-type]
    papers = tuple(paper_for(d) for d in required(service, bare) if not d.register)
    return Draft(service=service.id, documents=papers, **{"applicant": applicant(), "variant": "issue", **facts})  # type: ignore[arg-type]


def cases() -> list[tuple[str, str, str, str, str]]:
    return [
        (service.id, variant.id, thing, channel.id, kind)
        for service in pack_of().services
        for variant in service.variants
        for thing in variant.objects
        for channel in service.channels
        for kind in service.applicants
    ]


def step_of(service: str, id: str, channel: str, *, variant: str = "issue", thing: str = "licence") -> Step | None:
    return service_of(service).step(id, variant=variant, object=thing, channel=channel)
