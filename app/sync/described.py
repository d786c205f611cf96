"""What /openapi.json says beyond the names: bodies are signed bytes, so their shapes are told here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from litestar.openapi import ResponseSpec
from litestar.openapi.spec import (
    Components,
    OpenAPIFormat,
    OpenAPIHeader,
    OpenAPIMediaType,
    OpenAPIType,
    Operation,
    Parameter,
    RequestBody,
    Schema,
    SecurityScheme,
)

from app.store.blobs import LARGEST
from app.sync.files import LISTED, Answered
from app.sync.tus import Upload
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
        (400, "It cannot be understood"),
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
    additional_properties=False,
    properties={"seq": Schema(type=OpenAPIType.INTEGER, minimum=0), "head": _text(pattern="^[0-9a-f]{64}$")},
)
CONTACT = Schema(
    type=OpenAPIType.OBJECT,
    required=["store", "epoch", "side", "marks"],
    properties={
        "store": _text(), "epoch": _text(), "side": _text(enum=["centre", "licensor"]),
        "marks": Schema(type=OpenAPIType.OBJECT, additional_properties=MARK),
        "counts": Schema(
            type=OpenAPIType.OBJECT, additional_properties=Schema(type=OpenAPIType.INTEGER, minimum=0)
        ),
        "parked": Schema(
            type=OpenAPIType.ARRAY,
            items=Schema(
                type=OpenAPIType.OBJECT, required=["event", "reason"], additional_properties=False,
                properties={"event": _text(), "reason": _text()},
            ),
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
NAME = _text(pattern="^([0-9a-f]{64})?$", description="SHA-256 of the file; empty: the papers of the case's result")
ASKED = Schema(
    type=OpenAPIType.OBJECT,
    additional_properties=False,
    properties={
        "wants": Schema(
            type=OpenAPIType.ARRAY, max_items=LISTED,
            items=Schema(
                type=OpenAPIType.OBJECT, required=["case"], additional_properties=False,
                properties={"case": _text(), "file": NAME},
            ),
        ),
        "after": _text(pattern="^([A-Z0-9-]{1,20}/[0-9]{1,18})?$", description="from where the other goes on"),
    },
)  # fmt: skip
PAPER = Schema(
    type=OpenAPIType.OBJECT,
    required=["id", "form", "lang", "code", "copy", "facts", "edition"],
    additional_properties=False,
    properties={
        **{name: _text() for name in ("id", "form", "lang", "code", "facts", "edition")},
        "copy": Schema(type=OpenAPIType.INTEGER),
    },
)
WISH = Schema(
    type=OpenAPIType.OBJECT,
    required=["case", "file", "size"],
    additional_properties=False,
    properties={
        "case": _text(), "file": _text(pattern="^[0-9a-f]{64}$"),
        "size": Schema(type=OpenAPIType.INTEGER, minimum=1, maximum=LARGEST), "paper": PAPER,
    },
)  # fmt: skip


RECEIPT = Schema(
    type=OpenAPIType.OBJECT,
    required=["store", "device", "seq", "row_hash", "by", "signature"],
    additional_properties=False,
    properties={
        **{name: _text() for name in ("store", "device", "by")}, "row_hash": _text(pattern="^[0-9a-f]{64}$"),
        "seq": Schema(type=OpenAPIType.INTEGER, minimum=0), "signature": _text(description="Base64 of Ed25519"),
    },
)  # fmt: skip
SEAL = {  # four headers: of each question but those about uploads, and of each answer to it
    "Device": "Code of the device that speaks",
    "Instant": "Real time, ISO 8601 in UTC, at most 5 minutes from the receiver's clock",
    "Nonce": "Random; of an answer: the one of its question",
    "Signature": "Base64 of Ed25519 over method, path and query, SHA-256 of the body, instant and nonce, a line each",
}
COMPONENTS = Components(
    security_schemes={
        name.lower(): SecurityScheme(
            type="apiKey", name=f"Tereze-{name}", security_scheme_in="header", description=says
        )
        for name, says in SEAL.items()
    }
)


@dataclass
class Signed(Operation):
    """A question that only a known device may ask: all four headers together, there and back."""

    def __post_init__(self) -> None:
        self.security = [{name.lower(): [] for name in SEAL}]
        for response in (self.responses or {}).values():
            told = {
                f"Tereze-{name}": OpenAPIHeader(schema=_text(), description=says, required=True)
                for name, says in SEAL.items()
            }
            response.headers = {**(response.headers or {}), **told}  # type: ignore[union-attr]

    def answers(self, schema: Schema) -> None:
        """What stands in a body that is bytes to the web library."""
        assert self.responses is not None
        self.responses["200"].content = {"application/json": OpenAPIMediaType(schema=schema)}  # type: ignore[union-attr]


@dataclass
class TakesContact(Signed):
    """The body of POST /contact."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.request_body = RequestBody(content={"application/json": OpenAPIMediaType(schema=CONTACT)}, required=True)
        self.answers(CONTACT)


@dataclass
class TakesBatch(Signed):
    """The body of POST /events."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.request_body = RequestBody(content={BATCH_CONTENT: OpenAPIMediaType(schema=BATCH)}, required=True)
        self.answers(RECEIPT)


@dataclass
class TakesFiles(Signed):
    """The body of POST /files."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.request_body = RequestBody(content={"application/json": OpenAPIMediaType(schema=ASKED)}, required=True)


@dataclass
class TakesWish(Signed):
    """The body of POST /files/{file}."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.request_body = RequestBody(content={"application/json": OpenAPIMediaType(schema=WISH)}, required=True)


# ---- tus: what stands in headers


def _header(name: str, schema: Schema, says: str, *, required: bool = True) -> Parameter:
    return Parameter(name=name, param_in="header", schema=schema, description=says, required=required)


RESUMABLE = _header("Tus-Resumable", _text(const="1.0.0"), "The version of the protocol")
COUNT = Schema(type=OpenAPIType.INTEGER, minimum=0, maximum=LARGEST)
OFFSET = _header("Upload-Offset", COUNT, "The first byte of this part")
LENGTH = _header("Upload-Length", COUNT, "Bytes of the whole file")
METADATA = _header("Upload-Metadata", _text(max_length=1024), "Kept and given back, never used", required=False)
CHECKSUM = _header(
    "Upload-Checksum", _text(pattern="^(sha1|sha256) [A-Za-z0-9+/]+={0,2}$"), "Of this part", required=False
)


@dataclass
class Looks(Operation):
    """HEAD of an upload."""

    def __post_init__(self) -> None:
        self.parameters = [*(self.parameters or ()), RESUMABLE]


@dataclass
class Creates(Operation):
    """POST of an upload: no body."""

    def __post_init__(self) -> None:
        self.parameters = [*(self.parameters or ()), RESUMABLE, LENGTH, METADATA]


@dataclass
class Adds(Operation):
    """PATCH of an upload: the bytes themselves."""

    def __post_init__(self) -> None:
        self.parameters = [*(self.parameters or ()), RESUMABLE, OFFSET, CHECKSUM]
        schema = _text(format=OpenAPIFormat.BINARY)
        self.request_body = RequestBody(
            content={"application/offset+octet-stream": OpenAPIMediaType(schema=schema)}, required=True
        )


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


def _problems(**says: str) -> dict[int, ResponseSpec]:
    return {
        int(status.removeprefix("s")): ResponseSpec(Problem, description=text, media_type="application/problem+json")
        for status, text in says.items()
    }


FILE_PROBLEMS = {
    **PROBLEMS,
    **_problems(
        s404="It is not here, or not yet", s410="The people of the case were erased",
        s403="No case of the peer names it, or the device is not known here", s413="Too large",
    ),
}  # fmt: skip
FILES_OUT = {
    200: ResponseSpec(Answered, description="What of it is here, and what is lacking here"), **FILE_PROBLEMS
}  # fmt: skip
UPLOAD_OUT = {200: ResponseSpec(Upload, description="Where to send it, and from which byte on"), **FILE_PROBLEMS}
PART_OUT = {
    200: ResponseSpec(bytes, description="At most 1 MiB", media_type="application/octet-stream"), **FILE_PROBLEMS
}  # fmt: skip
TUS_PROBLEMS = {
    **FILE_PROBLEMS,
    **_problems(
        s404="No such address", s409="It does not begin where this file ends (fact `have`)", s410="The address is closed",
        s412="Another version of tus", s415="No part of an upload", s422="The whole file has another hash: it begins anew",
        s460="The part has another checksum",
    ),
}  # fmt: skip
CREATED = {201: ResponseSpec(None, description="Location is where it goes"), **TUS_PROBLEMS}
ADDED = {204: ResponseSpec(None, description="Upload-Offset says how far it is here for good"), **TUS_PROBLEMS}
LOOKED = {200: ResponseSpec(None, description="Upload-Offset, Upload-Length"), **TUS_PROBLEMS}
CAN = {204: ResponseSpec(None, description="Tus-Version, Tus-Extension, Tus-Max-Size, Tus-Checksum-Algorithm")}
