"""Every pack file, whatever act it is: sound, in both languages, and walkable from taking in to giving out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.catalogue.packs import FOLDER, check_pack, read_pack
from app.catalogue.rules import cells, walk
from app.domain.completeness import Draft, findings, required
from app.domain.pack import Pack, Service, Step, Text
from app.domain.people import Applicant
from app.domain.personal import Personal

FILES = sorted(FOLDER.glob("*@*.toml"))
KAZAKH = re.compile("[ӘәҒғҚқҢңӨөҰұҮүҺһІі]")
# where a case begins and ends, by the channel's flow: one of the first, one of the last
BEGINS = {
    "paper": {"accept", "register"},
    "electronic": {"log-in"},
    "desk": {"take-in", "take-in-queue", "log-in", "accept", "journal", "p-log-in", "p-form"},
}
ENDS = {
    "paper": {"release"},
    "electronic": {"release"},
    "desk": {"give-out", "ticket", "p-result", "licensor", "release", "refused"},
}


def services() -> list[tuple[Pack, Service]]:
    return [(pack, service) for pack in map(read_pack, FILES) for service in pack.services]


def named(pair: object) -> str:
    match pair:
        case (Pack() as pack, Service() as service):
            return f"{pack.ref}:{service.id}"
    return ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_pack_file_has_no_problem(path: Path) -> None:
    assert check_pack(path) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_text_is_russian_and_kazakh(path: Path) -> None:
    kazakh = []
    for key, text, _ in walk(read_pack(path)):
        if isinstance(text, Text):
            assert not KAZAKH.search(re.sub(r"«[^»]*»|ҚР ДСМ", "", text.ru)), f"{key}: Kazakh letters in the ru text"
            assert text.ru == text.ru.strip(), key
            assert text.kk == text.kk.strip(), key
            kazakh.append(bool(KAZAKH.search(text.kk)))
    assert sum(kazakh) > 0.95 * len(kazakh)  # a word such as «Лицензия» is the same in both


@pytest.mark.parametrize("pair", services(), ids=named)
def test_every_variant_object_and_channel_can_be_walked_from_begin_to_end(pair: tuple[Pack, Service]) -> None:
    _, service = pair
    walked = cells(service)
    assert walked
    for variant, object, channel in walked:
        if channel == "telephone":  # the provider's desk answers the telephone; the act sets no step of its own
            continue
        steps = {s.id: s for s in service.steps_for(variant=variant, object=object, channel=channel)}
        offered = service.channel(channel)
        assert offered is not None
        assert BEGINS[offered.flow] & set(steps), (variant, object, channel)
        assert ENDS[offered.flow] & set(steps), (variant, object, channel)
        assert _done(steps) == set(steps), f"{variant} {object} {channel}: some steps wait for each other"


def _done(steps: dict[str, Step]) -> set[str]:
    """The steps that are reached when each waits for those of its `after` that this cell has."""
    done: set[str] = set()
    while more := {id for id, step in steps.items() if id not in done and not set(step.after) & set(steps) - done}:
        done |= more
    return done


@pytest.mark.parametrize("pair", services(), ids=named)
def test_every_cell_has_a_result_and_a_list_of_documents(pair: tuple[Pack, Service]) -> None:
    _, service = pair
    for variant, object, channel in cells(service):
        results = [
            result
            for result in service.results
            if not result.negative
            and (not result.variants or variant in result.variants)
            and (not result.objects or object in result.objects)
        ]
        assert results, (variant, object)
        for kind in service.applicants:
            applicant = Applicant(kind=kind, number=Personal("0"), name=Personal("0"))
            draft = Draft(service=service.id, variant=variant, object=object, channel=channel, applicant=applicant)  # type: ignore[arg-type]
            asked = [document.id for document in required(service, draft)]
            assert asked, (variant, object, channel, kind)
            assert "power-of-attorney" not in asked


@pytest.mark.parametrize("pair", services(), ids=named)
def test_with_empty_hands_all_is_missing_but_what_a_register_holds(pair: tuple[Pack, Service]) -> None:
    pack, service = pair
    for variant, object, channel in cells(service):
        applicant = Applicant(kind=service.applicants[-1], number=Personal("0"), name=Personal("0"))
        draft = Draft(service=service.id, variant=variant, object=object, channel=channel, applicant=applicant)  # type: ignore[arg-type]
        asked = required(service, draft)
        gaps = findings(service, draft, on=pack.from_)
        assert {gap.document for gap in gaps} == {d.id for d in asked if not d.register and not d.optional}
        assert {gap.kind for gap in gaps} <= {"missing"}


@pytest.mark.parametrize("pair", services(), ids=named)
def test_a_counter_by_paper_has_its_receipts(pair: tuple[Pack, Service]) -> None:
    _, service = pair
    counter = service.channel("counter")
    if counter is None or counter.flow != "paper":
        return
    for variant in service.variants:
        for form in ("acceptance-receipt", "refusal-receipt", "registry-out", "label"):
            assert service.paper(form, variant=variant.id, channel="counter"), form
    assert "documents-incomplete" in {refusal.id for refusal in service.refusals}
