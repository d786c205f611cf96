"""The registers of persons through the state's gateway: one SOAP call of SyncChannel v10 each, as its public WSDL says.

There was no gateway to try this against: shapes, service ids and good codes are those of published schemas and samples. The
gateway's signatures (WS-Security XMLDSig over the body, and over the request to ГБД ЮЛ) are a later stage: one that demands
them refuses. What comes back is trusted in nothing: bounded in time and size, no DTD, and about the number that was asked.
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import httpx2

from app.domain.personal import Personal
from app.outside.clock import Clock
from app.outside.persons import Answer, Register, register_of
from app.problems import Unavailable

# nobody there, or cut off · longer than we wait · a fault, or a code that is no success · not the shape, or about another
Status = Literal["no-answer", "slow", "refused", "garbled", "too-large"]

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
TYPES = "http://bip.bee.kz/SyncChannel/v10/Types"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
FL = "http://message.persistence.interactive.nat"
UL = "http://gbdulinfobybin_v2.egp.gbdul.tamur.kz"
DELIVERED, FL_DONE, UL_DONE = "SCSS001", "00000", "002"
LARGEST = 1024 * 1024
DECLARED = re.compile(r"<!(?!--|\[CDATA\[)")  # DOCTYPE, ENTITY and the like: no message of the gateway has them

for prefix, space in (("soap", SOAP), ("sync", TYPES), ("xsi", XSI), ("ul", UL)):
    ElementTree.register_namespace(prefix, space)
for name in ("httpx2", "httpcore2"):  # they tell addresses and headers to the log
    logging.getLogger(name).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewaySettings:
    """What a centre is given when it is connected. Nothing of it is shown, should the settings be printed by accident."""

    endpoint: str = field(repr=False)
    sender: str = field(repr=False)
    password: str = field(repr=False)
    fl_sender: str = field(repr=False)  # the code of the asking system in the rules of ГБД ФЛ
    ul_requestor: str = field(repr=False)  # БИН of the owner of the asking system
    fl_service: str = "GBDFL_UniversalServiceSync"
    ul_service: str = "GbdulInfoByBin_v2"
    fl_nothing: tuple[str, ...] = ()  # further codes of «nobody found», by the agreement with the register
    ul_nothing: tuple[str, ...] = ()
    seconds: float = 10.0  # the whole call: a person stands at the counter


class Gateway:
    """The real register of persons."""

    def __init__(self, settings: GatewaySettings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock

    def ask(self, number: str) -> Answer:
        register = register_of(number)
        told = _told(self._call(self._envelope(register, number)))
        nothing = Answer(register=register, known=False, at=self._clock.instant())
        found = self._person(told, number) if register == "gbd-fl" else self._organisation(told, number)
        if found is None:
            return nothing
        name, address = found
        return Answer(
            register=register, known=True, at=nothing.at, name=Personal(name),
            address=Personal(address) if address else None,
        )  # fmt: skip

    # ---- asking

    def _envelope(self, register: Register, number: str) -> bytes:
        own, id, now = self._settings, str(uuid.uuid4()), self._clock.instant().iso()
        envelope = Element(f"{{{SOAP}}}Envelope")
        SubElement(envelope, f"{{{SOAP}}}Header")
        message = SubElement(SubElement(envelope, f"{{{SOAP}}}Body"), f"{{{TYPES}}}SendMessage")
        request = SubElement(message, "request")
        heading = SubElement(request, "requestInfo")
        _put(
            heading, messageId=id, serviceId=own.fl_service if register == "gbd-fl" else own.ul_service, messageDate=now
        )
        _put(SubElement(heading, "sender"), senderId=own.sender, password=own.password)
        asked = SubElement(SubElement(request, "requestData"), "data")
        match register:
            case "gbd-fl":
                asked.set("xmlns:fl", FL)  # named in the value of the next attribute only
                asked.set(f"{{{XSI}}}type", "fl:Request")
                _put(asked, messageId=id, messageDate=now, senderCode=own.fl_sender, iin=number)
            case "gbd-ul":  # a document of its own inside the message, so that it can carry a signature of its own
                inner = Element(f"{{{UL}}}Request")
                _put(inner, RequestorBIN=own.ul_requestor, BIN=number)
                asked.text = ElementTree.tostring(inner, encoding="unicode")
        written: bytes = ElementTree.tostring(envelope, encoding="utf-8", xml_declaration=True)
        return written

    def _call(self, body: bytes) -> bytes:
        """The answer's bytes. The reason of a failure is not chained: it would carry the request, and with it the person."""
        until = time.monotonic() + self._settings.seconds
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""', "Accept-Encoding": "identity"}
        try:
            with (
                httpx2.Client(timeout=self._settings.seconds, trust_env=False) as client,
                client.stream("POST", self._settings.endpoint, content=body, headers=headers) as response,
            ):
                answer = _bounded(response.iter_raw(), until=until)
                if response.status_code in (502, 503, 504):
                    raise away("no-answer")
                if response.status_code not in (200, 500) or "content-encoding" in response.headers:
                    raise away("refused")  # 500 is how SOAP brings a fault: it is read as one
                return answer
        except httpx2.TimeoutException:
            raise away("slow") from None
        except (httpx2.HTTPError, httpx2.StreamError):
            raise away("no-answer") from None

    # ---- reading

    def _person(self, told: Element, number: str) -> tuple[str, str] | None:
        code = _text(told, "messageResult", "code")
        if code in self._settings.fl_nothing:
            return None
        _expect(code, FL_DONE)
        people = _all(_one(told, "persons"), "person")
        meant = [p for p in people if _text(p, "iin") == number]
        if len(meant) > 1 or (people and not meant):
            raise away("garbled")
        found = meant[0] if meant else None
        if found is None or _text(found, "removed") in ("true", "1"):
            return None
        name = " ".join(filter(None, (_text(found, part) for part in ("surname", "name", "patronymic"))))
        if not name:
            raise away("garbled")
        lives = _one(found, "regAddress")
        address = (
            _text(lives, "district", "nameRu"), _text(lives, "region", "nameRu"), _text(lives, "city"),
            _text(lives, "street"), _part("д.", lives, "building"), _part("корп.", lives, "corpus"),
            _part("кв.", lives, "flat"),
        )  # fmt: skip
        return name, _address(address)

    def _organisation(self, told: Element, number: str) -> tuple[str, str] | None:
        code = _text(told, "Status", "Code")
        if code in self._settings.ul_nothing:
            return None
        _expect(code, UL_DONE)
        found = _one(told, "Organization")
        if found is None:
            return None
        name = _text(found, "FullNameRu") or _text(found, "FullNameKz")
        if _text(found, "BIN") != number or not name:
            raise away("garbled")
        stands = _one(found, "Address")
        address = (
            _text(stands, "DistrictRu"), _text(stands, "RegionRu"), _text(stands, "RuralRu"), _text(stands, "CityRu"),
            _text(stands, "StreetRu"), _part("д.", stands, "BuildingNumber"), _part("корп.", stands, "Corpus"),
            _part("кв.", stands, "AppartmentNumber"), _part("офис", stands, "OfficeNumber"),
        )  # fmt: skip
        return name, _address(address)


def away(status: Status) -> Unavailable:
    return Unavailable("persons", status)


def _expect(code: str, good: str) -> None:
    """A code we do not know is no answer. Taken for «nobody found» it would become a reasoned refusal to a person."""
    if code != good:
        raise away("refused" if code else "garbled")


def _bounded(chunks: Iterator[bytes], *, until: float) -> bytes:
    """All of it, in time and not too much: a register that drips is as silent as one that does not answer."""
    got = bytearray()
    for chunk in chunks:
        got += chunk
        if len(got) > LARGEST:
            raise away("too-large")
        if time.monotonic() > until:
            raise away("slow")
    return bytes(got)


def _told(body: bytes) -> Element:
    """What the register itself said, out of the gateway's envelope."""
    try:
        envelope = _tree(body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise away("garbled") from None
    if envelope.tag != f"{{{SOAP}}}Envelope" or any(_local(part) not in ("Header", "Body") for part in envelope):
        raise away("garbled")
    inside = _one(envelope, "Body")
    if inside is None or inside.tag != f"{{{SOAP}}}Body" or len(inside) != 1:
        raise away("garbled")
    if _one(inside, "Fault") is not None:
        raise away("refused")
    response = _one(_one(inside, "SendMessageResponse"), "response")
    _expect(_text(response, "responseInfo", "status", "code"), DELIVERED)
    told = _one(_one(response, "responseData"), "data")
    if told is None:
        raise away("garbled")
    if len(told) == 0 and told.text and told.text.strip():  # a document as text, as ГБД ЮЛ sends it
        return _tree(told.text.strip())
    wrapped = next(iter(told)) if len(told) == 1 else None
    return told if wrapped is None or _local(wrapped) in ("Status", "messageResult") else wrapped


def _tree(text: str) -> Element:
    """Parsed without a DTD: no entities that grow, nothing fetched from elsewhere."""
    if DECLARED.search(text):
        raise away("garbled")
    try:
        return ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError):
        raise away("garbled") from None


def _put(parent: Element, **texts: str) -> None:
    for name, text in texts.items():
        SubElement(parent, name).text = text


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(parent: Element | None, name: str) -> list[Element]:
    """Children of that name, in whatever namespace: systems behind the gateway differ in that."""
    return [child for child in parent if _local(child) == name] if parent is not None else []


def _one(parent: Element | None, name: str) -> Element | None:
    """The one of that name. Two are no answer: which of them was meant, or vouched for, cannot be told."""
    found = _all(parent, name)
    if len(found) > 1:
        raise away("garbled")
    return found[0] if found else None


def _text(parent: Element | None, *path: str) -> str:
    """The text there; empty where there is none, or the registers' `-`."""
    for name in path:
        parent = _one(parent, name)
    if parent is not None and len(parent):  # something else stands in the middle of it
        raise away("garbled")
    text = " ".join((parent.text or "").split()) if parent is not None else ""
    return "" if text == "-" else text


def _part(word: str, parent: Element | None, name: str) -> str:
    text = _text(parent, name)
    return f"{word} {text}" if text else ""


def _address(parts: tuple[str, ...]) -> str:
    return ", ".join(filter(None, parts))
