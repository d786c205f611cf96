"""A reader for the acts: any version, also one that ended; what it sets, each line with its clause; two versions compared."""

from __future__ import annotations

from app.domain.differences import Difference
from app.domain.pack import Pack
from app.queries.law_read import ActShown, Explained, Pair, Pointed, Ref, VersionShown
from ui.desks import law_rows, texts
from ui.desks.clause import clause_state
from ui.desks.desk import Desk
from ui.desks.session import Session
from ui.look_words import say
from ui.parts.clause import ClauseState
from ui.parts.grid import Cell, Row
from ui.parts.palette import Entry
from ui.screens.law_view import LawState, LawView


class LawDesk(Desk):
    """Opened with a version, or with nothing: then with what holds here today."""

    watches = frozenset({"adopted"})
    view: LawView

    def __init__(self, session: Session) -> None:
        super().__init__(session, LawView())
        self.acts: tuple[ActShown, ...] = ()
        self.packs: dict[str, Pack] = {}
        self.shown = ""  # the version in the middle
        self.other = ""  # the one it is compared with
        self.found: tuple[Difference, ...] = ()
        self.query = ""
        self.fresh = False  # just opened: the arrows begin in the middle
        self.clause = ClauseState()
        self.told: Explained | None = None
        self.view.version_chosen.connect(self.read)
        self.view.searched.connect(self._search)
        self.view.moved.connect(self._moved)

    def open(self, what: str = "") -> None:
        if what:
            self.shown = what
        self.fresh = True
        self.reload()

    def reload(self) -> None:
        def have(acts: tuple[ActShown, ...]) -> None:
            self.acts = tuple(sorted(acts, key=lambda a: not a.here))  # this region's first
            self.read(self.shown or self._today())

        self.session.ask("law.acts", {}, have, key="law.acts")

    def _today(self) -> str:
        """What holds here today; where nothing does, the newest that ever did."""
        versions = [(a, v) for a in self.acts for v in a.versions]
        best = sorted(versions, key=lambda av: (not av[1].holds, not av[0].here, -av[1].first.toordinal()))
        return best[0][1].pack if best else ""

    def read(self, pack: str) -> None:
        self.shown, self.other, self.found = pack, "", ()
        if pack in self.packs:
            self._begin()
            return

        def have(found: Pack) -> None:
            self.packs[found.ref] = found
            if found.ref == self.shown:
                self._begin()

        self.session.ask("law.pack", Ref(pack=pack), have, key="law.pack")

    def _begin(self) -> None:
        self.clause, self.told = ClauseState(), None
        self.show()
        if self.fresh:
            self.fresh = False
            self.view.shown()
        self._moved(self.view.table.list.current())

    # ---- keys

    def press(self, key: str) -> None:
        match key:
            case "F3":
                self._jump()
            case "F4":
                self.read(self._today())
            case "F5" if self.other:
                self.other, self.found = "", ()
                self._begin()
            case "F5":
                self._choose_other()
            case "F6" if self.view.reads_beside:
                self.view.clause.turn()
            case "F6" if self.clause.clause:
                self.session.shell.clause.say(self.clause)
            case "F8" if self.session.may("administer"):
                self.session.go("new-law", self.shown)

    def _jump(self) -> None:
        """To a service or to one of its parts."""
        heads = [r for r in self._all() if r.extra is not None and len(r.extra) == 1]  # type: ignore[arg-type]
        entries = []
        for row in heads:
            service, _, part = row.id.partition(":")
            name = texts.service(service, short=True)
            words = say(f"law.part.{part}") if part else texts.service(service)
            entries.append(Entry(row.id, words, name if part else "", icon="norm" if part else "case"))
        self.session.offer("law.jump", say("law.f3.title"), tuple(entries), self._to)

    def _to(self, id: str) -> None:
        self.view.line.clear()
        self.view.table.list.go(id)
        self.view.table.list.setFocus()

    def _choose_other(self) -> None:
        here = self._version(self.shown)
        if here is None:
            return
        entries = tuple(
            Entry(v.pack, _days(v), say("law.earlier" if v.first < here[1].first else "law.later"), icon="journal")
            for v in here[0].versions
            if v.pack != self.shown
        )
        if not entries:
            self.session.note(say("law.only-version"))
            return
        title = say("law.f5.title", act=say(f"desk.act.{here[0].act}"))
        self.session.offer("law.other", title, entries, self.compare)

    def compare(self, other: str) -> None:
        """The earlier of the two always stands at the left, whichever was read first."""
        before, after = sorted((self.shown, other))
        app, login = self.session.app, self.session.me.login

        def ask() -> tuple[tuple[Difference, ...], Pack]:
            pair = Pair(before=before, after=after)
            return app.ask("law.differences", pair, as_=login), app.ask("law.pack", Ref(pack=other), as_=login)

        def have(answer: tuple[tuple[Difference, ...], Pack]) -> None:
            self.other, self.found = other, answer[0]
            self.packs[other] = answer[1]
            self._begin()
            self.view.shown()

        self.session.read(ask, have, key="law.compare")

    def _search(self, text: str) -> None:
        self.query = text
        self.show()

    def _moved(self, id: str) -> None:
        """The clause of the line, beside it."""
        row = next((r for r in self._all() if r.id == id), None)
        extra: tuple[str, ...] = row.extra if row is not None and isinstance(row.extra, tuple) else ()
        if len(extra) < 3 or not texts.clause(extra[1]):
            self.clause, self.told = ClauseState(), None
            self.show()
            return
        pack = max(self.shown, self.other) if self.other else self.shown
        service, clause, source = extra

        def have(found: Explained) -> None:
            self.told, self.clause = found, clause_state(self.session, found, source=source)
            self.show()

        given = Pointed(pack=pack, clause=clause, service=service)
        self.session.ask("law.explained", given, have, failed=lambda _: self._cited_before(given), key="law.clause")

    def _cited_before(self, given: Pointed) -> None:
        """Gone in the newer version: as the older one had it."""
        if not self.other:
            return

        def have(found: Explained) -> None:
            self.clause = clause_state(self.session, found)
            self.show()

        older = Pointed(pack=min(self.shown, self.other), clause=given.clause, service=given.service)
        self.session.ask("law.explained", older, have, failed=lambda _: None, key="law.clause")

    # ---- showing

    def retranslate(self) -> None:
        if self.told is not None:
            self.clause = clause_state(self.session, self.told)
        self.show()

    def _version(self, pack: str) -> tuple[ActShown, VersionShown] | None:
        return next(((a, v) for a in self.acts for v in a.versions if v.pack == pack), None)

    def _all(self) -> tuple[Row, ...]:
        pack = self.packs.get(self.shown)
        if pack is None:
            return ()
        if self.other:
            before, after = sorted((self.shown, self.other))
            return law_rows.difference_lines(self.found, self.packs[before], self.packs[after])
        return law_rows.version_lines(pack)

    def _matching(self) -> tuple[Row, ...]:
        """Lines with every word that was typed, and the headings above them."""
        words = self.query.casefold().replace("ё", "е").split()
        if not words:
            return self._all()
        kept: list[Row] = []
        heads: list[Row] = []
        for row in self._all():
            if isinstance(row.extra, tuple) and len(row.extra) == 1:
                heads = [row] if row.id.endswith(":") else [*heads[:1], row]
            elif all(w in row.sentence().casefold().replace("ё", "е") for w in words):
                kept += [h for h in heads if h not in kept]
                kept.append(row)
        return tuple(kept)

    def show(self) -> None:
        rows, here = self._matching(), self._version(self.shown)
        heading, under = "", ""
        if here is not None:
            heading, under = say(f"desk.act.{here[0].act}"), _days(here[1])
            if self.other and (there := self._version(self.other)):
                older, newer = sorted((here[1], there[1]), key=lambda v: v.first)
                under = say("law.compared", before=_days(older), after=_days(newer))
        note = say("law.no-difference") if self.other and not self.query else say("law.nothing")
        self.view.render(LawState(
            versions=tuple(self._line(a, v) for a in self.acts for v in a.versions), version=self.shown, heading=heading,
            under=under, note=note, columns=law_rows.difference_columns() if self.other else law_rows.columns(),
            rows=rows, clause=self.clause, comparing=bool(self.other), may_write=self.session.may("administer"),
        ))  # fmt: skip

    @staticmethod
    def _line(act: ActShown, v: VersionShown) -> Row:
        states = [say("law.holds") if v.holds else "", say("law.adopted") if v.adopted else ""]
        second = " · ".join((_days(v), *(s for s in states if s)))
        return Row(v.pack, (Cell(say(f"desk.act.{act.act}"), second, shape="ok" if v.holds else "", bold=v.holds),))


def _days(v: VersionShown) -> str:
    last = say("law.open-end") if v.last.year == 9999 else texts.date_of(v.last)
    return f"{texts.date_of(v.first)} – {last}"
