"""Ctrl+K: one line for everything. Places and keys stand there at once; cases, people, registries, services are found."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ui.desks import texts
from ui.keys import Hint
from ui.look_words import say
from ui.parts.palette import Entry
from ui.parts.rail import Place

if TYPE_CHECKING:
    from app.domain.registry import Registry
    from app.queries.law import Offered
    from app.queries.queue import CaseRow
    from ui.desks.front import Front

LEAST = 3  # letters from which on the store is asked: a trigram
MOST = 8  # lines of each kind: who does not see it in eight types on


class FindOrDo:
    """Behind the palette of purpose `do`."""

    def __init__(self, front: Front) -> None:
        self.front = front
        self.services: tuple[Offered, ...] = ()
        self.found: dict[str, tuple[Entry, ...]] = {}
        front.shell.palette_.typed.connect(self._typed)

    def offer(self, places: tuple[Place, ...]) -> None:
        """What can be gone to and done here and now; the services of today follow when they have come."""
        session, screen = self.front.session, self.front.shell.current()
        if session is None:
            return
        self.found = {}
        entries = [
            Entry(f"place:{p.name}", say(f"window.place.{p.name}"), key=f"Ctrl+{p.key}" if p.key else "", icon=p.icon)
            for p in places
        ]
        if screen is not None:
            actions = [a for a in (screen.main_action(), screen.second_action()) if a is not None]
            doable = [Hint(a.key, a.words, a.blocked) for a in actions] + list(screen.hints())
            entries += [Entry(f"key:{h.key}", h.words, h.blocked, key=h.key, icon="right") for h in doable]
        entries.append(Entry("key:F12", say("window.top.lock"), key="F12", icon="lock"))
        self.front.shell.offer("do", say("window.palette.title"), tuple(entries))
        if session.may("accept-documents"):
            session.ask("law.services", {"channel": "counter"}, self._services, key="palette.services")

    def chosen(self, id: str) -> None:
        kind, _, name = id.partition(":")
        match kind:
            case "place":
                self.front.go(name)
            case "key":
                self.front.shell.route(name)
            case "case":
                self.front.go("case", name)
            case "person":
                self.front.go("find", name)
            case "registry":
                self.front.search(name)
            case "service":
                self.front.go("intake", id)
            case "setting":
                self.front.go("settings", name.partition(":")[0])

    # ---- what is found while somebody types

    def _services(self, found: tuple[Offered, ...]) -> None:
        from ui.desks.offers import service_entries  # it stands on the rules, which are read behind the lock screen

        lines = (e for e in service_entries(found) if not e.id.startswith("slip:"))
        self.found["services"] = tuple(
            Entry(f"service:{e.id}", e.words, say("hands.begin"), icon="intake") for e in lines
        )
        self._show(self.front.shell.palette_.line.text())

    def _settings(self) -> tuple[Entry, ...]:
        """The settings by what they are about, where this person may open them."""
        session = self.front.session
        if session is None:
            return ()
        from ui.desks.settings_rows import findable

        lines = dict.fromkeys((words, section) for section, words in findable(session))
        where = say("window.place.settings")
        return tuple(
            Entry(f"setting:{section}:{n}", words, where, icon="settings") for n, (words, section) in enumerate(lines)
        )

    def _typed(self, purpose: str, text: str) -> None:
        session = self.front.session
        if purpose != "do" or session is None:
            return
        wanted = text.strip()
        self.found = {"services": self.found.get("services", ())}
        self._show(text)
        if len(wanted) < LEAST or not session.may("see-cases"):
            session.work.forget("palette.cases")
            session.work.forget("palette.registries")
            return
        quiet = lambda _: None  # noqa: E731 -- what is not found here is not missed: Enter looks for it on the start page
        session.ask("queue.find", {"text": wanted, "limit": MOST}, self._cases, key="palette.cases", failed=quiet)
        if any(c.isdigit() for c in wanted):
            have = lambda rows: self._registries(wanted, rows)  # noqa: E731
            session.ask("registry.all", {"limit": 200}, have, key="palette.registries", failed=quiet)

    def _cases(self, rows: tuple[CaseRow, ...]) -> None:
        times = Counter(r.applicant for r in rows if r.applicant)
        self.found["people"] = tuple(
            Entry(f"person:{name}", name, texts.cases(n), icon="person") for name, n in times.items() if n > 1
        )
        self.found["cases"] = tuple(
            Entry(f"case:{r.id}", f"{r.number} · {r.applicant or '—'}", _about(r), icon="case") for r in rows
        )
        self._show(self.front.shell.palette_.line.text())

    def _registries(self, wanted: str, rows: tuple[Registry, ...]) -> None:
        bare = wanted.upper().replace("-", "").removeprefix("R")
        fitting = [r for r in rows if r.number and bare in r.number.replace("-", "")][:MOST]
        self.found["registries"] = tuple(
            Entry(f"registry:R-{r.number}", f"R-{r.number}", texts.cases(len(r.lines)), icon="sector") for r in fitting
        )
        self._show(self.front.shell.palette_.line.text())

    def _show(self, text: str) -> None:
        """Services are looked through by their words, the rest was found by the store."""
        words = text.casefold().split()
        known = (*self.found.get("services", ()), *self._settings())
        fits = [e for e in known if words and all(w in e.words.casefold() for w in words)][:MOST]
        more = (*self.found.get("people", ()), *self.found.get("cases", ()), *self.found.get("registries", ()), *fits)
        self.front.shell.palette_.add(tuple(more))


def _about(row: CaseRow) -> str:
    service = texts.service(row.service, short=True)
    what = f"{service}, {texts.variant(row.variant, row.object)}" if row.variant else service
    return f"{what} · {texts.status(row.status)}"
