"""The law at hand: a version read, two compared, nothing found; a new version on its way."""

from __future__ import annotations

from app.catalogue.acts import Catalogue
from app.catalogue.packs import PackProblem
from app.domain.differences import differences
from app.domain.moment import Moment
from app.domain.trial import Change
from app.queries.law_try import Differs, Tried
from tests.ui.demo_words import t
from ui.desks import law_rows, newlaw_rows
from ui.keys import Action, Hint
from ui.look_words import say
from ui.parts.clause import ClauseState, SetLine
from ui.parts.grid import Cell, Row
from ui.screens.law_view import LawState
from ui.screens.newlaw_view import NewLawState

OLD, NOW = "atyrau-2015-324@2015-12-06", "atyrau-2015-324@2016-07-15"
ENDED = "vko-2015-314@2015-12-05"
STEPS = ("copy", "edit", "check", "try", "adopt")


def _versions() -> tuple[Row, ...]:
    rows = []
    for act in Catalogue.load().acts:
        for v in reversed(act.versions):
            ref = f"{act.id}@{v.from_}"
            holds = ref == NOW
            second = f"{v.from_:%d.%m.%Y} – {act.last_day(v):%d.%m.%Y}" + (f" · {say('law.holds')}" if holds else "")
            rows.append(Row(ref, (Cell(say(f"desk.act.{act.id}"), second, shape="ok" if holds else "", bold=holds),)))
    return tuple(rows)


def clause() -> ClauseState:
    """With its words, which an act has in one language."""
    return ClauseState(
        clause=t("1-қосымша, 10-т. 2)", "прил. 1, п. 10 2)"),
        place=t("«Медициналық қызметке лицензия беру» мемлекеттік көрсетілетін қызметінің регламенті (1-қосымша)",
                "Регламент государственной услуги «Выдача лицензии на медицинскую деятельность» (приложение 1)"),
        act=t("Атырау облысы әкімдігінің 2015 жылғы 23 қазандағы № 324 қаулысы",
              "Постановление акимата Атырауской области от 23 октября 2015 года № 324"),
        tone="ok", source=say("law.source.act"),
        words=("10. Вымышленные слова пункта для этой картинки: описание порядка взаимодействия;",
               "1) процесс 1 – работник принимает документы;", "2) процесс 2 – работник регистрирует документы."),
        sets=(SetLine(what=t("Құжаттарды тіркейді", "Регистрирует документы"), rest=say("law.part.steps")),),
    )  # fmt: skip


def clause_missing() -> ClauseState:
    return ClauseState(
        clause=t("Стандарт, 9-т.", "Стандарт, п. 9"), tone="risk", source=say("law.source.reconstructed"),
        missing=say("law.clause.outside"), sets=(SetLine(what=say("law.set.applicants")),),
    )  # fmt: skip


def law() -> LawState:
    return LawState(
        versions=_versions(), version=NOW, heading=say("desk.act.atyrau-2015-324"), under="15.07.2016 – 04.01.2020",
        columns=law_rows.columns(), rows=law_rows.version_lines(Catalogue.load().pack(NOW)), clause=clause(),
        may_write=True,
    )  # fmt: skip


def law_ended() -> LawState:
    return LawState(
        versions=_versions(), version=ENDED, heading=say("desk.act.vko-2015-314"), under="05.12.2015 – 22.12.2017",
        columns=law_rows.columns(), rows=law_rows.version_lines(Catalogue.load().pack(ENDED))[::-1],
        clause=clause_missing(),
    )  # fmt: skip


def law_compared() -> LawState:
    old, new = (Catalogue.load().pack(ref) for ref in (ENDED, "vko-2015-314@2017-12-23"))
    return LawState(
        versions=_versions(), version=ENDED, heading=say("desk.act.vko-2015-314"), comparing=True, clause=clause_missing(),
        under=say("law.compared", before="05.12.2015 – 22.12.2017", after="23.12.2017 – 23.11.2020"),
        columns=law_rows.difference_columns(), rows=law_rows.difference_lines(differences(old, new), old, new),
    )  # fmt: skip


def law_nothing() -> LawState:
    return LawState(
        versions=_versions(), version=NOW, heading=say("desk.act.atyrau-2015-324"), under="15.07.2016 – 04.01.2020",
        note=say("law.nothing"), columns=law_rows.columns(),
    )  # fmt: skip


def _way(step: str, done: int, **more) -> NewLawState:
    rows = tuple(
        Row(s, (Cell(f"{n + 1}. {say(f'newlaw.step.{s}')}", say(f"newlaw.step.{s}.under"),
                shape="ok" if n < done else "info" if s == step else "wait", bold=s == step),))
        for n, s in enumerate(STEPS)
    )  # fmt: skip
    name = "atyrau-2015-324@2017-01-10.toml"
    return NewLawState(
        steps=rows, step=step, heading=say(f"newlaw.step.{step}"), file=f"{say('newlaw.way')}/{name}" if done else "",
        sentence=say(f"newlaw.do.{step}", name=name) if step in ("edit", "adopt") else say(f"newlaw.do.{step}"),
        main=Action(say(f"newlaw.main.{step}")), hints=(Hint("F3", say("newlaw.f3.short")), Hint("F4", say("newlaw.f4"))),
        **more,
    )  # fmt: skip


def newlaw() -> NewLawState:
    return _way("copy", 0)


def newlaw_edit() -> NewLawState:
    return _way("edit", 1)


class _Zone:
    """Local time for the moments of a trial."""

    def local(self, at: Moment):
        from zoneinfo import ZoneInfo

        return at.local(ZoneInfo("Asia/Atyrau"))


class _Way:
    """What the rows of a step are made of."""

    def __init__(self, step: str, **found) -> None:
        self.step, self.problems, self.changed, self.packs, self.tried, self.adopted = step, None, (), (), None, ""
        for name, value in found.items():
            setattr(self, name, value)


def _rows(way: _Way) -> dict:
    tone, answer, columns, rows = newlaw_rows.found(_Zone(), way)
    return {"tone": tone, "answer": answer, "columns": columns, "rows": rows}


def newlaw_faulty() -> NewLawState:
    at = "services[0](medical-licence).steps[4](accept).limit"
    problems = (
        PackProblem(
            "a.toml", at, "annex-1/10(1)", "Input should be a valid integer", "write a value of the kind that is named"
        ),
        PackProblem("a.toml", "from", "", "the file is called b.toml", "name it atyrau-2015-324@2017-01-10.toml"),
    )
    return _way("check", 2, **_rows(_Way("check", problems=problems)))


def newlaw_tried() -> NewLawState:
    changes = (
        Change(kind="due", id="to-sector", before="2016-11-16T06:00:00.000Z", after="", clause="annex-1/10(3)"),
        Change(kind="step-new", id="journal", clause="annex-1/7"),
    )
    cases = tuple(
        Differs(id=str(n), number=f"AT01-01-16-0000{n}-E", status="at-licensor", changes=changes) for n in range(1, 4)
    )
    tried = Tried(
        pack=NOW, looked_at=5000, same=4997, differ=3, erased=2, untold=1, more=True, changes={"due": 3}, cases=cases
    )
    return _way("try", 3, **_rows(_Way("try", tried=tried)))


def newlaw_adopt() -> NewLawState:
    return _way("adopt", 4)
