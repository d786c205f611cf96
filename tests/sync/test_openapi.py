"""`/openapi.json` says what the server really does: schemathesis asks it everything, signed, over a real connection."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from requests import PreparedRequest
from requests.auth import AuthBase
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from app.sync import tus
from tests.sync.nodes import Pair
from tests.sync.test_tus import Door, opened

WHOLE = bool(os.environ.get("TEREZE_CAMPAIGN"))
EXAMPLES = 400 if WHOLE else 12
OFF = {
    "positive_data_acceptance": "what fits the schema is still refused: hashes, pairing and cases stand in no schema",
}
NO = [400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 460]  # the last ones are tus's own
TOLD = {
    "checks": {"negative_data_rejection": {"expected-statuses": NO}},
    "generation": {"with-security-parameters": False},  # the four headers are those of `Signs`
}
ROUTES = (
    "POST /contact", "POST /events", "GET /events", "POST /files", "POST /files/{file}", "GET /files/{file}",
    "POST /uploads/{address}", "PATCH /uploads/{address}", "HEAD /uploads/{address}", "OPTIONS /uploads",
    "OPTIONS /uploads/{address}",
)  # fmt: skip


@schemathesis.serializer(tus.BODY)
def as_they_are(context: Any, value: Any) -> bytes:
    """A part of a file is bytes, and nothing is made of them."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


@dataclass
class Signs(AuthBase):
    """As the centre's device would: over the very bytes that leave, so that what is asked gets past the door."""

    two: Pair

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        url = urlsplit(str(request.url))
        path = unquote(url.path) + (f"?{url.query}" if url.query else "")
        body = request.body or b""
        node = self.two.centre.node()
        said = body.encode() if isinstance(body, str) else bytes(body)
        seal = node.speaker.seal(str(request.method), path, said, instant=node.clock.instant())
        request.headers.update(seal.headers())
        return request


@pytest.fixture
def door(two: Pair) -> Iterator[Door]:
    with opened(two) as found:
        yield found


def real(case: Any, door: Door, nth: int) -> None:
    """Every second question is about something that is there: else nothing but the door would be tried."""
    if nth % 2:
        return
    if "address" in (case.path_parameters or {}):
        case.path_parameters["address"] = door.upload().address.rsplit("/", 1)[1]
    if "file" in (case.path_parameters or {}):
        case.path_parameters["file"] = door.name
        if case.query and "case" in case.query:
            case.query["case"] = door.case


@pytest.mark.parametrize(
    ("route", "mode"),
    [
        (route, mode)
        for route in ROUTES
        for mode in GenerationMode
        if mode is GenerationMode.POSITIVE or not route.startswith("OPTIONS")  # which takes nothing that could be wrong
    ],
    ids=str,
)
def test_the_server_does_what_its_description_says(door: Door, route: str, mode: GenerationMode) -> None:
    method, path = route.split(" ")
    schema = schemathesis.openapi.from_url(f"{door.base}/openapi.json", config=schemathesis.Config.from_dict(TOLD))
    cases = schema[path][method].as_strategy(generation_mode=mode)
    assert everything(cases, Signs(door.two), public="/uploads" in path, first=lambda case, nth: real(case, door, nth))


def everything(
    cases: Any, signs: Signs, *, public: bool, most: int = EXAMPLES, first: Callable[[Any, int], None] | None = None
) -> int:
    """How often it was asked. What is `public` is asked without a signature too; `first` may change a question."""
    off = [check for check in CHECKS.get_all() if check.__name__ in OFF]
    asked = 0

    @seed(20161116)
    @settings(
        max_examples=most, deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate),
    )  # fmt: skip
    @given(case=cases)
    def ask(case: Any) -> None:
        nonlocal asked
        if first is not None:
            first(case, asked)
        asked += 1
        signed = not public or asked % 3 == 0
        case.call_and_validate(excluded_checks=off, **({"auth": signs} if signed else {}))

    ask()
    return asked
