"""The tile grid of the world: each country once, each with a point, and neighbours near each other."""

from __future__ import annotations

import math

import pycountry
import pytest

from conftest import ROOT
from mieuxcli.contents import load
from mieuxcli.shapes import Square
from mieuxcli.world import COLUMNS, ROWS, squares

# Countries with a border or a strait between them, all over the world.
NEIGHBOURS = (
    *("US CA", "US MX", "MX GT", "CO VE", "PE BO", "AR CL", "BR UY", "HT DO", "CU JM", "PA CR"),
    *("PT ES", "FR BE", "DE PL", "IT SI", "RO MD", "SE FI", "GB IE", "GR TR", "UA BY", "MT IT"),
    *("MA DZ", "GH TG", "BJ NG", "KE UG", "ZA LS", "CD RW", "MG MU", "KM MG", "SN GM", "ET ER"),
    *("GE AM", "KZ UZ", "TJ KG", "IN BD", "TH LA", "JP KR", "MY BN", "ID TL", "NZ AU", "JO PS"),
)


def _apart(one: Square, other: Square) -> int:
    """Return how many steps a king of chess makes from one square to another."""
    return max(abs(one.row - other.row), abs(one.column - other.column))


def _distance(one: Square, other: Square) -> float:
    """Return how far apart two points are on the globe, as an angle in radians."""
    a, b, c, d = map(math.radians, (one.latitude, other.latitude, one.longitude, other.longitude))
    return math.acos(
        max(-1.0, min(1.0, math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(c - d)))
    )


def test_every_country_of_iso_3166_has_a_square() -> None:
    """The codes of the grid are those of ISO 3166-1, and so those of the bundled countries."""
    assert set(squares()) == {country.alpha_2 for country in pycountry.countries}
    bundled = load(ROOT / "data").vocabulary.names("country").values()
    assert {entry.codes[0] for entry in bundled} == set(squares())


def test_no_two_countries_share_a_square() -> None:
    """Each square is on the grid and has one country; the grid fits 24 lines and 80 columns of three."""
    places = [(one.row, one.column) for one in squares().values()]
    assert len(set(places)) == len(places)
    assert {row for row, _ in places} == set(range(ROWS))
    assert {min(column for _, column in places), max(column for _, column in places)} == {0, COLUMNS - 1}
    assert ROWS <= 18
    assert COLUMNS * 3 <= 80


def test_each_point_is_on_the_globe_and_near_no_other() -> None:
    """Points are degrees, no two are the same, and what is inhabited has a place."""
    found = [*squares().values()]
    assert all(-90 <= one.latitude <= 90 and -180 <= one.longitude <= 180 for one in found)
    assert len({(one.latitude, one.longitude) for one in found}) == len(found)
    assert {one.code for one in found if not one.place} == {"AQ", "BV", "HM"}


@pytest.mark.parametrize(
    ("code", "place", "latitude", "longitude"),
    [
        ("GH", "Accra", 5.6, -0.2),
        ("CV", "Praia", 14.9, -23.5),
        ("CL", "Santiago", -33.5, -70.6),
        ("NZ", "Wellington", -41.3, 174.8),
        ("IS", "Reykjavík", 64.1, -21.9),
    ],
)
def test_points_are_where_the_places_are(code: str, place: str, latitude: float, longitude: float) -> None:
    """Latitude and longitude are not mixed up, and south and west are negative."""
    one = squares()[code]
    assert one.place == place
    assert (one.latitude, one.longitude) == pytest.approx((latitude, longitude), abs=0.15)


@pytest.mark.parametrize("pair", NEIGHBOURS)
def test_neighbours_are_near_each_other(pair: str) -> None:
    """Countries beside each other are at most two squares apart."""
    one, other = pair.split()
    assert _apart(squares()[one], squares()[other]) <= 2


def test_what_is_near_on_the_globe_is_near_on_the_grid() -> None:
    """Of the five points nearest to that of a country, most are within three squares of its own."""
    found = [*squares().values()]
    near = [
        _apart(one, other) <= 3
        for one in found
        for other in sorted(found, key=lambda other: _distance(one, other))[1:6]
    ]
    assert sum(near) / len(near) > 0.8


def test_north_is_up_and_east_is_right() -> None:
    """Down each column latitudes fall and along each row longitudes rise, but for one pair of ten."""
    found = {(one.row, one.column): one for one in squares().values()}
    down = [
        one.latitude > found[row + 1, column].latitude
        for (row, column), one in found.items()
        if (row + 1, column) in found
    ]
    right = [
        one.longitude < found[row, column + 1].longitude
        for (row, column), one in found.items()
        if (row, column + 1) in found
    ]
    assert sum(down) / len(down) > 0.8
    assert sum(right) / len(right) > 0.8
