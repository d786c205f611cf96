"""What /openapi.json says beyond the names: bodies are signed bytes, so their shapes are told here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from litestar.openapi import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema

from app.sync.wire import BATCH_CONTENT
from app.sync.witness import SHOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """RFC 9457, with a code and facts for programs."""

    type: str
    title: str
    status: int
    code: str
    facts: dict[str, Any] = field(default_factory=dict)


PROBLEMS = {
    status: ResponseSpec(Problem, description=says, media_type="application/problem+json")
    for status, says in (
        (401, "The signature is missing, wrong, too old, or was met before"),
        (403, "The device is not known here"),
        (409, "Another event stands at that place, or the stretch does not begin where this chain ends"),
        (413, "The batch is too large"),
        (422, "The hashes do not follow from the event before"),
        (503, "The store is away; ask again"),
    )
}


def _text(**more: Any) -> Schema:
    return Schema(type=OpenAPIType.STRING, **more)


MARK = Schema(
    type=OpenAPIType.OBJECT,
    required=["seq", "head"],
    properties={"seq": Schema(type=OpenAPIType.INTEGER, minimum=0), "head": _text(pattern="^[0-9a-f]{64}$")},
)
CONTACT = Schema(
    type=OpenAPIType.OBJECT,
    required=["store", "epoch", "side", "marks"],
    properties={
        "store": _text(), "epoch": _text(), "side": _text(enum=["centre", "licensor"]),
        "marks": Schema(type=OpenAPIType.OBJECT, additional_properties=MARK),
        "parked": Schema(
            type=OpenAPIType.ARRAY,
            items=Schema(type=OpenAPIType.OBJECT, properties={"event": _text(), "reason": _text()}),
        ),
        "checkpoints": Schema(type=OpenAPIType.ARRAY, items=_text(pattern="^[A-Z2-7]+$"), max_items=SHOWN),
        "kept": Schema(type=OpenAPIType.ARRAY, items=_text(), max_items=SHOWN),
    },
)  # fmt: skip
EVENT = Schema(
    type=OpenAPIType.OBJECT,
    description="CloudEvents 1.0; a stub has datacontenttype application/vnd.tereze.stub and no subject",
    required=["specversion", "id", "source", "type", "sequence", "rowhash", "datacontenttype", "data_base64"],
    properties={
        "specversion": _text(const="1.0"), "id": _text(), "source": _text(pattern="^/devices/"), "type": _text(),
        "subject": _text(), "sequence": Schema(type=OpenAPIType.INTEGER, minimum=1), "rowhash": _text(),
        "personhash": _text(), "datacontenttype": _text(), "data_base64": _text(),
    },
)  # fmt: skip
BATCH = Schema(type=OpenAPIType.ARRAY, items=EVENT)


@dataclass
class TakesContact(Operation):
    """The body of POST /contact."""

    def __post_init__(self) -> None:
        self.request_body = RequestBody(content={"application/json": OpenAPIMediaType(schema=CONTACT)}, required=True)


@dataclass
class TakesBatch(Operation):
    """The body of POST /events."""

    def __post_init__(self) -> None:
        self.request_body = RequestBody(content={BATCH_CONTENT: OpenAPIMediaType(schema=BATCH)}, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudEvent:
    """An event or a stub on its way; the bytes of head, facts, salt and person stand in `data_base64`."""

    specversion: Literal["1.0"]
    id: str
    source: str
    type: str
    sequence: int
    rowhash: str
    datacontenttype: str
    data_base64: str
    subject: str | None = None
    personhash: str | None = None


EVENTS_OUT = {
    200: ResponseSpec(list[CloudEvent], description="At most `limit`, in their order", media_type=BATCH_CONTENT)
}
