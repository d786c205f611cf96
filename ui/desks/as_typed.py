"""What stands in a field that nobody has left yet is in the draft all the same: a kill takes the last moments, no more."""

from __future__ import annotations

from copy import copy
from dataclasses import replace

from app.domain.names import tidy
from ui.desks import texts
from ui.desks.visit import Mark, Someone, Visit
from ui.parts.field import Field
from ui.parts.paper_editor import PaperEntry
from ui.screens.intake_view import IntakeView


def fields_of(view: IntakeView) -> tuple[Field, ...]:
    """Every line that a person types into at the intake."""
    editor = view.papers.list.editor
    return (
        view.number, view.person, view.phone, view.r_number, view.r_name, view.r_power, view.r_until, view.r_phone,
        editor.sheets, editor.until, editor.remark,
    )  # fmt: skip


def as_typed(visit: Visit, view: IntakeView) -> Visit:
    """The visit with the words under the cursor; the visit itself takes them when the field is left."""
    seen = copy(visit)
    seen.applicant = _someone(visit.applicant, number=view.number, name=view.person, phone=view.phone)
    if visit.representative is not None:
        seen.representative = _someone(visit.representative, number=view.r_number, name=view.r_name, phone=view.r_phone)
        seen.power = _words(view.r_power, visit.power)
        seen.until = _words(view.r_until, visit.until)
    editor = view.papers.list.editor
    if any(f.line.isModified() for f in (editor.sheets, editor.until, editor.remark)):
        entry = editor.entry()
        if entry.id:
            seen.marks = {**visit.marks, entry.id: marked(visit.marks.get(entry.id, Mark()), entry)}
    return seen


def marked(before: Mark, entry: PaperEntry) -> Mark:
    """A line of the list as its controls have it."""
    day = texts.read_day(entry.until)
    return replace(
        before, kind=entry.kind, sheets=entry.sheets, until=texts.date_of(day) if day else entry.until, until_on=day,
        remark=entry.remark, guessed="",
    )  # fmt: skip


def _someone(known: Someone, *, number: Field, name: Field, phone: Field) -> Someone:
    typed = "".join(_words(number, known.number).split())
    if typed != known.number:  # what a register said of another number is not said of this one
        known = Someone(number=typed, phone=known.phone, kinds=known.kinds)
    return replace(known, name=_words(name, known.name), phone=_words(phone, known.phone))


def _words(field: Field, known: str) -> str:
    return tidy(field.line.text()) if field.line.isModified() else known
