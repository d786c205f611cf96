"""The generated cases: every person × every kind of evidence × every way to be wrong, each with the answer it must get."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from app.domain.moment import Instant
from app.domain.personal import Personal
from app.domain.signature import PERSON, Reason, Signatory
from app.signing import build
from app.signing.evidence import Evidence, Trust
from app.signing.judge import Question
from tests.signing import pki
from tests.signing.pki import DAY, HOUR, NOW, Owner, kept, ocsp_answer, revocations

CONTENT = b'{"certifies":"AT01-03-16-00042-2"}'
Known = Callable[[Owner], tuple[Evidence, ...]]


@dataclass(frozen=True)
class Example:
    name: str
    question: Question
    told: frozenset[Reason]


def example(name: str, question: Question, *told: Reason) -> Example:
    return Example(name, question, frozenset(told))


@cache
def signature(owner: Owner, *, chain: bool = False, at: Instant = NOW, stamped: timedelta | None = None) -> bytes:
    made = build.signed(CONTENT, pki.signing_key(owner, *((pki.CA,) if chain else ())), at=at)
    return made if stamped is None else pki.with_stamp(made, at=NOW.utc - stamped)


def asked(owner: Owner, cms: bytes, evidence: tuple[Evidence, ...], **other: object) -> Question:
    base = Question(
        cms=cms, content=CONTENT, signatory=pki.signatory(owner), trust=pki.TRUST, now=NOW, evidence=evidence
    )
    return replace(base, **other)  # type: ignore[arg-type]


# ---- what is known of a certificate: good, in each form


def by_responder(owner: Owner) -> tuple[Evidence, ...]:
    return kept("ocsp", ocsp_answer(owner)), *around()


def by_centre(owner: Owner) -> tuple[Evidence, ...]:
    return kept("ocsp", ocsp_answer(owner, by=pki.CA)), *around()


def by_list(owner: Owner) -> tuple[Evidence, ...]:
    return kept("crl", revocations()), *around()


def by_both(owner: Owner) -> tuple[Evidence, ...]:
    return kept("ocsp", ocsp_answer(owner)), kept("crl", revocations()), *around()


@cache
def around() -> tuple[Evidence, ...]:
    """The issuing centre and the time-stamping authority stand in good order."""
    return pki.centre_in_order(), kept("ocsp", ocsp_answer(pki.TSA))


GOOD: tuple[Known, ...] = (by_responder, by_centre, by_list, by_both)


def sound() -> Iterator[Example]:
    for owner in pki.PEOPLE:
        for known in GOOD:
            for chain in (False, True):
                for stamped in (None, HOUR, 40 * DAY):
                    cms = signature(owner, chain=chain, stamped=stamped)
                    name = f"sound {owner.name} {known.__name__} {chain} {stamped}"
                    yield example(name, asked(owner, cms, known(owner)), "sound")


def content() -> Iterator[Example]:
    """Other bytes than those that were signed."""
    for owner in pki.PEOPLE:
        for stamped in (None, HOUR):
            cms = signature(owner, stamped=stamped)
            for other in (b"", CONTENT + b" ", CONTENT[:-1], CONTENT.replace(b"42", b"43"), CONTENT.upper()):
                wrong = asked(owner, cms, by_responder(owner), content=other)
                yield example(f"content {owner.name} {len(other)}", wrong, "content-differs")


def certificates() -> Iterator[Example]:
    """A certificate that is not what it should be; all else is right."""
    p = pki.PERSON_KEY
    ago, later = NOW.utc - DAY, NOW.utc + DAY
    ways: list[tuple[Owner, tuple[Reason, ...]]] = [
        (replace(p, name="expired", until=ago), ("expired",)),
        (replace(p, name="not-yet", since=later), ("not-yet-valid",)),
        (replace(p, name="log-in-key", extended=(pki.LOG_IN, PERSON)), ("not-for-signing",)),
        (replace(p, name="no-purpose", extended=()), ("not-for-signing",)),
        (replace(p, name="any-purpose", extended=("2.5.29.37.0",)), ("not-for-signing",)),
        (replace(p, name="enciphers", usages=("key_encipherment",)), ("not-for-signing",)),
        (replace(p, name="deniable", usages=("digital_signature",)), ("not-for-signing",)),
        (replace(p, name="no-usage", usages=()), ("not-for-signing",)),
        (replace(p, name="nobody-known", iin=()), ("person-missing",)),
        (replace(p, name="two-people", iin=(pki.IIN, pki.OTHER_IIN)), ("person-missing",)),
        (replace(p, name="other-person", iin=(pki.OTHER_IIN,)), ("person-differs",)),
        (replace(p, name="letters", iin=("88O1O13OOO17",)), ("person-missing",)),
        (replace(p, name="longer", iin=(pki.IIN + "1",)), ("person-missing",)),
        (replace(p, name="forged", broken=True), ("certificate-forged",)),
        (replace(p, name="foreign", issuer="foreign-ca"), ("issuer-unknown",)),
        (replace(p, name="by-a-person", issuer="person"), ("issuer-unknown", "issuer-not-entitled")),
        (replace(p, name="small", kind="rsa1024"), ("algorithm-weak",)),
        (replace(p, name="small-curve", kind="p192"), ("algorithm-weak",)),
        (replace(p, name="unlike", usages=("key_agreement", "content_commitment")), ("not-for-signing",)),
    ]  # fmt: skip
    for owner, told in ways:
        for known in GOOD:
            for stamped in (None, HOUR / 4):
                if owner.issuer != "ca":
                    evidence = by_list(owner)
                else:
                    evidence = known(owner)
                chain = (pki.FOREIGN_CA,) if owner.issuer == "foreign-ca" else (p,) if owner.issuer == "person" else ()
                cms = build.signed(CONTENT, pki.signing_key(owner, *chain), at=NOW)
                cms = cms if stamped is None else pki.with_stamp(cms, at=NOW.utc - stamped)
                question = asked(owner, cms, evidence)
                yield example(f"certificate {owner.name} {known.__name__} {stamped}", question, *told)


def people() -> Iterator[Example]:
    """The right key of the wrong person, organisation or role."""
    p, h, e = pki.PERSON_KEY, pki.HEAD_KEY, pki.EMPLOYEE_KEY
    i, b = Personal(pki.IIN), Personal(pki.BIN)
    wanted: list[tuple[Owner, Signatory, Reason]] = [
        (p, Signatory(iin=Personal(pki.OTHER_IIN)), "person-differs"),
        (p, Signatory(iin=i, bin=b), "organisation-differs"),
        (p, Signatory(bin=b), "organisation-differs"),
        (h, Signatory(iin=Personal(pki.OTHER_IIN), bin=b), "person-differs"),
        (h, Signatory(iin=i, bin=Personal(pki.OTHER_BIN)), "organisation-differs"),
        (e, Signatory(iin=i, bin=b, roles=(pki.HEAD_ROLE,)), "role-missing"),
        (e, Signatory(iin=i, bin=b, roles=("1.2.398.3.3.4.1.2.2",)), "role-missing"),
        (p, Signatory(iin=i, roles=(pki.HEAD_ROLE,)), "role-missing"),
        (p, Signatory(iin=i, purpose="log-in"), "not-for-log-in"),
        (h, Signatory(iin=i, bin=b), "sound"),
        (h, Signatory(bin=b), "sound"),
        (e, Signatory(iin=i, bin=b, roles=(pki.HEAD_ROLE, pki.EMPLOYEE_ROLE)), "sound"),
        (replace(p, name="door", extended=(pki.LOG_IN, PERSON)), Signatory(iin=i, purpose="log-in"), "sound"),
        (replace(h, name="no-org", extended=(pki.SIGN, PERSON)), Signatory(iin=i, bin=b), "role-missing"),
    ]
    for owner, signatory, told in wanted:
        for known in GOOD:
            question = asked(owner, signature(owner), known(owner), signatory=signatory)
            yield example(f"people {owner.name} {told} {known.__name__}", question, told)


def revocation() -> Iterator[Example]:
    """What the centre says, in every way it can be said wrongly: alone, and beside a good answer of the other kind."""
    week, hour = NOW.utc - 7 * DAY, HOUR
    stranger = replace(pki.RESPONDER, name="strange-responder", issuer="foreign-ca")
    unentitled = replace(pki.RESPONDER, name="unentitled", extended=(pki.LOG_IN,))
    late = replace(pki.RESPONDER, name="late-responder", until=week)
    watched = replace(pki.RESPONDER, name="watched-responder", no_check=False)
    other = pki.PERSON_384
    for owner in (pki.PERSON_KEY, pki.HEAD_KEY, pki.PERSON_RSA):
        revoked = ocsp_answer(owner, status="revoked", revoked_at=week)
        said: list[tuple[str, str, bytes, Reason]] = [
            ("ocsp", "revoked", revoked, "revoked"),
            ("ocsp", "revoked by the centre", ocsp_answer(owner, status="revoked", revoked_at=week, by=pki.CA), "revoked"),
            ("ocsp", "held", ocsp_answer(owner, status="revoked", revoked_at=week, on_hold=True), "on-hold"),
            ("ocsp", "unknown", ocsp_answer(owner, status="unknown"), "revocation-unknown"),
            ("ocsp", "stale", ocsp_answer(owner, at=week, until=week + hour), "revocation-stale"),
            ("ocsp", "without end, old", ocsp_answer(owner, at=week, until=None), "revocation-stale"),
            ("ocsp", "of tomorrow", ocsp_answer(owner, at=NOW.utc + DAY, until=NOW.utc + 2 * DAY), "revocation-unknown"),
            ("ocsp", "by a stranger", ocsp_answer(owner, by=stranger), "revocation-unknown"),
            ("ocsp", "by one not entitled", ocsp_answer(owner, by=unentitled), "revocation-unknown"),
            ("ocsp", "by one out of term", ocsp_answer(owner, by=late), "revocation-unknown"),
            ("ocsp", "by one of whom nothing is known", ocsp_answer(owner, by=watched), "revocation-unknown"),
            ("ocsp", "by another key", ocsp_answer(owner, signed_by=pki.PERSON_KEY), "revocation-unknown"),
            ("ocsp", "about another", ocsp_answer(owner, about=other), "revocation-unknown"),
            ("ocsp", "try later", bytes.fromhex("30030a0103"), "revocation-unknown"),
            ("ocsp", "internal error", bytes.fromhex("30030a0102"), "revocation-unknown"),
            ("ocsp", "empty", b"", "revocation-unknown"),
            ("ocsp", "a page", b"<html>captive</html>", "revocation-unknown"),
            ("ocsp", "cut", ocsp_answer(owner)[:-20], "revocation-unknown"),
            ("ocsp", "longer", ocsp_answer(owner) + b"\0", "revocation-unknown"),
            ("ocsp", "turned", _turned(ocsp_answer(owner)), "revocation-unknown"),
            ("crl", "revoked", revocations(owner, revoked_at=week), "revoked"),
            ("crl", "held", revocations(owner, revoked_at=week, on_hold=True), "on-hold"),
            ("crl", "stale", revocations(at=week, until=week + DAY), "revocation-stale"),
            ("crl", "of tomorrow", revocations(at=NOW.utc + DAY, until=NOW.utc + 2 * DAY), "revocation-unknown"),
            ("crl", "by a stranger", revocations(by=pki.FOREIGN_CA), "revocation-unknown"),
            ("crl", "by another key", revocations(signed_by=pki.PERSON_KEY), "revocation-unknown"),
            ("crl", "of the root only", revocations(by=pki.ROOT), "revocation-unknown"),
            ("crl", "empty", b"", "revocation-unknown"),
            ("crl", "a page", b"<html>captive</html>", "revocation-unknown"),
            ("crl", "cut", revocations()[:-20], "revocation-unknown"),
            ("crl", "turned", _turned(revocations()), "revocation-unknown"),
        ]  # fmt: skip
        for kind, name, body, told in said:
            alone = (kept(kind, body), *around())
            good = kept("crl", revocations()) if kind == "ocsp" else kept("ocsp", ocsp_answer(owner))
            beside: Reason = told if told in ("revoked", "on-hold") else "sound"
            cms = signature(owner)
            yield example(f"{kind} {name} {owner.name}", asked(owner, cms, alone), told)
            yield example(f"{kind} {name} + good", asked(owner, cms, (good, *alone)), beside)
            yield example(f"{kind} {name} + good, last", asked(owner, cms, (*alone, good)), beside)
        centre: list[tuple[str, tuple[Evidence, ...], Reason]] = [
            ("no word on the centre", (kept("ocsp", ocsp_answer(owner)),), "revocation-unknown"),
            ("nothing at all", (), "revocation-unknown"),
            ("the centre is revoked", (kept("ocsp", ocsp_answer(owner)),
                                       kept("crl", revocations(pki.CA, by=pki.ROOT, revoked_at=week))), "issuer-revoked"),
            ("the root's list is stale", (kept("ocsp", ocsp_answer(owner)),
                                          kept("crl", revocations(by=pki.ROOT, at=week, until=week + DAY))),
             "revocation-stale"),
        ]  # fmt: skip
        for name, evidence, told in centre:
            yield example(f"{name} {owner.name}", asked(owner, signature(owner), evidence), told)


def _turned(body: bytes) -> bytes:
    """One bit of what is signed."""
    return body[:60] + bytes([body[60] ^ 1]) + body[61:]


def times() -> Iterator[Example]:
    """Term and revocation against the time that is proven: by a stamp, by our journal, or by nobody."""
    p = pki.PERSON_KEY
    foreign = replace(pki.TSA, name="tsa-foreign", issuer="foreign-ca")
    not_only = replace(pki.TSA, name="tsa-both", extended=("1.3.6.1.5.5.7.3.8", pki.SIGN))
    for n in range(1, 26):
        ended = replace(p, name=f"ended-{n}", until=NOW.utc - n * DAY)
        in_term, after = Instant(ended.until - HOUR), Instant(ended.until + HOUR)
        known = (kept("ocsp", ocsp_answer(ended, at=ended.until - HOUR / 2, until=ended.until)), *around())
        cms, late = signature(ended, at=in_term), signature(ended, at=after)
        yield example(f"ended {n}: stamped in term", asked(ended, pki.with_stamp(cms, at=in_term.utc), known), "sound")
        yield example(
            f"ended {n}: stamped too late", asked(ended, pki.with_stamp(late, at=after.utc), known), "expired"
        )
        yield example(f"ended {n}: kept in term", asked(ended, cms, known, kept_at=in_term), "sound")
        too_late = (kept("ocsp", ocsp_answer(ended)), *around())  # by then nobody keeps account of it
        yield example(f"ended {n}: asked after", asked(ended, cms, too_late, kept_at=in_term), "revocation-unknown")
        yield example(f"ended {n}: by its own word", asked(ended, cms, known), "expired-without-time")
        yield example(f"ended {n}: of later content", asked(ended, cms, known, born=after), "expired")
        at = NOW.utc - n * DAY
        gone = (kept("crl", revocations(p, revoked_at=at)), *around())
        before, since = Instant(at - HOUR), Instant(at + HOUR)
        early, then = signature(p, at=before), signature(p, at=since)
        yield example(f"revoked {n}: stamped before", asked(p, pki.with_stamp(early, at=before.utc), gone), "sound")
        yield example(f"revoked {n}: stamped after", asked(p, pki.with_stamp(then, at=since.utc), gone), "revoked")
        yield example(f"revoked {n}: kept before", asked(p, early, gone, kept_at=before), "sound")
        yield example(f"revoked {n}: by its own word", asked(p, early, gone), "revoked-without-time")
        yield example(f"revoked {n}: of later content", asked(p, early, gone, born=since), "revoked")
    for authority in (foreign, not_only):
        ended = replace(p, name="ended-1", until=NOW.utc - DAY)
        in_term = Instant(ended.until - HOUR)
        known = (kept("ocsp", ocsp_answer(ended, at=ended.until - HOUR / 2, until=ended.until)), *around())
        cms = pki.with_stamp(signature(ended, at=in_term), at=in_term.utc, by=authority)
        yield example(f"stamp by {authority.name}", asked(ended, cms, known), "expired-without-time")
        good = pki.with_stamp(signature(p), at=NOW.utc - HOUR, by=authority)
        yield example(f"stamp by {authority.name}, in term", asked(p, good, by_list(p)), "sound")
    future = pki.with_stamp(signature(p), at=NOW.utc + DAY)
    yield example("a stamp of tomorrow", asked(p, future, by_list(p)), "sound")


ROOTLESS = Trust(roots=(pki.der(pki.FOREIGN_ROOT),))


def trust() -> Iterator[Example]:
    """Roots that a node was given: without the right one nothing is believed."""
    for owner in pki.PEOPLE:
        for known in GOOD:
            cms = signature(owner, chain=True)
            yield example(f"other root {owner.name}", asked(owner, cms, known(owner), trust=ROOTLESS), "issuer-unknown")
            none = asked(owner, signature(owner), known(owner), trust=Trust(roots=pki.TRUST.roots))
            yield example(f"chain left out {owner.name}", none, "issuer-unknown")
            own = asked(owner, cms, known(owner), trust=Trust(roots=pki.TRUST.roots))
            yield example(f"chain brought along {owner.name}", own, "sound")
