"""GeoJSON (RFC 7946): one point a country, at its capital or where it has none at another place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mieuxcli.shapes import Map

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mieuxcli.shapes import Count, Shape, Square

__all__ = ["geojson"]


def geojson(shape: Shape) -> Iterator[str]:
    """Yield a FeatureCollection with a Point for each country that is drawn, the most frequent first.

    Positions are longitude and latitude in degrees of WGS 84.
    """
    drawn = shape.drawn if isinstance(shape, Map) else []
    unit = shape.unit if isinstance(shape, Map) else ""
    yield '{"type": "FeatureCollection", "features": ['
    yield ",".join("\n  " + _feature(square, count, unit) for square, count in drawn)
    yield "\n]}\n" if drawn else "]}\n"


def _feature(square: Square, count: Count, unit: str) -> str:
    told = {
        "code": square.code,
        "name": count.label,
        "count": count.number,
        "counted": unit,
        "place": square.place,
    }
    point = {"type": "Point", "coordinates": [square.longitude, square.latitude]}
    feature = {"type": "Feature", "id": square.code, "geometry": point, "properties": told}
    return json.dumps(feature, ensure_ascii=False)
