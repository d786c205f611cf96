"""S10: a name is kept as the document shows it, whatever was pasted; what hides is taken out, what mixes is told."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import names
from app.domain.numbers import read_number
from app.domain.personal import Personal
from app.problems import Refused
from app.start import exchange
from app.store.unit import new_id
from tests.campaign.counted import cases, ran
from tests.campaign.words_names import FOR_CYRILLIC, HIDDEN, LEGAL, Case
from tests.campaign.words_names import cases as made
from tests.services.test_every_command import code, scene
from tests.world import World, who
from ui.desks.intake_state import named
from ui.desks.visit import Someone

Verdict = tuple[str, str]  # kept, cleaned, warned or refused; the name as it is kept


def judged(typed: str) -> Verdict:
    try:
        kept = names.clean(Personal(typed)).open()
    except Refused:
        return "refused", ""
    if names.mixed(kept):
        return "warned", kept
    return ("kept" if kept == typed else "cleaned"), kept


def through(judge: Callable[[str], Verdict], tried: list[Case]) -> list[str]:
    wrong = []
    for case in tried:
        told, kept = judge(case.typed)
        good = told == case.expected or (case.expected == "cleaned" and told == "kept" and kept == case.kept)
        if not good or (case.kept and kept != case.kept):
            wrong.append(f"{case.kind}: {case.typed[:30]!r} was {told} as {kept[:30]!r}")
    return wrong


def test_names_are_kept_cleaned_warned_of_or_refused_as_the_document_demands() -> None:
    tried = list(made(cases(3000, least=400)))  # a name takes microseconds
    wrong = through(judged, tried)
    faults: tuple[Callable[[str], Verdict], ...] = (
        lambda typed: ("kept", typed),  # no cleaning at all
        lambda typed: ("kept", " ".join(typed.split())),
        lambda typed: ("kept", unicodedata.normalize("NFKC", typed)),  # folds letters that a document tells apart
        lambda typed: ("kept", typed.encode("ascii", "ignore").decode()),  # loses Kazakh letters
        lambda typed: ("cleaned", names.tidy(typed)),  # no bound, no warning
        lambda typed: ("refused", "") if names.mixed(typed) else judged(typed),  # a firm may be called so
    )
    caught = sum(bool(through(fault, tried)) for fault in faults)
    assert not wrong, Counter(w.split(":")[0] for w in wrong).most_common() + wrong[:5]  # type: ignore[operator]
    ran("S10", len(tried), through=len(wrong), planted=(caught, len(faults)))


@settings(max_examples=cases(20_000, least=150))
@given(st.text(max_size=60))
def test_what_was_tidied_stays_as_it_is(typed: str) -> None:
    once = names.tidy(typed)
    assert names.tidy(once) == once
    assert not names.unseen(once)
    assert unicodedata.is_normalized("NFC", once)
    seen = [c for c in typed if c.isalnum()]
    assert len(once) <= len(unicodedata.normalize("NFC", typed)) + 60
    assert bool(seen) <= bool(once) or all(names.unseen(c) for c in seen)


def intake(world: World, name: str) -> str:
    """Taken in, and as it stands in the case, in lists and on the receipt."""
    draft = world.draft()
    draft["applicant"]["name"] = name
    draft["documents"][0] |= {"remark": name, "holder": name}
    number = world.do("intake.accept", draft)["number"]
    people = world.case(number)["people"]
    assert {*people["remarks"].values(), *people["holders"].values()} == {people["applicant"]["name"]}
    return str(people["applicant"]["name"])


def test_a_name_is_cleaned_before_it_is_kept_wherever_it_comes_in(file_here: World) -> None:
    tried = [c for c in made(240) if c.kind != "no sign" or c.typed.isprintable()][: cases(200, least=24)]
    for case in tried:
        if case.expected == "refused" or "\0" in case.typed:
            with pytest.raises((Refused, ValueError)):
                intake(file_here, case.typed)
        else:
            assert intake(file_here, case.typed) == case.kept, case
    ran("S10 intake", len(tried))


def test_every_place_that_takes_a_name_or_a_reason_cleans_it(file_here: World) -> None:
    dirty, clean = "\u202e Сейтқали\u200b  Нұрлан\n", "Сейтқали Нұрлан"
    with scene(file_here) as s:
        case = s.to_release()
        given = {
            "code": code(case),
            "collector": "representative",
            "name": dirty,
            "authority": dirty,
            "number": "871008401427",
        }
        for no in (
            {"number": "87100840142٧"},
            {"number": "8710084014271"},
            {"name": "\u200b\u2800"},
            {"authority": " \u200d "},
        ):
            with pytest.raises(Refused):
                s.world.do("issue.release", {**given, **no})
        s.world.do("issue.release", given)
        bag = s.bag()[1]
        s.world.do("courier.refuse", {"code": bag["number"], "reason": dirty}, "courier")
        account = {"login": "new.at01", "role": "sector", "office": "AT01", "device": "AT01-02", "name": dirty}
        with pytest.raises(Refused, match="staff-name-missing"):
            s.world.do("account.open", {**account, "name": "\u2066\u2069 7"}, "administrator")
        with pytest.raises(Refused, match="words-too-long"):
            s.world.do("account.open", {**account, "name": "Ұ" * 501}, "administrator")
        s.world.do("account.open", account, "administrator")
        kept = [bytes(r.person).decode() for r in s.world.rows("SELECT person FROM persons")]
    held = [text for text in kept if "Сейтқали" in text]
    assert len(held) == 3
    assert all(clean in text and not names.unseen(text) and "  " not in text for text in held)


def test_a_number_of_a_person_is_twelve_digits_of_ascii() -> None:
    good = "871008401427"
    digits = [chr(c) for c in range(0x110000) if chr(c).isdigit() and not chr(c).isascii()]
    forged = [good[:k] + d + good[k + 1 :] for n, d in enumerate(digits) for k in (n % 12,)]
    forged += [good[:4] + sign + good[4:] for sign in HIDDEN] + [good.translate({48 + n: 0x660 + n for n in range(10)})]
    taken = [number for number in forged if read_number(number).kind == "iin" and not read_number(number).problem]
    naive = [number for number in forged if number.isdigit() and len(number) == 12]  # what Python calls digits
    assert read_number(good).problem is None
    ran("S10 numbers", len(forged), through=len(taken), planted=(int(bool(naive)), 1))


def twin(name: str) -> str:
    """The first letter that has a Latin twin, exchanged."""
    at = next(k for k, c in enumerate(name) if c in FOR_CYRILLIC)
    return name[:at] + FOR_CYRILLIC[name[at]] + name[at + 1 :]


def test_namesakes_are_found_whichever_alphabet_a_letter_was_taken_from(world: World) -> None:
    known = [n for n in LEGAL if any(c in FOR_CYRILLIC for c in n) and len(n) > 3][: cases(25, least=6)]
    for n, name in enumerate(known):
        draft = world.draft()
        draft["applicant"]["name"] = twin(name) if n % 2 else name
        world.do("intake.accept", draft)

    def lost() -> list[str]:
        return [name for name in known for asked in (name, twin(name)) if not found(world, asked)]

    missing = lost()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.queries.queue.twins", lambda text: ())
        planted = bool(lost())
    ran("S10 namesakes", 2 * len(known), through=len(missing), planted=(int(planted), 1))


def found(world: World, name: str) -> list[Any]:
    return list(world.ask("queue.find", {"text": name}))


def test_the_window_warns_of_a_mixed_word_and_lets_it_through() -> None:
    assert named(Someone(name="Сейтқали Нұрлан")).state == ""
    warned = named(Someone(name="Cейтқали Нұрлан"))
    assert (warned.state, "Cейтқали" in warned.reason) == ("warn", True)
    for bad in ("Ұ" * 501, "Нұр\u0301\u0301\u0301\u0301лан", "\ue000Нұрлан"):
        assert named(Someone(name=bad)).state == "bad"
    assert named(Someone(name="Cейтқали", asked="known")).state == "register"


def test_signs_that_nobody_sees_are_counted_in_the_log_and_nobody_is_named(
    file_here: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="app.services.taking")
    assert intake(file_here, "\u202eСейтқали\u200b") == "Сейтқали"
    told = [r.getMessage() for r in caplog.records if r.name == "app.services.taking"]
    assert told == ["2 signs that nobody sees were taken out of the names of an application"]


def test_two_nodes_keep_the_same_bytes_of_a_cleaned_name(file_here: World) -> None:
    """An operation that is repeated with what was typed is the same operation."""
    with scene(file_here) as s:
        draft, op = s.world.draft(), new_id()
        draft["applicant"]["name"] = "\u2067Сейтқали"
        first = s.world.centre.run("intake.accept", draft, as_=who("inspector"), op=op)
        again = s.world.centre.run("intake.accept", draft, as_=who("inspector"), op=op)
        assert again.repeated
        assert again.value == first.value
        exchange(s.world.centre, s.link)
