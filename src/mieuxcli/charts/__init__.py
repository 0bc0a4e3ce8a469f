"""Vector charts: pictures drawn for the eye, as SVG that says in words what it shows."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from mieuxcli.records import Fact
from mieuxcli.shapes import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mieuxcli.shapes import Shape

__all__ = ["has_chart", "svg"]

# Each chart is drawn by a module of its own, which is imported only when it is needed.
_CHARTS = {"Series": "timeline", "Counts": "counts", "Cross": "counts", "Overview": "counts", "Map": "map"}


def has_chart(shape: Shape) -> bool:
    """Return whether a shape has a chart; key facts have one where they are of a single metric."""
    return bool(_chart_of(shape))


def svg(shape: Shape) -> Iterable[str]:
    """Return the lines of a shape's chart as an SVG document, or none where it has no chart."""
    name = _chart_of(shape)
    if not name:
        return ()
    drawn: Callable[[Shape], Iterable[str]] = import_module(f"mieuxcli.charts.{name}").svg
    return drawn(shape)


def _chart_of(shape: Shape) -> str:
    if isinstance(shape, Rows):
        rows = list(shape.rows) if shape.layout == "figures" else []
        return "facts" if len({row.metric for row in rows if isinstance(row, Fact)}) == 1 else ""
    return _CHARTS.get(type(shape).__name__, "")
