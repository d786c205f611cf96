"""The registers of persons: one contract for the furnished people and for the gateway, and every way a gateway can end."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from app.domain.personal import HIDDEN, Personal
from app.outside.clock import SystemClock
from app.outside.gateway import LARGEST, Gateway, GatewaySettings
from app.outside.persons import Furnished, Persons
from app.problems import Unavailable
from tests.outside.stand_in import StandIn, envelope, fault, firm, person, standing_in

FIRM, WOMAN = "140640017300", "880411400607"
KNOWN = {FIRM: ("ТОО «Жайық-Дәрігер»", "Береке & Ынтымақ"), WOMAN: ("Сейітқали Дана Ержанқызы", "Бейбарыс")}
STRANGER, NO_FIRM = "900101300000", "160140000000"


@pytest.fixture
def gateway_itself() -> Iterator[StandIn]:
    with standing_in(KNOWN) as stand_in:
        yield stand_in


@pytest.fixture
def settings(gateway_itself: StandIn) -> GatewaySettings:
    return GatewaySettings(
        endpoint=gateway_itself.address, sender="tereze-sender", password="s3cret-word", fl_sender="TRZ",
        ul_requestor="160440007161", seconds=5,
    )  # fmt: skip


@pytest.fixture
def gateway(settings: GatewaySettings) -> Gateway:
    return Gateway(settings, SystemClock())


@pytest.fixture(params=["furnished", "gateway"])
def persons(request: pytest.FixtureRequest, gateway: Gateway) -> Persons:
    return gateway if request.param == "gateway" else Furnished(SystemClock())


def ends(persons: Persons, number: str = WOMAN) -> str:
    with pytest.raises(Unavailable) as end:
        persons.ask(number)
    assert end.value.what == "persons"
    assert end.value.facts == {}
    assert end.value.__cause__ is None
    return end.value.status


# ---- the contract of both


def known_numbers(persons: Persons) -> tuple[str, str]:
    if isinstance(persons, Furnished):
        people = persons.known()
        return next(n for n in people if n[4] in "456789"), next(n for n in people if n[4] not in "456789")
    return FIRM, WOMAN


def test_a_known_organisation_comes_from_the_register_of_organisations(persons: Persons) -> None:
    answer = persons.ask(known_numbers(persons)[0])
    assert (answer.known, answer.register) == (True, "gbd-ul")
    assert answer.name is not None
    assert len(answer.name.open()) > 3


def test_a_known_person_comes_from_the_register_of_people(persons: Persons) -> None:
    answer = persons.ask(known_numbers(persons)[1])
    assert (answer.known, answer.register) == (True, "gbd-fl")
    assert answer.name is not None
    assert " " in answer.name.open()


@pytest.mark.parametrize(("number", "register"), [(STRANGER, "gbd-fl"), (NO_FIRM, "gbd-ul")])
def test_nobody_found_is_an_answer(persons: Persons, number: str, register: str) -> None:
    answer = persons.ask(number)
    assert (answer.known, answer.register, answer.name, answer.address) == (False, register, None, None)


def test_what_a_register_said_of_a_person_does_not_show_itself(persons: Persons) -> None:
    answer = persons.ask(known_numbers(persons)[1])
    assert isinstance(answer.name, Personal)
    assert isinstance(answer.address, Personal)
    assert f"{answer.name} {answer.address}" == f"{HIDDEN} {HIDDEN}"
    assert answer.name.open() not in repr(answer)


def test_the_answer_bears_the_moment_of_real_time(persons: Persons) -> None:
    before = SystemClock().instant()
    assert before <= persons.ask(STRANGER).at <= SystemClock().instant()


def test_silence_is_no_answer_when_the_register_is_away(settings: GatewaySettings) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    for away in (Furnished(SystemClock(), silent=True), Gateway(replace(settings, endpoint=address), SystemClock())):
        assert ends(away) == "no-answer"


# ---- the gateway: what it is asked, what is read


def test_the_request_names_service_sender_and_number(gateway: Gateway, gateway_itself: StandIn) -> None:
    gateway.ask(WOMAN)
    gateway.ask(FIRM)
    told = [(a.service, a.sender, a.password, a.number) for a in gateway_itself.asked]
    assert told == [
        ("GBDFL_UniversalServiceSync", "tereze-sender", "s3cret-word", WOMAN),
        ("GbdulInfoByBin_v2", "tereze-sender", "s3cret-word", FIRM),
    ]
    assert {a.headers["SOAPAction"] for a in gateway_itself.asked} == {'""'}


def test_name_and_address_are_put_together_without_the_empty_parts(gateway: Gateway) -> None:
    woman, firm_ = gateway.ask(WOMAN), gateway.ask(FIRM)
    assert woman.name is not None
    assert woman.address is not None
    assert firm_.name is not None
    assert firm_.address is not None
    assert (woman.name.open(), woman.address.open()) == ("Сейітқали Дана Ержанқызы", "Бейбарыс, д. 5, кв. 7")
    assert (firm_.name.open(), firm_.address.open()) == ("ТОО «Жайық-Дәрігер»", "Атырау, Береке & Ынтымақ")


def test_a_person_taken_off_the_register_is_not_known(gateway: Gateway, gateway_itself: StandIn) -> None:
    gateway_itself.say = lambda _: (200, {}, envelope(person(KNOWN, WOMAN, removed="true")))
    assert not gateway.ask(WOMAN).known


def test_a_code_means_nobody_found_only_when_the_register_agreed_so(
    settings: GatewaySettings, gateway_itself: StandIn
) -> None:
    gateway_itself.say = lambda _: (200, {}, envelope(person({}, STRANGER, code="00007")))
    assert ends(Gateway(settings, SystemClock()), STRANGER) == "refused"
    assert not Gateway(replace(settings, fl_nothing=("00007",)), SystemClock()).ask(STRANGER).known
    gateway_itself.say = lambda _: (200, {}, envelope(firm({}, NO_FIRM, code="009")))
    assert ends(Gateway(settings, SystemClock()), NO_FIRM) == "refused"
    assert not Gateway(replace(settings, ul_nothing=("009",)), SystemClock()).ask(NO_FIRM).known


# ---- the gateway: every way to end

BOMB = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]>'
ANOTHER = {"900101300001": ("Кто То Другой", "Чужая")}
SAYS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "refused: a SOAP fault": (500, {}, fault()),
    "refused: a fault with status 200": (200, {}, fault()),
    "refused: the gateway's own code": (200, {}, envelope(person(KNOWN, WOMAN), code="SCSE003")),
    "refused: sign in first": (401, {}, b""),
    "refused: sent elsewhere": (302, {"Location": "http://127.0.0.1:9/"}, b""),
    "refused: packed, though that was not asked for": (200, {"Content-Encoding": "gzip"}, envelope(person(KNOWN, WOMAN))),
    "no-answer: the one behind it is away": (503, {}, b"<html></html>"),
    "garbled: a page": (200, {"Content-Type": "text/html"}, b"<!DOCTYPE html><html><p>proxy"),
    "garbled: nothing": (200, {}, b""),
    "garbled: no XML": (200, {}, b"\x00\xff\xfe garbage"),
    "garbled: another alphabet": (200, {}, envelope(person(KNOWN, WOMAN)).decode().encode("utf-16")),
    "garbled: half of it": (200, {}, envelope(person(KNOWN, WOMAN))[:-40]),
    "garbled: an envelope with nothing in it": (200, {}, envelope("")),
    "garbled: XML of something else": (200, {}, b"<a><b/></a>"),
    "garbled: a DTD": (200, {}, BOMB.encode() + envelope("&c;").split(b"?>", 1)[1]),
    "garbled: a DTD in the document inside": (
        200, {}, envelope(BOMB.replace("&", "&amp;").replace("<", "&lt;") + "&lt;a/>"),
    ),
    "garbled: nested without end": (200, {}, envelope("<a>" * 90_000 + "</a>" * 90_000)),
    "garbled: about somebody else": (200, {}, envelope(person(ANOTHER, "900101300001"))),
    "garbled: a person without a name": (200, {}, envelope(person({WOMAN: ("", "")}, WOMAN))),
    "too-large: two megabytes of blanks": (200, {}, envelope(person(KNOWN, WOMAN)) + b" " * 2 * LARGEST),
}  # fmt: skip


@pytest.mark.parametrize("end", SAYS)
def test_a_gateway_ends_with_a_status(gateway: Gateway, gateway_itself: StandIn, end: str) -> None:
    gateway_itself.say = lambda _: SAYS[end]
    assert ends(gateway) == end.split(":")[0]


def test_an_organisation_under_another_number_is_no_answer(gateway: Gateway, gateway_itself: StandIn) -> None:
    other = {"160440007161": KNOWN[FIRM]}
    gateway_itself.say = lambda _: (200, {}, envelope(firm(other, "160440007161")))
    assert ends(gateway, FIRM) == "garbled"


@pytest.mark.parametrize("manner", ["silent", "drip"])
def test_a_gateway_that_takes_too_long_is_slow(settings: GatewaySettings, gateway_itself: StandIn, manner: str) -> None:
    setattr(gateway_itself, manner, True)
    assert ends(Gateway(replace(settings, seconds=0.3), SystemClock())) == "slow"


def test_a_connection_cut_half_way_is_no_answer(gateway: Gateway, gateway_itself: StandIn) -> None:
    gateway_itself.say = lambda _: (200, {"Content-Length": "5000"}, b"<half/>")
    assert ends(gateway) == "no-answer"


def test_no_secret_and_no_person_is_logged_or_shown(
    settings: GatewaySettings, gateway_itself: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    gateway = Gateway(settings, SystemClock())
    gateway.ask(WOMAN)
    gateway_itself.say = lambda _: (200, {}, b"garbage")
    ends(gateway)
    shown = caplog.text + repr(settings)
    told: Callable[[str], bool] = shown.__contains__
    for secret in (settings.endpoint, settings.sender, settings.password, settings.ul_requestor, WOMAN, "Сейітқали"):
        assert not told(secret)
