"""A peer that is wrong, or was changed by somebody: nothing of it stops the rest, fills the memory or forges our own."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

from app.domain import codec
from app.domain import events as e
from app.domain import facts as f
from app.domain.personal import Personal
from app.problems import Refused, Unavailable
from app.store import chain
from app.store.unit import new_id, split
from app.sync import contact, keys, wire
from app.sync.contact import ParkedThere
from app.sync.links import open_link
from app.sync.loop import tick
from app.sync.pace import steadily
from app.sync.peers import parties
from app.sync.server import listening
from app.sync.wire import WireEvent
from tests.sync.nodes import House, Pair, accepted, acquaint, bring_back, house, photograph, take

DAY = "2016-11-20T11:00:00+05:00"


def written(writer: House, device: str, subject: str, fact: Any, **head: Any) -> list[WireEvent]:
    """The next event of that chain as a program would write it that checks nothing; through the bytes of the wire."""
    with writer.store.reading() as connection:
        line = parties(connection).chains[device]
    facts, person = split(fact)
    says = {
        "id": new_id(), "v": 1, "kind": e.KIND[type(fact)], "device": device, "seq": line.seq + 1, "case": subject,
        "version": 1, "op": new_id(), "who": "somebody", "at": DAY, "recorded_at": "2026-11-20T06:00:00.000Z",
        "clock": "by-hand", **head,
    }  # fmt: skip
    link = chain.link(line.head, codec.plain_bytes({k: v for k, v in says.items() if v is not None}), facts, person)
    event = WireEvent(
        id=says["id"], device=device, seq=says["seq"], hashes=link.hashes, row_hash=link.row_hash, subject=subject,
        kind=says["kind"], version=says["version"], head=link.head, facts=link.facts, salt=link.salt, person=link.person,
    )  # fmt: skip
    return wire.decode(wire.encode([event]))


# ---- numbers


@pytest.mark.parametrize("sheets", [3_000_000_000, 2**52])
def test_a_number_that_no_column_holds_waits_and_the_chain_goes_on(on_both: Pair, sheets: int) -> None:
    many = (f.Taken(document="p", kind="original", sheets=sheets),)
    fact = replace(accepted("AT01-01-16-00001-0"), documents=many)
    taken = take(on_both.licensor, written(on_both.centre, "AT01-01", case := new_id(), fact), from_=on_both.centre)
    assert taken.parked == 1
    assert list(on_both.licensor.parked().values()) == ["fault"]
    assert on_both.licensor.case(case) is None
    later = written(on_both.licensor, "AT01-01", new_id(), accepted("AT01-01-16-00002-0"))
    take(on_both.licensor, later, from_=on_both.centre)
    assert len(on_both.licensor.rows("cases")) == 1


def test_what_our_own_store_cannot_hold_is_a_no_and_no_fault(on_both: Pair) -> None:
    many = (f.Taken(document="p", kind="original", sheets=2**63),)
    with pytest.raises(Refused, match="store-refuses"):
        on_both.centre.record("AT01-01", new_id(), replace(accepted("AT01-01-16-00001-0"), documents=many))
    on_both.centre.accept("AT01-01")


def test_a_version_beyond_every_journal_is_no_event(two: Pair) -> None:
    with pytest.raises(Refused, match="batch-invalid"):
        written(two.centre, "AT01-01", new_id(), accepted("AT01-01-16-00001-0"), version=2**53 - 1)


@pytest.mark.parametrize("name", ["a\u0000b", "\ud800"])
def test_a_sign_that_a_store_cannot_hold_waits_too(on_both: Pair, name: str) -> None:
    fact = accepted("AT01-01-16-00001-0")
    try:
        fact = replace(fact, person=replace(fact.person, applicant=replace(fact.person.applicant, name=Personal(name))))
        events = written(on_both.centre, "AT01-01", new_id(), fact)
        take(on_both.licensor, events, from_=on_both.centre)
    except (Refused, ValueError):
        return  # it is not even read
    assert len(on_both.licensor.rows("cases")) + len(on_both.licensor.parked()) == 1


# ---- batches


def test_many_small_things_are_refused_unread() -> None:
    """12 million empty objects took 829 MB to read, and 157 kB to send."""
    with pytest.raises(Refused, match="batch-invalid"):
        wire.decode(b"[" + b"{}," * 100_000 + b"{}]")
    with pytest.raises(Refused, match="batch-invalid"):
        wire.decode(b"[" + b"1," * 100_000 + b"1]")


def test_a_whole_batch_is_well_within(two: Pair) -> None:
    stubs = [
        WireEvent(id=f"AT01-01/{n}", device="AT01-01", seq=n, hashes=os.urandom(96), row_hash=os.urandom(32))
        for n in range(1, 501)
    ]
    raw = wire.encode(stubs)
    assert sum(raw.count(sign) for sign in (b"{", b"[", b",")) * 8 < wire.MOST_THINGS
    assert wire.decode(raw) == stubs


@pytest.mark.parametrize("spoil", [lambda raw: raw[:-20], lambda raw: raw[:5], lambda raw: raw + b"junk",
                                   lambda raw: raw + wire.squeezed(b"more")])  # fmt: skip
def test_a_cut_batch_or_one_with_something_behind_it_is_no_batch(spoil: Callable[[bytes], bytes]) -> None:
    raw = wire.squeezed(os.urandom(3000))
    assert wire.spread(raw)
    with pytest.raises(Refused, match="batch-invalid"):
        wire.spread(spoil(raw))


def test_a_place_beyond_all_chains_is_a_no(two: Pair) -> None:
    node = two.centre.node()
    with two.centre.store.reading() as connection:
        known = {c.device: c.public_key for c in parties(connection).chains.values()}
    with listening(two.licensor, folder=two.licensor.folder) as address:
        link = open_link(address, node.speaker, known=known, clock=node.clock, tls=None)
        try:
            for after in (2**53 + 1, 10**20):
                with pytest.raises((Refused, Unavailable)):  # and no fault in its log
                    link.ask("GET", f"/events?device=AD01-01&after={after}&limit=3")
        finally:
            link.close()


# ---- our own chain, given back


@pytest.fixture
def from_a_backup(two: Pair) -> Pair:
    """The centre comes back from a backup: for a while peers give it its own events back."""
    two.until_quiet()
    bring_back(two.centre, photograph(two.centre), epoch="other")
    return two


def refused(two: Pair, events: list[WireEvent]) -> None:
    with pytest.raises(Refused, match="batch-invalid"):
        take(two.centre, events, from_=two.licensor)
    assert two.centre.rows("devices", code="AT01-01")[0].seq == 0
    assert not two.centre.rows("accounts")


def test_nobody_opens_an_account_in_our_name(from_a_backup: Pair) -> None:
    evil = e.AccountOpened(
        login="evil", role="administrator", office="AT01", device="AT01-01", person=f.StaffName(name=Personal("X"))
    )
    refused(from_a_backup, written(from_a_backup.centre, "AT01-01", new_id(), evil))


def test_an_account_that_we_do_not_know_is_not_changed(from_a_backup: Pair) -> None:
    given = e.AccountRoleSet(login="admin", role="administrator")
    refused(from_a_backup, written(from_a_backup.centre, "AT01-01", new_id(), given, version=2))


@pytest.mark.parametrize("at", ["9998-01-01T00:00:00+05:00", None, "soon", 5])
def test_nothing_of_ours_was_written_in_years_to_come(from_a_backup: Pair, at: object) -> None:
    fact = accepted("AT01-01-16-00001-0")
    refused(from_a_backup, written(from_a_backup.centre, "AT01-01", new_id(), fact, at=at))


def test_what_we_lost_does_come_back(from_a_backup: Pair) -> None:
    courier = e.AccountOpened(
        login="k", role="courier", office="AT01", device="AT01-01", person=f.StaffName(name=Personal("Қ"))
    )
    take(
        from_a_backup.centre, written(from_a_backup.centre, "AT01-01", new_id(), courier), from_=from_a_backup.licensor
    )
    fact = accepted("AT01-01-16-00001-0")
    take(from_a_backup.centre, written(from_a_backup.centre, "AT01-01", new_id(), fact), from_=from_a_backup.licensor)
    assert len(from_a_backup.centre.rows("cases")) == 1
    assert [row.login for row in from_a_backup.centre.rows("accounts")] == ["k"]


# ---- who says it


def test_one_peers_word_is_not_anothers(two: Pair, ram: Path) -> None:
    """What one could not apply is not settled because another does not name it."""
    with house(
        f"sqlite:///{ram}/third.db", ram / "tk", "centre", devices=("SK01-01",), clock=two.centre.clock
    ) as third:
        acquaint(third, two.licensor)
        two.licensor.accept("AD01-01")
        event = two.licensor.rows("events")[0].id
        node = two.licensor.node()
        says = contact.told(two.centre.node(), two.licensor.store.id)
        contact.meet(node, replace(says, parked=(ParkedThere(event=event, reason="fault"),)))
        contact.meet(node, contact.told(third.node(), two.licensor.store.id))
        assert two.licensor.parked() == {event: "at-peer:fault"}
        contact.meet(node, says)  # whoever named it, and now does not
        assert two.licensor.parked() == {}


def test_both_have_to_settle_what_both_named(two: Pair, ram: Path) -> None:
    with house(
        f"sqlite:///{ram}/third.db", ram / "tk", "centre", devices=("SK01-01",), clock=two.centre.clock
    ) as third:
        acquaint(third, two.licensor)
        two.licensor.accept("AD01-01")
        event = two.licensor.rows("events")[0].id
        node, named = two.licensor.node(), (ParkedThere(event=event, reason="fault"),)
        tellers = [contact.told(one.node(), two.licensor.store.id) for one in (two.centre, third)]
        for one in tellers:
            contact.meet(node, replace(one, parked=named))
        contact.meet(node, tellers[0])
        assert two.licensor.parked()
        contact.meet(node, tellers[1])
        assert not two.licensor.parked()


def test_a_seal_of_the_year_one_is_a_no(two: Pair) -> None:
    headers = {
        "Tereze-Device": "AT01-01", "Tereze-Nonce": "x", "Tereze-Signature": "AAAA",
        "Tereze-Instant": "0001-01-01T00:00:00+14:00",
    }  # fmt: skip
    with listening(two.licensor, folder=two.licensor.folder) as address:
        answer = httpx2.post(f"{address}/contact", content=b"{}", headers=headers)
    assert answer.status_code in (400, 401)
    seal = keys.Seal("AT01-01", headers["Tereze-Instant"], "x", b"x")
    with pytest.raises(Refused):
        keys.signed(seal, "GET", "/", body=b"", known={"AT01-01": bytes(32)})


@pytest.mark.parametrize(
    "address", ["http://[::1", "https://", "licensor.example:443", "https://h.example:1", "http://localhost:99999999"]
)
def test_an_address_that_is_none_ends_no_exchange(two: Pair, address: str) -> None:
    done = tick(two.centre, two.licensor.store.id, folder=two.centre.folder, address=address)
    assert done.refused or done.away


def test_a_no_to_one_contact_is_not_the_end(expect_log: Callable[[str, str], None]) -> None:
    expect_log("app.sync.pace", "no exchange now")

    class Waited(Exception):
        pass

    def contacted() -> list[dict[str, Any]]:
        raise Refused("certificate-missing")

    def waited(seconds: float) -> None:
        raise Waited

    with pytest.raises(Waited):
        steadily(contacted, wait=waited)


def test_json_of_a_head_is_as_it_was(two: Pair) -> None:
    """The helper above writes what the program itself would."""
    (event,) = written(two.centre, "AT01-01", new_id(), accepted("AT01-01-16-00001-0"))
    assert json.loads(event.head or b"{}")["kind"] == "application.accepted"
    assert take(two.licensor, [event], from_=two.centre).fresh == 1
    assert not two.licensor.parked()
