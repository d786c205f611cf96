"""Answers of a gateway that is not what it says: with a DTD, with two of what there is one of, without an end."""

from __future__ import annotations

import io
import re
import sys
import xml.sax
from collections.abc import Iterator
from xml.sax.handler import feature_external_ges
from xml.sax.saxutils import escape

from app.outside.clock import SystemClock
from app.outside.gateway import Gateway, GatewaySettings, _told
from app.problems import Unavailable
from tests.campaign.foreign_pdfs import MISSING
from tests.outside.stand_in import SOAP, envelope, firm, person

WOMAN, FIRM = "710427401220", "160440007160"
NAME = "Сейітқали Дана Ержанқызы"
PEOPLE = {WOMAN: (NAME, "Бейбарыс")}
FIRMS = {FIRM: ("ТОО «Жайық-Дәрігер»", "Береке")}
LIE = "CANARY-7f31c0"  # a name that no register said
NET = "http://127.0.0.1:9/" + LIE

GROWING = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
DECLARED = {
    "an entity": f'<!DOCTYPE a [<!ENTITY x "{LIE}">]>',
    "entities that grow": f"<!DOCTYPE a [<!ENTITY l0 '{LIE}'>{GROWING}<!ENTITY x '&l9;'>]>",
    "one long entity, often": f"<!DOCTYPE a [<!ENTITY x '{LIE * 2000}'>]>",
    "a file": f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{MISSING}">]>',
    "a file, publicly": f'<!DOCTYPE a [<!ENTITY x PUBLIC "-//X//Y" "file://{MISSING}">]>',
    "an address": f'<!DOCTYPE a [<!ENTITY x SYSTEM "{NET}">]>',
    "a DTD elsewhere": f'<!DOCTYPE a SYSTEM "file://{MISSING}">',
    "a DTD on the net": f'<!DOCTYPE a SYSTEM "{NET}">',
    "a DTD elsewhere, publicly": f'<!DOCTYPE a PUBLIC "-//W3C//DTD XHTML 1.0//EN" "{NET}">',
    "an entity for DTDs": f'<!DOCTYPE a [<!ENTITY % p SYSTEM "file://{MISSING}"> %p;]>',
    "an entity that makes entities": f"<!DOCTYPE a [<!ENTITY % p '<!ENTITY x \"{LIE}\">'> %p;]>",
    "what an attribute is by default": f'<!DOCTYPE a [<!ATTLIST surname x CDATA "{LIE}">]>',
    "a notation": f'<!DOCTYPE a [<!NOTATION n SYSTEM "file://{MISSING}"><!ENTITY x SYSTEM "{NET}" NDATA n>]>',
    "elements": "<!DOCTYPE a [<!ELEMENT a ANY>]>",
    "itself": "<!DOCTYPE a [<!ENTITY x '&y;'><!ENTITY y '&x;'>]>",
    "no more than a name": "<!DOCTYPE a>",
    "in small letters": f'<!doctype a [<!entity x "{LIE}">]>',
    "over many lines": f'<!DOCTYPE\n\ta\n[<!ENTITY\nx "{LIE}">]>',
}  # fmt: skip
PLACES = ("before the answer", "after a remark", "before the document inside", "behind the answer", "in the middle")
PROLOG = escape('<?xml version="1.0" encoding="UTF-8"?>')
OTHER_WAYS = ("utf-16", "utf-16-le", "utf-32", "utf-7", "cp037", "utf-8-sig")


def told(name: str = NAME, number: str = WOMAN, **more: str) -> str:
    return person({number: (name, "Бейбарыс")}, number, **more)


def declared() -> Iterator[tuple[str, bytes, str]]:
    """Each declaration at each place; `&x;` stands where the name is."""
    named = told().replace("Сейітқали", "&x;")
    for what, words in DECLARED.items():
        whole = envelope(named).decode()
        head, rest = whole.split("?>", 1)
        yield f"{what} {PLACES[0]}", f"{head}?>{words}{rest}".encode(), WOMAN
        yield f"{what} {PLACES[1]}", f"{head}?><!-- {words} -->{words}{rest}".encode(), WOMAN
        inside = firm(FIRMS, FIRM).replace(PROLOG, escape(words)).replace("ТОО", "&amp;x;")
        yield f"{what} {PLACES[2]}", envelope(inside), FIRM
        yield f"{what} {PLACES[3]}", f"{whole}{words}".encode(), WOMAN
        yield f"{what} {PLACES[4]}", whole.replace("<responseData>", f"<responseData>{words}").encode(), WOMAN
    body = f"{DECLARED['an entity']}{envelope(named).decode().split('?>', 1)[1]}"
    for code in OTHER_WAYS:
        yield (
            f"an entity in {code}",
            f'<?xml version="1.0" encoding="{code}"?>{body}'.encode(code, "xmlcharrefreplace"),
            WOMAN,
        )
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{MISSING}" parse="text"/>'
    yield "an XInclude as a name", envelope(told().replace("Сейітқали", include)), WOMAN
    style = b'?><?xml-stylesheet href="%s"?>' % NET.encode()
    yield "a sheet of style, and half an answer", envelope(told(LIE)).replace(b"?>", style, 1)[:-9], WOMAN
    wsdl = (
        f'<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"><import location="{NET}" namespace="a"/></definitions>'
    )
    yield "a WSDL that imports", wsdl.encode(), WOMAN
    yield "a schema that imports", f'<schema xmlns="a"><import schemaLocation="{NET}"/></schema>'.encode(), WOMAN


def wrapped() -> Iterator[tuple[str, bytes, str]]:
    """Two of what there is one of: a lie beside what somebody may have signed."""
    true, lie = envelope(told()).decode(), envelope(told(LIE)).decode()
    body = true[true.index("<soap:Body>") : true.index("</soap:Envelope>")]
    false = lie[lie.index("<soap:Body>") : lie.index("</soap:Envelope>")]
    start = true[: true.index("<soap:Body>")]
    for name, inside in {
        "two bodies, the lie first": false + body,
        "two bodies, the lie last": body + false,
        "a body of another room": false.replace("soap:Body", "x:Body").replace("<x:Body", '<x:Body xmlns:x="a"', 1)
        + body,
        "a body of no room": false.replace("soap:Body", "Body") + body,
        "only a body of no room": false.replace("soap:Body", "Body"),
        "a wrapper around the truth": f"<w>{body}</w>{false}",
        "the truth in another part": f"<x>{body}</x>{false}",
        "a body in a body": false.replace("</soap:Body>", f"{body}</soap:Body>"),
    }.items():
        yield name, f"{start}{inside}</soap:Envelope>".encode(), WOMAN
    yield "no envelope", body.replace("<soap:Body", f'<soap:Body xmlns:soap="{SOAP}"').encode(), WOMAN
    yield "an envelope of another room", lie.replace(SOAP, "http://www.w3.org/2003/05/soap-envelope").encode(), WOMAN
    yield "something around it", f"<x>{lie.split('?>', 1)[1]}</x>".encode(), WOMAN
    for part in ("persons", "person", "iin", "surname", "messageResult", "code"):
        for lie_first in (True, False):
            yield (
                f"{part} twice, {lie_first}",
                envelope(_twice(told(), part, lie_first=lie_first)).decode().encode(),
                WOMAN,
            )
    for part in ("SendMessageResponse", "response", "responseData", "data", "responseInfo", "status"):
        for lie_first in (True, False):
            yield f"{part} twice, {lie_first}", _twice(true, part, lie_first=lie_first).encode(), WOMAN
    inner = firm(FIRMS, FIRM).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split("?>", 1)[1]
    for part in ("Status", "Organization", "BIN", "FullNameRu", "Code"):
        for lie_first in (True, False):
            yield f"{part} twice, {lie_first}", envelope(escape(_twice(inner, part, lie_first=lie_first))), FIRM
    yield "about somebody else", envelope(told(LIE, "900101300001")), WOMAN
    yield "somebody else alone", envelope(told().replace(WOMAN, "900101300001")), WOMAN


def _twice(text: str, part: str, *, lie_first: bool) -> str:
    found = re.search(rf"<(\w+:)?{part}\b.*?</(\w+:)?{part}>", text, re.S)
    assert found is not None, part
    lie = found[0].replace("Сейітқали", LIE).replace("Жайық", LIE)
    return text.replace(found[0], lie + found[0] if lie_first else found[0] + lie, 1)


def heavy() -> Iterator[tuple[str, bytes, str]]:
    deep = "<a>" * 100_000
    yield "a hundred thousand in each other", envelope(deep + "</a>" * 100_000), WOMAN
    yield "a hundred thousand that never end", envelope(deep), WOMAN
    yield "in the document inside", envelope(escape(deep + "</a>" * 100_000)), FIRM
    yield "a name of a megabyte", envelope(f"<{'a' * 900_000}/>"), WOMAN
    yield "a hundred thousand attributes", envelope("<a " + " ".join(f"b{n}=''" for n in range(80_000)) + "/>"), WOMAN
    yield "one attribute twice", envelope("<a b='' b=''/>"), WOMAN
    yield (
        "a hundred thousand rooms",
        envelope("<a " + " ".join(f"xmlns:n{n}='u{n}'" for n in range(40_000)) + "/>"),
        WOMAN,
    )
    yield "a NUL", envelope(told()).replace(b"<name>", b"<name>\0"), WOMAN
    yield "a sign that is none", envelope(told()).replace(b"<name>", b"<name>&#0;&#xD800;"), WOMAN
    yield "bytes of no alphabet", envelope(told()).replace(b"<name>", b"<name>\xff\xfe\xc0\xaf"), WOMAN
    yield "an entity that nobody declared", envelope(told()).replace(b"<name>", b"<name>&x;"), WOMAN
    yield "an unknown sign of a code", envelope(told(code="\u0660" * 5)), WOMAN
    yield "nothing", b"", WOMAN
    yield "blanks", b" " * 900_000, WOMAN


def fine() -> Iterator[tuple[str, bytes, str]]:
    """What may come, however odd: the answer is the true one."""
    yield "as it should be", envelope(told()), WOMAN
    yield "a remark in a number", envelope(told().replace("<iin>7104", "<iin>7104<!-- x -->")), WOMAN
    yield "a word about a DTD in a remark", envelope("<!-- DOCTYPE ENTITY -->" + told()), WOMAN
    yield "a mark of order", b"\xef\xbb\xbf" + envelope(told()), WOMAN
    yield "an organisation", envelope(firm(FIRMS, FIRM)), FIRM


def asked(body: bytes, number: str) -> str:
    """The name that the gateway reads out of these bytes, or how it ended."""
    own = Gateway(GatewaySettings(endpoint="", sender="", password="", fl_sender="", ul_requestor=""), SystemClock())
    try:
        read = own._person if number == WOMAN else own._organisation
        found = read(_told(body), number)
    except Unavailable as end:
        return f"- {end.status}"
    return found[0] if found else ""


def trusting(body: bytes) -> None:
    """A parser as one would take it who has not heard of entities."""
    parser = xml.sax.make_parser()
    parser.setFeature(feature_external_ges, True)
    try:
        parser.parse(io.BytesIO(body))
    except (xml.sax.SAXException, OSError, ValueError):
        return


def main(how: str) -> None:
    """A program of its own, so that its calls of the system can be watched: every case once."""
    for _, body, number in (*declared(), *wrapped(), *fine()):
        trusting(body) if how == "trusting" else asked(body, number)


if __name__ == "__main__":
    main(sys.argv[1])
