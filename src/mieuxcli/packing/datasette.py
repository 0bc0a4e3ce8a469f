"""What datasette shows of a compiled archive: title, licence, source and the meaning of each column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mieuxcli.fields import PLURALS, TYPES, fields_of
from mieuxcli.packing.tables import licence_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["datasette_metadata"]

# A page of a hundred records in full weighs a third of a megabyte and takes a quarter of a second to make.
_ROWS = 10
_INNER = ("facets", "lexicon", "meanings", "names", "synonyms", "vocabulary", "words")
_FLOWS = {
    "expert_country": "country that sent experts",
    "partner_country": "country of the partner; nothing where the partner is a body",
    "partner": "partner of the Action",
    "action": "id of the Action",
    "start": "when the Action began",
}


def datasette_metadata(about: Mapping[str, str], database: str) -> Mapping[str, object]:
    """Return the metadata (https://docs.datasette.io, metadata) of an archive in a database of this name."""
    spdx, address = licence_of(about)
    told = {
        "title": about.get("title"),
        "description": about.get("description"),
        "license": spdx or about.get("licence"),
        "license_url": address,
        "source": about.get("coverage"),
    }
    views = {
        f"{type_}s": _described(
            f"All {PLURALS[type_]}, a column a field",
            {field.name: field.meaning for field in fields_of(type_)},
        )
        for type_ in TYPES
    }
    tables = {
        **views,
        "expert_flows": _described("Which country advised which, a row an Action and country", _FLOWS),
        "records": _described("All records, with their words as they are searched", {}),
        **{name: {"hidden": True} for name in _INNER},
    }
    return {
        **{key: value for key, value in told.items() if value},
        "databases": {database: {"tables": tables}},
    }


def _described(description: str, columns: Mapping[str, str]) -> Mapping[str, object]:
    shown = {name: meaning for name, meaning in columns.items() if name not in ("type", "archived_url")}
    return {"description": description, "size": _ROWS, **({"columns": shown} if shown else {})}
