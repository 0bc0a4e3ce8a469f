"""The picture of a timeline: its periods, then phases as bands, articles as a density, milestones as marks and Actions as bars."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from mieuxcli.console.axis import axis_of, begin, end, ruler
from mieuxcli.console.drawing import DIM, LABEL, STRONG, inked, level, text_of, visible
from mieuxcli.console.lanes import GUTTER, labelled, lanes
from mieuxcli.console.rows import brief, dates_width, listing
from mieuxcli.views import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mieuxcli.console.axis import Axis
    from mieuxcli.models import Document
    from mieuxcli.views import Series, Span

__all__ = ["series"]

_PLURALS = {"article": "articles", "action": "Actions", "milestone": "milestones", "phase": "phases", "fact": "key facts", "term": "terms"}


def series(shape: Series, width: int) -> RenderableType:
    """Draw the periods, with titles where they are few and milestones always, and below them, where a terminal stops, the picture."""
    records = [record for span in shape.periods for record in span.records]
    if not records:
        return Text("")
    told = named(shape)
    few, dates = len(told) == len(records), dates_width(told)
    parts = [part for span in shape.periods for part in _period(span, width, dates, few=few)]
    axis = axis_of(records, width - GUTTER)
    picture = (inked(" " * GUTTER + ruler(axis), DIM), *_bands(records, axis), *_articles(records, axis), *_marks(records, axis))
    return Group(*_at_once([*parts, Text(""), *picture, *lanes(records, axis)], width))


def _at_once(parts: list[RenderableType], width: int) -> Iterator[RenderableType]:
    """Yield parts with their lines of text joined, which rich draws sooner; what is wider than the width is left to it to wrap."""
    lines: list[Text] = []
    for part in parts:
        if isinstance(part, Text) and part.cell_len <= width:
            lines.append(part)
            continue
        yield from _joined(lines)
        yield part
        lines = []
    yield from _joined(lines)


def _joined(lines: list[Text]) -> list[Text]:
    return [Text("\n", no_wrap=True).join(lines)] if lines else []


def _period(span: Span, width: int, dates: int, *, few: bool) -> Iterator[RenderableType]:
    kinds = Counter(record["type"] for record in span.records)
    told = ", ".join(
        f"{number} {_PLURALS[kind] if number > 1 else _PLURALS[kind].removesuffix('s')}" for kind, number in kinds.most_common()
    )
    yield Text.assemble(text_of(span.period, STRONG), "  ", (told, LABEL))
    if few:
        yield Padding(listing(span.records, width - 2, dates=dates, beside=False), (0, 0, 0, 2))
    else:
        yield from (line for record in span.records if record["type"] == "milestone" for line in brief(record, width - 2, dates, indent=2))


def _bands(records: list[Document], axis: Axis) -> Iterator[Text]:
    """Yield the line of phases: each a band from its start to its end, with its name in it where that fits."""
    drawn = [" "] * axis.width
    phases = [record for record in records if record["type"] == "phase"]
    for phase in phases:
        ended = bool(phase["end"]) and end(phase["end"]) <= axis.last
        first, last = axis.at(begin(phase["start"])), axis.at(end(phase["end"]) if ended else axis.last)
        room = max(last - first - 1, 0)
        names = [name for name in map(visible, (phase["title"], *phase["title"].split()[-1:])) if cell_len(name) <= room]
        band = "├" + _centred(names[0] if names else "", room) + ("┤" if ended else "╌") * (last > first)
        # A wide character takes the place of two.
        drawn[first : last + 1] = [*band, *[""] * (last + 1 - first - len(band))]
    if phases:
        yield labelled("phases", inked("".join(drawn), STRONG))


def _centred(name: str, room: int) -> str:
    left = (room - cell_len(name)) // 2
    return "─" * left + name + "─" * (room - cell_len(name) - left)


def _articles(records: list[Document], axis: Axis) -> Iterator[Text]:
    """Yield the density of articles; one that is dated by its year or month alone is spread over it."""
    found: dict[int, float] = defaultdict(float)
    for article in (record for record in records if record["type"] == "article"):
        places = range(axis.at(begin(article["date"])), axis.at(end(article["date"])) + 1)
        for at in places:
            found[at] += 1 / len(places)
    if found:
        most = max(found.values())
        yield labelled("articles", inked("".join(level(found[at], most) for at in range(axis.width)), LABEL))


def _marks(records: list[Document], axis: Axis) -> Iterator[Text]:
    """Yield the marks of milestones: one whose date is a whole year is hollow, in its middle."""
    found: dict[int, str] = {}
    for milestone in (record for record in records if record["type"] == "milestone"):
        first, last = axis.at(begin(milestone["date"])), axis.at(end(milestone["date"]))
        whole = len(milestone["date"]) == len("2020")
        at = (first + last) // 2 if whole else first
        found[at] = "◇" if whole and found.get(at) != "◆" else "◆"
    if found:
        yield labelled("milestones", inked("".join(found.get(at, " ") for at in range(axis.width)), LABEL))
