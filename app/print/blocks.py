"""Blocks that the papers share: head, title, number with bars, columns of two languages, signatures, foot, training marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from app.print import codes, wording
from app.print.codes import n
from app.print.facts import Both, Party
from app.print.page import A4, HEAD, LABEL, MM, SMALL, THICK, THIN, Paper
from app.print.type import BOLD, MONO, MONO_BOLD, SANS, Run, Runs, Style, lines, width
from app.words import words

BODY = Style(SANS, 9.6, 12.8)
VALUE = Style(SANS, 10, 13.5)
NUMBER = Style(MONO_BOLD, 21, 26, -0.01)
CODE_LINE = Style(MONO, 9, 12)
CAPTION = Style(SANS, 7.5, 9.6)  # under a line to sign on


@lru_cache(4096)
def _plain(language: str, key: str) -> str:
    return words(language)(f"papers.{key}")


def say(language: str, key: str, **facts: object) -> str:
    """A text of the papers in one language."""
    text = _plain(language, key)
    return text.format(**facts) if facts else text


def count(language: str, key: str, how_many: int) -> str:
    """`6 документов`."""
    return words(language).count(f"papers.{key}", how_many)


def once(texts: Iterable[str], between: str = " · ") -> str:
    """Texts of the languages side by side, those that are equal once."""
    return between.join(dict.fromkeys(t for t in texts if t))


def both(p: Paper, key: str, **facts: object) -> str:
    """`kk · ru`, or the paper's one language."""
    return once(say(language, key, **facts) for language in p.langs)


def fact(p: Paper, text: Both) -> str:
    return once(text.in_(language) for language in p.langs)


def column(p: Paper, k: int, left: float | None = None, right: float | None = None) -> tuple[float, float]:
    """Where the k-th language's column begins and how wide it is."""
    left, right = p.left if left is None else left, p.right if right is None else right
    if p.single:
        return left, right - left
    wide = (p.width - p.gap) / 2
    middle = p.left + wide + p.gap  # the Russian column keeps its edge down the whole page
    return (left, middle - p.gap - left) if k == 0 else (middle, right - middle)


def columns(
    p: Paper, y: float, runs: Callable[[str], Runs], *, left: float | None = None, right: float | None = None
) -> float:
    """The same in each language, tops aligned; gives where the next block begins."""
    ends = [y]
    for k, language in enumerate(p.langs):
        x, room = column(p, k, left, right)
        ends.append(p.flow(x, y, room, runs(language)))
    return max(ends)


def label(
    p: Paper,
    x: float,
    y: float,
    key: str,
    *,
    must: bool = False,
    room: float | None = None,
    facts: dict[str, object] | None = None,
) -> float:
    """The small name of a field; ■ where the act demands it."""
    style = Style(SANS, 9, 12) if p.single and p.size == A4 else LABEL
    runs: list[Run] = [("■ ", style._replace(size=7))] if must else []
    runs.append((both(p, key, **(facts or {})), style))
    return p.flow(x, y, p.right - x if room is None else room, tuple(runs)) + 0.6 * MM


def section(p: Paper, *, before: float = 2.2, after: float = 1.4, weight: float = THIN) -> None:
    """A rule across the page with a little room around it (millimetres)."""
    p.y += before * MM
    p.rule(p.y, weight)
    p.y += after * MM


# -- head -----------------------------------------------------------------------------------------------------------------


def head(p: Paper) -> None:
    """Who issues the paper; above it the tag of a copy or of an equal original."""
    office = p.facts.office
    tag(p)
    name = Style(BOLD, 9.5, 13) if p.single else Style(BOLD, 7.85, 11, -0.014)
    plain = Style(SANS, 7.8, 10.4)

    def runs(language: str) -> Runs:
        telephone = f" · {say(language, 'telephone')} {office.telephone}" if office.telephone else ""
        address = office.address.in_(language) + telephone
        branch = office.branch.in_(language)
        return ((f"{branch} · {address}" if p.single else f"{branch}\n{address}", plain),)

    y = columns(p, p.y, lambda language: ((office.name.in_(language), name),))
    p.y = columns(p, y, runs) + 1.4 * MM
    p.rule(p.y, THICK)


def tag_text(p: Paper) -> str:
    """`1-дана: … · экз. 1: …`, `2-көшірме · копия 2`; `жоба · проект`; nothing on an only original."""
    f = p.facts
    texts = []
    if f.instance and f.instance_for is not None:
        whom = f.instance_for
        texts = [say(language, "instance_for", n=f.instance, whom=whom.in_(language)) for language in p.langs]
    elif f.instance:
        texts = [both(p, "instance", n=f.instance)]
    if f.copy:
        texts.append(both(p, "copy", n=f.copy))
    if f.draft:
        texts.append(both(p, "draft"))
    return once(texts)


def tag(p: Paper) -> None:
    """The boxed word above the head; in training the strip carries it."""
    text = tag_text(p)
    if not text or p.facts.training:
        return
    style = Style(BOLD, 8, 10)
    wide, h = width(text, style) + 4 * MM, HEAD / 2
    x, y = p.right - wide, (p.size.top - 5 if p.size == A4 else p.size.top - 4) * MM
    top, foot = p.high - y - h, p.high - y - 3.9 * MM
    corners = f"{n(x + h)} {n(foot)} m {n(x + h)} {n(top)} l {n(p.right - h)} {n(top)} l {n(p.right - h)} {n(foot)} l"
    p.raw(f"{HEAD} w {corners} S")
    p.line(p.right - 2 * MM, y + 0.3 * MM, text, style, "right")


def title(p: Paper, key: str, *, size: float = 12.8, lead: float = 16.2, text: Both | None = None) -> None:
    """The paper's name; large in one language."""
    style = Style(BOLD, 19, 24) if p.single and p.size == A4 else Style(BOLD, size, lead, -0.012)
    p.y += 2.4 * MM
    p.y = columns(p, p.y, lambda language: ((text.in_(language) if text else say(language, key), style),))
    p.y += 2 * MM


def bars(p: Paper, y: float, *, dots: int = 4, high: float = 12) -> float:
    """The code in the top right corner with its line beneath; gives where it ends."""
    code = p.facts.code
    x = p.right - codes.bars_width(code, dots * codes.DOT)
    p.bars(x, y, code, dots * codes.DOT, high * MM)
    y += high * MM + 0.4 * MM
    p.line(p.right, y, codes.readable(code), CODE_LINE, "right")
    y += CODE_LINE.lead
    if p.facts.training:
        p.line(p.right, y, both(p, "training.short"), Style(BOLD, 7.5, 9), "right")
        y += 9
    return y


def when_runs(p: Paper, at: str, *, more: tuple[str, ...] = ()) -> Runs:
    """`17.11.2016, 15:20  бейсенбі · четверг`; in one language the day is written out."""
    days = once(wording.weekday(at, language) for language in p.langs)
    bold, plain = Style(BOLD, 13, 15), Style(SANS, 11, 15)
    tail = "".join(f" · {m}" for m in more)
    if p.single:
        text = wording.long_day(at, p.langs[0])
        clock = f", {wording.clock(at)}" if wording.has_time(at) else ""
        return (text + clock, bold), (f", {days}{tail}", plain)
    return (wording.moment(at), bold), (f" \u00a0{days}{tail}", plain)


def identity(
    p: Paper,
    key: str,
    *,
    at: Runs,
    must: bool = False,
    number: str | None = None,
    style: Style = NUMBER,
    version: tuple[str, ...] = (),
) -> None:
    """The number, what day it bears, and the bars in the right corner."""
    p.rule(p.y)
    p.y += 1.6 * MM
    top = p.y
    end = bars(p, top)
    free = p.width - codes.bars_width(p.facts.code, 4 * codes.DOT) - 4 * MM
    y = label(p, p.left, top, key, must=must, room=free)
    shown = p.facts.number if number is None else number
    p.line(p.left, y, shown, style)
    if version:
        x = p.left + width(shown, style) + 3 * MM
        p.upright(x, y + 5, y + 26, THICK)
        for k, text in enumerate(version):
            p.line(x + 2.5 * MM, y + 3.6 + 11.5 * k + (5.7 if len(version) == 1 else 0), text, Style(BOLD, 10, 11.5))
    y = p.flow(p.left, y + style.lead, free, at)
    p.y = max(y, end)


def running_head(p: Paper, lines_: tuple[Runs, Runs]) -> None:
    """The head of a further page: the code again, smaller."""
    code, dot = p.facts.code, 3 * codes.DOT
    x = p.right - codes.bars_width(code, dot)
    p.bars(x, p.y, code, dot, 7 * MM)
    p.line(p.right, p.y + 7 * MM, codes.readable(code), Style(MONO, 7.5, 9), "right")
    y = p.y
    for runs in lines_:
        y = p.flow(p.left, y, x - p.left - 5 * MM, runs)
    p.y = max(y, p.y + 7 * MM + 9) + 1.5 * MM
    p.rule(p.y, THICK)
    p.y += 1 * MM


# -- people ---------------------------------------------------------------------------------------------------------------


def party(p: Paper, x: float, y: float, room: float, who: Party, *, style: Style = VALUE, bold: bool = False) -> float:
    """The name, and its number: twelve digits of one fixed width."""
    name = fact(p, who.name)
    y = p.text(x, y, room, name, style.bold() if bold else style)
    return party_number(p, x, y, room, who, style)


def party_number(p: Paper, x: float, y: float, room: float, who: Party, style: Style) -> float:
    """`БСН · БИН 140640017300`."""
    if not who.number:
        return y
    kind = both(p, "bin" if who.legal else "iin")
    return p.flow(x, y, room, ((f"{kind}\u00a0", style), (who.number, Style(MONO, style.size * 0.95, style.lead))))


def parties(p: Paper, left: tuple[str, Party], right: tuple[str, Party] | None, *, bold: bool = False) -> None:
    """One or two people beside each other, in every language the same two places."""
    style = Style(SANS, 11, 15) if p.single else VALUE
    half = (p.width - p.gap) / 2
    ends = []
    for k, place in enumerate((left, right)):
        if place is None:
            continue
        x = p.left + k * (half + p.gap)
        room = half if right else p.width
        y = label(p, x, p.y, place[0], room=room)
        ends.append(party(p, x, y, room, place[1], style=style, bold=bold))
    p.y = max(ends)


def service(p: Paper, name: Both, asked: Both | None, *, bold: bool = True) -> None:
    """The service in quotation marks, and which of its variants."""
    style = Style(SANS, 12, 16) if p.single else BODY

    def runs(language: str) -> Runs:
        first = (f"«{name.in_(language)}»", style.bold() if p.single and bold else style)
        if asked is None:
            return (first,)
        second = style.bold() if bold and not p.single else style
        return first, ("\n", style), (asked.in_(language), second)

    p.y = columns(p, p.y, runs)


# -- signatures, proof ----------------------------------------------------------------------------------------------------


def signature_line(p: Paper, x: float, y: float, room: float, caption: str) -> float:
    """The line at `y` to sign on, its caption beneath."""
    p.rule(y, THIN, x, x + room)
    return p.text(x, y + 0.5 * MM, room, caption, CAPTION)


def seal(p: Paper, x: float, y: float, across: float, text: str) -> None:
    """A dashed place for the stamp; `across` in millimetres."""
    r = across * MM / 2
    p.circle(x + r, y + r, r, dash=True)
    style = Style(SANS, 7, 8.6)
    rows = text.split("\n")
    for k, row in enumerate(rows):
        p.line(x + r, y + r - len(rows) * style.lead / 2 + k * style.lead, row, style, "middle")


def proof_height(p: Paper) -> float:
    return codes.qr(p.facts.proof)[0] if p.facts.proof else 0.0


def proof(p: Paper, x: float, bottom: float, right: float, key: str) -> None:
    """The signed code, its lower edge at `bottom`, and beside it what is signed."""
    if not p.facts.proof:
        return
    side = proof_height(p)
    p.qr(x, bottom - side, p.facts.proof)
    left = x + side + 2.4 * MM
    caption(p, left, bottom, right - left, key)


def caption(p: Paper, x: float, bottom: float, room: float, key: str, *, style: Style = SMALL) -> None:
    """What is signed and the hash's beginning, the last line standing on `bottom`."""
    digits = wording.hexadecimal(p.facts.fingerprint)
    high = caption_rows(p, room, key, style=style) * style.lead
    y = p.text(x, bottom - high, room, _caption(p, key), style)
    if digits:
        p.line(x, y, digits, Style(MONO, style.size * 0.95, style.lead))


def subject(p: Paper) -> str:
    """What the file says of itself: form and number."""
    return f"{both(p, 'form_number', n=p.facts.FORM)} {p.facts.number}"


def closing_height(p: Paper) -> float:
    return max(26.2 * MM, proof_height(p) + 3 * MM)


def closing(
    p: Paper, bottom: float, who: str, name: Runs, *, captions: tuple[str, str], proves: str, must: bool
) -> None:
    """The page's last block, standing on `bottom`: who took it, two lines to sign on, the signed code."""
    top = bottom - closing_height(p)
    p.rule(top)
    half = 97 * MM if p.facts.proof else p.width
    y = label(p, p.left, top + 1.1 * MM, who, must=must, room=half)
    p.flow(p.left, y, half, name)
    line = bottom - 0.5 * MM - 9.6
    each = min((half - 6 * MM) / 2, 62 * MM)
    first = max(each, width(both(p, captions[0]), CAPTION) + 0.5 * MM)  # its words in one row: the foot is next
    second = min(half - 6 * MM - first, each)
    signature_line(p, p.left, line, first, both(p, captions[0]))
    signature_line(p, p.left + first + 6 * MM, line, second, both(p, captions[1]))
    proof(p, p.left + 103.6 * MM, bottom, p.right, proves)
    p.y = bottom


def inspector(p: Paper, name: str, window: str) -> Runs:
    """`Оразбаева Жанар Мұратқызы, 3-терезе · окно 3`."""
    style = Style(SANS, 11, 15) if p.single else VALUE
    return (name, style.bold()), (f", {both(p, 'window', n=window)}" if window else "", style)


def _caption(p: Paper, key: str) -> str:
    return "\n".join(dict.fromkeys(say(language, key) for language in p.langs))


def caption_rows(p: Paper, room: float, key: str, *, style: Style = SMALL) -> int:
    """How many lines the words beside a signed code take, with the hash's line."""
    return len(lines(((_caption(p, key), style),), room)) + (1 if p.facts.fingerprint else 0)
