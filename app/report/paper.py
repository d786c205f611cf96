"""The summary as a paper: its facts, in both languages of the papers, and the PDF that is drawn from them."""

from __future__ import annotations

from datetime import date, datetime

from app import print as papers
from app.domain.office import Office
from app.domain.pack import Text
from app.print.facts import Both, Language, Signer
from app.print.facts import Office as Head
from app.print.forms.summary import Facts
from app.queries.reports import Summary
from app.report.cards import cards
from app.words import words


def _both(text: Text) -> Both:
    return Both(ru=text.ru, kk=text.kk)


def summary_facts(
    found: Summary, *, office: Office, first: date, last: date, at: datetime, by: str, role: str, scope: dict[str, str]
) -> Facts:
    kk, ru = (cards(found, words(lang), side=office.side) for lang in ("kk", "ru"))
    says = Text(**{lang: words(lang)(f"desk.role.{role}") for lang in ("ru", "kk")})
    return Facts(
        office=Head(
            name=_both(office.name), branch=_both(office.branch), address=_both(office.address), telephone=office.phone
        ),
        code="", number=f"{office.code} · {first:%d.%m.%Y}–{last:%d.%m.%Y}", training=office.training_weeks is not None,
        first=first.isoformat(), last=last.isoformat(), at=at.isoformat(timespec="seconds"), scope=Both(**scope),
        by=Signer(name=by, role=_both(says)), cards_kk=kk, cards_ru=ru, counts=(found.visits, found.taken, found.late),
    )  # fmt: skip


def summary_pdf(
    found: Summary, *, office: Office, first: date, last: date, at: datetime, by: str, role: str, scope: dict[str, str],
    lang: Language,
) -> bytes:  # fmt: skip
    facts = summary_facts(found, office=office, first=first, last=last, at=at, by=by, role=role, scope=scope)
    return papers.draw("summary", facts, lang)
