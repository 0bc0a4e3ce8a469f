"""The tile grid of the world: a square for each country of ISO 3166-1, and a point where it lies.

A square says roughly where a country is, and nothing of its size or borders. Small islands have one as well.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from mieuxcli.shapes import Square

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["COLUMNS", "ROWS", "squares"]

_GRID = """
.. .. .. .. .. .. .. .. .. .. .. .. IS .. .. SJ .. .. .. .. .. .. .. .. .. ..
.. .. .. .. .. .. .. .. GL .. .. .. FO .. NO SE FI .. .. .. .. .. .. .. .. ..
.. .. .. .. .. .. .. .. .. .. .. IM GB .. DK AX EE .. .. .. .. .. .. .. .. ..
.. CA .. .. PM .. .. .. .. .. .. IE JE NL DE PL LV BY .. RU .. .. .. .. .. ..
.. US .. .. BM .. .. .. .. .. .. GG BE LU CZ SK LT UA .. .. KZ .. .. .. .. ..
MX .. .. BS TC VG AI .. .. .. .. .. FR CH LI AT HU RO MD .. UZ KG MN .. .. ..
GT BZ CU HT DO PR MF .. .. .. .. AD MC IT SI HR RS BG GE AZ TM TJ CN KP KR JP
SV HN KY JM VI SX BL .. .. .. PT ES VA SM BA ME MK TR AM IR AF PK NP BT HK TW
.. NI .. .. .. KN AG .. .. .. .. GI .. MT AL GR CY LB SY IQ .. .. IN BD MO ..
.. CR .. .. MS GP DM .. .. .. .. MA DZ TN LY EG IL PS JO KW .. LK MM LA VN UM
.. PA AW CW BQ LC MQ .. .. .. EH MR ML NE TD SD ER DJ SA BH QA MV TH KH PH MP
.. CO VE TT GD VC BB .. CV GM SN GN BF BJ NG CF SS ET YE OM AE .. MY BN .. GU
EC PE BR GY SR GF .. .. .. GW SL CI GH TG CM CG UG KE SO .. IO SG ID PW FM MH
.. BO PY UY .. .. .. .. .. .. LR .. ST GQ GA CD RW TZ .. SC .. CX TL PG NR KI
.. CL AR .. .. .. .. .. .. .. SH .. .. .. AO ZM BI MW KM YT .. CC .. SB TV TK
CK .. .. .. .. .. .. .. .. .. .. .. .. .. NA BW ZW MZ MG MU .. AU NC VU WF WS
PF PN .. FK .. .. .. .. .. .. .. .. .. .. .. ZA LS SZ .. RE .. .. NF FJ TO AS
.. .. .. .. GS .. .. .. .. .. .. .. BV .. .. AQ .. .. TF .. HM .. .. NZ NU ..
"""
_LINES = [line.split() for line in _GRID.split("\n") if line]
ROWS, COLUMNS = len(_LINES), len(_LINES[0])


@cache
def squares() -> Mapping[str, Square]:
    """Return all squares by their codes, row by row."""
    text = files("mieuxcli").joinpath("world.csv").read_text(encoding="utf-8")
    rows = (line.split(",") for line in text.splitlines() if not line.startswith("#"))
    points = {code: (place or None, latitude, longitude) for code, place, latitude, longitude in rows}
    return {
        code: Square(code, row, column, points[code][0], float(points[code][1]), float(points[code][2]))
        for row, line in enumerate(_LINES)
        for column, code in enumerate(line)
        if code in points
    }
