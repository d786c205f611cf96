"""A region's own authority: what it gives out opens the door, and what is over, taken back or somebody else's does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.domain.moment import Instant
from app.problems import Refused
from app.sync import authority, certificates
from app.sync.certificates import Line, install, listed, request
from app.sync.loop import Ticked
from app.sync.server import listening
from app.words import words
from tests.sync.nodes import Pair

NOW = Instant(datetime.now(UTC).replace(microsecond=0))  # TLS looks at the machine's own clock, so this must be it
HERE = ("127.0.0.1",)


def days(many: float) -> Instant:
    return Instant(NOW.utc + timedelta(days=many))


@dataclass(frozen=True)
class Region:
    """An authority, and the folders of two nodes of it."""

    place: Path
    centre: Path
    licensor: Path

    def give(self, node: str, *, hosts: tuple[str, ...] | None = None, now: Instant = NOW, many: int = 300) -> Line:
        """Asked at the node, issued, carried back, put in place; on the day `now`."""
        folder = getattr(self, node)
        hosts = hosts if hosts is not None else HERE if node == "licensor" else ()  # a centre is not called
        made, answer = authority.issue(self.place, request(folder, node, hosts), now=now, days=many)
        here = authority.standing(self.place)
        mark = certificates.fingerprint(authority.certificate_of(self.place, here.signs))
        install(folder, answer, now=days(0) if now.utc <= NOW.utc and many > 100 else now, compared=mark)
        return made

    def carry(self, *nodes: str) -> None:
        """The authorities and their lists, to these nodes."""
        raw = authority.trust(self.place, now=NOW)
        for node in nodes:
            install(getattr(self, node), raw, now=NOW)


def made(folder: Path, name: str = "atyrau") -> Region:
    authority.make(folder / "authority", name, now=days(-400), kept="file")
    return Region(folder / "authority", folder / "centre", folder / "licensor")


@pytest.fixture
def region(tmp_path: Path) -> Region:
    """Both nodes have a good certificate."""
    ready = made(tmp_path)
    for node in ("centre", "licensor"):
        ready.give(node)
    return ready


@contextmanager
def at_licensor(two: Pair, region: Region) -> Iterator[str]:
    two.centre.clock.at = NOW.utc
    with listening(two.licensor, folder=two.licensor.folder, tls=region.licensor) as address:
        yield address


def tried(two: Pair, region: Region) -> Ticked:
    with at_licensor(two, region) as address:
        return two.tick_at(address, tls=region.centre)


def refused(call: Any) -> str:
    with pytest.raises(Refused) as no:
        call()
    return no.value.code


def in_words(status: str | None) -> str:
    """Each language says what to do."""
    for lang in ("kk", "ru", "en"):
        assert words(lang).has(f"away.licensor.{status}"), (lang, status)
    return status or ""


# ---- what is good


def test_two_nodes_with_certificates_of_one_authority_exchange(two: Pair, region: Region) -> None:
    two.centre.accept("AT01-01")
    done = tried(two, region)
    assert (done.sent, done.away) == (1, None)


def test_no_private_key_is_carried(tmp_path: Path) -> None:
    ready = made(tmp_path)
    asked = request(ready.centre, "centre", HERE)
    _, answer = authority.issue(ready.place, asked, now=NOW)
    for carried in (asked, answer):
        assert b"PRIVATE" not in carried
    assert oct((ready.centre / certificates.NEXT).stat().st_mode)[-3:] == "600"
    assert request(ready.centre, "centre", HERE) != b""
    assert refused(lambda: authority.issue(ready.place, b"nothing", now=NOW)) == "request-unreadable"
    assert refused(lambda: authority.issue(ready.place, asked[:300] + asked[301:], now=NOW)) == "request-unreadable"


def test_a_host_of_another_node_is_not_given_away(region: Region, tmp_path: Path) -> None:
    asked = request(tmp_path / "thief", "thief", HERE)
    assert refused(lambda: authority.issue(region.place, asked, now=NOW)) == "host-of-another"
    for host in ("*.tereze.kz", "a b", "", "-x", "UPPER"):
        with pytest.raises(Refused, match="host-wrong"):
            request(tmp_path / "thief", "thief", [host])


# ---- what is not: the licensor's certificate, seen by the centre


def test_a_licensor_whose_certificate_has_ended_is_not_spoken_to(two: Pair, region: Region) -> None:
    region.give("licensor", now=days(-50), many=20)
    assert in_words(tried(two, region).away) == "certificate-ended"


def test_a_licensor_whose_certificate_is_not_valid_yet_is_not_spoken_to(two: Pair, region: Region) -> None:
    region.give("licensor", now=days(20), many=50)
    assert in_words(tried(two, region).away) == "certificate-not-yet"


def test_a_licensor_at_another_host_is_not_spoken_to(two: Pair, region: Region) -> None:
    region.give("licensor", hosts=("10.1.2.3", "licensor.example"))
    assert in_words(tried(two, region).away) == "certificate-host"


def test_a_licensor_of_another_authority_is_not_spoken_to(two: Pair, region: Region, tmp_path: Path) -> None:
    other = made(tmp_path / "other")
    other.give("licensor")
    mixed = Region(region.place, region.centre, other.licensor)
    assert in_words(tried(two, mixed).away) == "certificate-foreign"


def test_a_revoked_licensor_is_not_spoken_to(two: Pair, region: Region) -> None:
    authority.revoke(region.place, "licensor", now=NOW)
    region.carry("centre")
    assert in_words(tried(two, region).away) == "certificate-revoked"


def test_a_list_that_is_too_old_stops_the_exchange_and_says_so(two: Pair, region: Region) -> None:
    here = authority.standing(region.place)
    old = authority._list(region.place, 1, here, now=days(-500))
    (region.centre / "revoked.pem").write_bytes(old)
    assert in_words(tried(two, region).away) == "certificate-list-old"


# ---- the centre's certificate, seen by the licensor


def test_a_centre_whose_certificate_is_over_or_not_begun_learns_that_it_is_its_own(two: Pair, region: Region) -> None:
    region.give("centre", now=days(-50), many=20)
    assert in_words(tried(two, region).away) == "own-certificate-ended"
    region.give("centre", now=days(20), many=50)
    region.carry("centre")
    assert in_words(tried(two, region).away) in ("own-certificate-not-yet", "own-certificate-refused")


def test_a_revoked_centre_is_not_heard_from_the_next_conversation_on_while_the_licensor_listens(
    two: Pair, region: Region
) -> None:
    two.centre.accept("AT01-01")
    with at_licensor(two, region) as address:
        assert two.tick_at(address, tls=region.centre).sent == 1
        authority.revoke(region.place, "centre", now=NOW)
        region.carry("licensor")
        assert in_words(two.tick_at(address, tls=region.centre).away) == "own-certificate-revoked"
        region.give("centre")  # a new key, after the old one was lost
        assert two.tick_at(address, tls=region.centre).away is None


def test_a_centre_of_another_authority_is_not_heard(two: Pair, region: Region, tmp_path: Path) -> None:
    other = made(tmp_path / "other")
    other.give("centre")
    (other.centre / "peers.pem").write_bytes((region.centre / "peers.pem").read_bytes())
    (other.centre / "revoked.pem").write_bytes((region.centre / "revoked.pem").read_bytes())
    mixed = Region(region.place, other.centre, region.licensor)
    assert in_words(tried(two, mixed).away) in ("own-certificate-foreign", "own-certificate-refused")
    assert two.licensor.rows("events") == []


def test_half_a_folder_changes_nothing_while_the_licensor_listens(two: Pair, region: Region, expect_log: Any) -> None:
    expect_log("app.sync.tls", "certificates not read anew")
    whole = (region.licensor / "node.pem").read_bytes()
    with at_licensor(two, region) as address:
        (region.licensor / "node.pem").write_bytes(whole[:200])
        assert two.tick_at(address, tls=region.centre).away is None
    assert refused(lambda: tried(two, region)) == "certificates-unreadable"
    (region.licensor / "node.pem").unlink()
    assert refused(lambda: tried(two, region)) == "certificate-missing"


# ---- rotation


def test_a_certificate_is_renewed_before_it_ends_and_both_hold_meanwhile(two: Pair, region: Region) -> None:
    with at_licensor(two, region) as address:
        before = (region.licensor / "node.pem").read_bytes()
        region.give("licensor")
        assert (region.licensor / "node.pem").read_bytes() != before
        assert two.tick_at(address, tls=region.centre).away is None
    (region.licensor / "node.pem").write_bytes(before)
    assert tried(two, region).away is None
    assert len([one for one in authority.issued(region.place, now=NOW) if one.name == "licensor"]) == 2


def test_a_new_authority_takes_over_while_every_node_goes_on(two: Pair, region: Region) -> None:
    first = certificates.held(region.centre).authorities[0]
    authority.rotate(region.place, now=NOW, kept="file")
    assert tried(two, region).away is None
    region.carry("centre", "licensor")  # believed by its link: nobody is asked for a fingerprint
    assert len(certificates.held(region.centre).authorities) == 2
    authority.switch(region.place)
    region.give("licensor")
    assert tried(two, region).away is None  # the licensor's of the new one, the centre's of the old one
    with pytest.raises(Refused) as waits:
        authority.retire(region.place, now=NOW)
    assert (waits.value.code, waits.value.facts["names"]) == ("authority-needed", "centre")
    region.give("centre")
    authority.retire(region.place, now=NOW)
    region.carry("centre", "licensor")
    assert first not in certificates.held(region.centre).authorities
    assert tried(two, region).away is None


def test_a_node_that_was_not_brought_the_new_authority_says_so(two: Pair, region: Region) -> None:
    authority.rotate(region.place, now=NOW, kept="file")
    region.carry("licensor")
    authority.switch(region.place)
    region.give("licensor")
    assert in_words(tried(two, region).away) == "certificate-foreign"
    region.carry("centre")
    assert tried(two, region).away is None


def test_steps_of_the_rotation_out_of_turn_are_refused(region: Region) -> None:
    assert refused(lambda: authority.switch(region.place)) == "authority-no-next"
    assert refused(lambda: authority.retire(region.place, now=NOW)) == "authority-no-next"
    authority.rotate(region.place, now=NOW, kept="file")
    assert refused(lambda: authority.rotate(region.place, now=NOW, kept="file")) == "authority-waits"
    assert refused(lambda: authority.make(region.place, "again", now=NOW, kept="file")) == "authority-there"
    assert refused(lambda: authority.issued(region.place / "nowhere", now=NOW)) == "no-authority"


# ---- putting in place


def test_an_authority_is_believed_after_its_fingerprint_was_compared_and_another_never_by_the_way(
    region: Region, tmp_path: Path
) -> None:
    raw = authority.trust(region.place, now=NOW)
    mark = certificates.fingerprint(authority.certificate_of(region.place, 1))
    fresh = tmp_path / "fresh"
    assert refused(lambda: install(fresh, raw, now=NOW)) == "authority-compare"
    assert refused(lambda: install(fresh, raw, now=NOW, compared="AAAA " * 10)) == "authority-compare"
    assert not fresh.exists()
    install(fresh, raw, now=NOW, compared=mark.lower().replace(" ", ""))
    other = made(tmp_path / "other")
    strange = authority.trust(other.place, now=NOW)
    assert refused(lambda: install(region.centre, strange, now=NOW)) == "authority-foreign"
    assert refused(lambda: install(region.centre, b"nothing", now=NOW)) == "certificates-unreadable"


def test_an_older_paper_never_brings_back_who_was_revoked(two: Pair, region: Region) -> None:
    old = authority.trust(region.place, now=NOW)
    authority.revoke(region.place, "licensor", now=NOW)
    region.carry("centre")
    install(region.centre, old, now=NOW)
    assert tried(two, region).away == "certificate-revoked"


def test_a_paper_without_a_newer_list_takes_no_authority_away(region: Region) -> None:
    authority.rotate(region.place, now=NOW, kept="file")
    region.carry("centre")
    second = certificates.held(region.centre).authorities[1]
    install(region.centre, second.public_bytes(certificates.Encoding.PEM), now=NOW)
    assert len(certificates.held(region.centre).authorities) == 2


def test_an_answer_is_put_in_place_only_by_who_asked_and_while_it_holds(region: Region, tmp_path: Path) -> None:
    mark = certificates.fingerprint(authority.certificate_of(region.place, 1))
    _, answer = authority.issue(region.place, request(tmp_path / "a", "a"), now=NOW)
    assert refused(lambda: install(tmp_path / "b", answer, now=NOW, compared=mark)) == "certificate-other-key"
    assert refused(lambda: install(tmp_path / "a", answer, now=days(500), compared=mark)) == "certificate-ended"
    assert refused(lambda: install(tmp_path / "a", answer, now=days(-1), compared=mark)) == "certificate-not-yet"
    authority.revoke(region.place, "a", now=NOW)
    later = answer.split(b"-----BEGIN CERTIFICATE-----")[1]
    taken = b"-----BEGIN CERTIFICATE-----" + later + authority.trust(region.place, now=NOW)
    assert refused(lambda: install(tmp_path / "a", taken, now=NOW, compared=mark)) == "certificate-revoked"
    stolen = made(tmp_path / "other")
    _, foreign = authority.issue(stolen.place, request(tmp_path / "a", "a"), now=NOW)
    leaf = b"-----BEGIN CERTIFICATE-----" + foreign.split(b"-----BEGIN CERTIFICATE-----")[1]
    raw = leaf + authority.trust(region.place, now=NOW)
    assert refused(lambda: install(tmp_path / "a", raw, now=NOW, compared=mark)) == "certificate-foreign"
    bare = b"".join(c.public_bytes(certificates.Encoding.PEM) for c in certificates.held(region.centre).authorities)
    assert refused(lambda: install(tmp_path / "c", bare, now=NOW, compared=mark)) == "revocations-missing"


# ---- the list


@pytest.mark.parametrize(("left", "state"), [(31, "good"), (30, "soon"), (0.1, "soon"), (-0.1, "ended")])
def test_thirty_days_before_the_end_it_is_said(tmp_path: Path, left: float, state: str) -> None:
    ready = made(tmp_path)
    ready.give("centre", now=days(-10), many=200)
    then = Instant(days(-10).utc + timedelta(days=200 - left))
    (own,) = (one for one in listed(ready.centre, now=then) if one.what == "own")
    assert own.state == state
    assert own.days == int(left // 1)


def test_who_was_revoked_stands_in_the_list_of_the_authority_and_in_the_nodes_own(region: Region) -> None:
    assert refused(lambda: authority.revoke(region.place, "nobody", now=NOW)) == "certificate-unknown"
    (gone,) = authority.revoke(region.place, "centre", now=NOW)
    region.carry("centre")
    assert [one.state for one in listed(region.centre, now=NOW) if one.what == "own"] == ["revoked"]
    assert {one.serial: one.state for one in authority.issued(region.place, now=NOW)}[gone.serial] == "revoked"


# ---- the authority's key


def test_the_authoritys_key_is_sealed_by_a_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authority.keys, "MEMORY", 8 * 1024)
    place, phrase = tmp_path / "authority", "жеті рет өлшеп бір рет кес"
    authority.make(place, "atyrau", now=NOW, kept="passphrase", passphrase=phrase)
    asked = request(tmp_path / "node", "node")
    monkeypatch.setattr(authority.keys, "_known", {})
    monkeypatch.setenv("TEREZE_PASSPHRASE", "another one that is long enough")
    assert refused(lambda: authority.issue(place, asked, now=NOW)) == "passphrase-wrong"
    monkeypatch.setenv("TEREZE_PASSPHRASE", phrase)
    assert authority.issue(place, asked, now=NOW)[0].name == "node"
    assert b"PRIVATE" not in b"".join(f.read_bytes() for f in place.rglob("*") if f.is_file())


# ---- by commands


def test_the_whole_way_by_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEREZE_HOME", str(tmp_path / "home"))

    def told(*arguments: str, exit: int = 0) -> Any:
        assert main(["certificates", *arguments]) == exit
        said = capsys.readouterr()
        return json.loads(said.out) if said.out else said.err

    node, place = ("--tls", str(tmp_path / "node")), ("--authority", str(tmp_path / "ca"))
    mark = told("authority", *place, "--region", "atyrau", "--kept", "file")["fingerprint"]
    asked, answer = str(tmp_path / "asked.pem"), str(tmp_path / "answer.pem")
    told("request", *node, "--name", "at01", "--host", "127.0.0.1", "--out", asked)
    assert "--out" in told("issue", asked, *place, exit=2)
    (key := tmp_path / "key").write_text("5e" * 32)
    assert "another name" in told("issue", asked, *place, "--out", str(key), exit=2)
    assert key.read_text() == "5e" * 32
    told("issue", asked, *place, "--out", answer)
    assert told("install", answer, *node, exit=3)["code"] == "authority-compare"
    told("install", answer, *node, "--fingerprint", mark)
    shown = told(*node, *place)
    assert [one["what"] for one in shown["here"]] == ["own", "list", "authority"]
    assert [one["name"] for one in shown["authority"]["issued"]] == ["at01"]
    told("revoke", "at01", *place, "--out", answer)
    told("install", answer, *node)
    assert told(*node, *place, exit=1)["here"][0]["state"] == "revoked"
    for deed in ("rotate", "switch", "trust"):
        told(deed, *place, "--out", answer, *(("--kept", "file") if deed == "rotate" else ()))
    told("retire", *place, "--out", answer)
