"""What one word takes off the list, and what puts it back: read from the conditions of each act's own lines."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from app.catalogue.acts import Catalogue
from app.domain.completeness import Draft, findings, required
from app.domain.excuses import Fact, excusable, excused, holds, told
from app.domain.pack import Service

CATALOGUE = Catalogue.load()
SERVICES = [
    pytest.param(service, id=f"{act.id}@{version.from_}-{service.id}")
    for act in CATALOGUE.acts
    for version in act.versions
    for service in CATALOGUE.pack(f"{act.id}@{version.from_}").services
]


def drafts(service: Service) -> list[Draft]:
    """Of each variant, object and channel, with each of the three said and not said."""
    made = []
    for variant in service.variants:
        for object, channel in product(variant.objects or ("",), ("counter", "chancellery")):
            plain = Draft(service=service.id, variant=variant.id, object=object, channel=channel, paper_licence=True)
            made += [plain, *(told(plain, fact, so=True) for fact in get_args(Fact))]
    return made


@pytest.mark.parametrize("service", SERVICES)
def test_what_is_said_takes_a_line_off_and_unsaid_puts_it_back(service: Service) -> None:
    for draft in drafts(service):
        asked = [d.id for d in required(service, draft) if not d.register]
        for document, fact in excusable(service, draft).items():
            assert document in asked
            after = told(draft, fact, so=True)
            assert document not in [d.id for d in required(service, after) if not d.register]
            (off,) = [one for one in excused(service, after) if (one.document.id, one.fact) == (document, fact)]
            assert asked[off.at] == document
            back = told(after, fact, so=False)
            assert [d.id for d in required(service, back) if not d.register] == asked


@pytest.mark.parametrize("service", SERVICES)
def test_every_line_that_hangs_on_such_a_word_can_be_reached_by_it(service: Service) -> None:
    """Each condition of the three is seen by some draft: no act's reason is out of the counter's reach."""
    fields = {"paid-by-gateway": "paid-by-gateway", "paper-licence": "electronic-licence", "age": "child"}
    written = {
        fields[condition.field]
        for document in service.documents
        if not document.register
        for condition in document.when
        if condition.field in fields
        if not any(c.field == "channel" and c.value == "portal" for c in document.when)
    }
    reached = {fact for draft in drafts(service) for fact in excusable(service, draft).values()}
    reached |= {one.fact for draft in drafts(service) for one in excused(service, draft)}
    assert written <= reached


def test_a_fee_that_was_paid_through_the_gateway_is_no_gap() -> None:
    service = CATALOGUE.pack("atyrau-2015-324@2016-07-15").service("medical-licence")
    assert service is not None
    draft = Draft(service="medical-licence", variant="issue", object="licence")
    assert excusable(service, draft)["fee-receipt"] == "paid-by-gateway"
    paid = told(draft, "paid-by-gateway", so=True)
    assert holds(paid, "paid-by-gateway")
    assert not holds(draft, "paid-by-gateway")
    day = CATALOGUE.act("atyrau-2015-324").versions[-1].from_
    assert "fee-receipt" not in {gap.document for gap in findings(service, paid, on=day)}
