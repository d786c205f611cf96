"""A stand-in for the state gateway on this machine: it answers SendMessage in the shapes of the public schemas."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.etree import ElementTree
from xml.sax.saxutils import escape

UL = "http://gbdulinfobybin_v2.egp.gbdul.tamur.kz"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
TYPES = "http://bip.bee.kz/SyncChannel/v10/Types"
Register = dict[str, tuple[str, str]]  # number → name, street


@dataclass(slots=True)
class Asked:
    """One request as it was received."""

    service: str
    sender: str
    password: str
    number: str
    headers: dict[str, str]


@dataclass(slots=True)
class StandIn:
    """Answers from `known`; `say` puts something else in the place of the whole answer: status, headers, body."""

    known: Register
    asked: list[Asked] = field(default_factory=list)
    say: Callable[[bytes], tuple[int, dict[str, str], bytes]] | None = None
    silent: bool = False
    drip: bool = False
    over: threading.Event = field(default_factory=threading.Event)
    address: str = ""

    def answer(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        if self.say is not None:
            return self.say(body)
        asked = self.asked[-1]
        told = person(self.known, asked.number) if asked.service.startswith("GBDFL") else firm(self.known, asked.number)
        return 200, {}, envelope(told)


def envelope(told: str, *, code: str = "SCSS001") -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="{SOAP}"><soap:Body><ns2:SendMessageResponse xmlns:ns2="{TYPES}"><response>
<responseInfo><messageId>129f9727-a75a-4a0f-911e-bf507334a9b1</messageId><responseDate>2026-11-20T10:00:00+05:00</responseDate>
<status><code>{code}</code><message>-</message></status></responseInfo>
<responseData><data>{told}</data></responseData></response></ns2:SendMessageResponse></soap:Body></soap:Envelope>""".encode()


def fault() -> bytes:
    return f"""<soap:Envelope xmlns:soap="{SOAP}"><soap:Body><soap:Fault><faultcode>soap:Server</faultcode>
<faultstring>SCSE001</faultstring><detail><ns:SendMessageFault1_SendMessageFault xmlns:ns="{TYPES}">
<errorCode>SCSE001</errorCode><errorMessage>no right</errorMessage><errorDate>2026-11-20T10:00:00Z</errorDate>
</ns:SendMessageFault1_SendMessageFault></detail></soap:Fault></soap:Body></soap:Envelope>""".encode()


def person(known: Register, number: str, *, code: str = "00000", removed: str = "false") -> str:
    """ГБД ФЛ: elements right inside `data`."""
    head = f"<messageId>1</messageId><messageResult><code>{code}</code><nameRu>-</nameRu><nameKz>-</nameKz></messageResult>"
    if number not in known:
        return head
    name, street = known[number]
    parts = "".join(
        f"<{tag}>{escape(word)}</{tag}>"
        for tag, word in zip(("surname", "name", "patronymic"), name.split(" ", 2), strict=False)
    )
    lives = (
        f"<regAddress><city>-</city><street>{escape(street)}</street><building>5</building><flat>7</flat></regAddress>"
    )
    return f"{head}<persons><person><iin>{number}</iin>{parts}{lives}<removed>{removed}</removed></person></persons>"


def firm(known: Register, number: str, *, code: str = "002") -> str:
    """ГБД ЮЛ: a document as text inside `data`."""
    told = f"<Status><Code>{code}</Code><NameRu>-</NameRu><NameKz>-</NameKz></Status>"
    if number in known:
        name, street = known[number]
        told += (
            f"<Organization><BIN>{number}</BIN><FullNameRu>{escape(name)}</FullNameRu><FullNameKz>-</FullNameKz>"
            f"<Address><CityRu>Атырау</CityRu><StreetRu>{escape(street)}</StreetRu></Address></Organization>"
        )
    return escape(
        f'<?xml version="1.0" encoding="UTF-8"?><r:responseDataType xmlns:r="{UL}">{told}</r:responseDataType>'
    )


def read(body: bytes, headers: dict[str, str]) -> Asked:
    """The request as a gateway reads it: strictly by its schema, or AssertionError."""
    root = ElementTree.fromstring(body)
    request = root.find(f"{{{SOAP}}}Body/{{{TYPES}}}SendMessage/request")
    assert request is not None, "SendMessage/request"
    told = {name: request.findtext(f"requestInfo/{name}") or "" for name in ("messageId", "serviceId", "messageDate")}
    assert all(told.values()), told
    asked = request.find("requestData/data")
    assert asked is not None, "requestData/data"
    if told["serviceId"].startswith("GBDFL"):
        assert [child.tag for child in asked] == ["messageId", "messageDate", "senderCode", "iin"]
        number = asked.findtext("iin") or ""
    else:
        inner = ElementTree.fromstring(asked.text or "")
        assert inner.tag == f"{{{UL}}}Request"
        assert [child.tag for child in inner] == ["RequestorBIN", "BIN"]
        number = inner.findtext("BIN") or ""
    sender = request.findtext("requestInfo/sender/senderId") or ""
    return Asked(told["serviceId"], sender, request.findtext("requestInfo/sender/password") or "", number, headers)


@contextmanager
def standing_in(known: Register) -> Iterator[StandIn]:
    stand_in = StandIn(known)

    class Turn(BaseHTTPRequestHandler):
        def post(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            stand_in.asked.append(read(body, dict(self.headers)))
            if stand_in.silent:
                stand_in.over.wait(30)
                return
            status, headers, answer = stand_in.answer(body)
            self.send_response(status)
            for name, value in {"Content-Type": "text/xml", "Content-Length": str(len(answer)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                if stand_in.drip:
                    for position in range(len(answer)):
                        self.wfile.write(answer[position : position + 1])
                        if stand_in.over.wait(0.02):
                            return
                self.wfile.write(answer)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the one who asked had enough

        def log_message(self, format: str, *args: object) -> None:
            return None

    named = type("Named", (Turn,), {"do_POST": Turn.post})  # the standard library's name for it
    server = ThreadingHTTPServer(("127.0.0.1", 0), named)
    server.daemon_threads = False
    stand_in.address = f"http://127.0.0.1:{server.server_address[1]}/bip-sync-wss-gost/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield stand_in
    finally:
        stand_in.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
