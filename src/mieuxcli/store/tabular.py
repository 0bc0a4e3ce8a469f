"""The views of a compiled archive for other programs.

There is one view for each type, with one plain column for each field, and one of which country advised which.
"""

from __future__ import annotations

from mieuxcli.fields import FIELDS, TYPES, Field

__all__ = ["TABULAR_VIEWS"]

_OWN_COLUMNS = ("id", "title", "date", "url", "note")
# An Action whose partner is an organisation, such as the ECOWAS Commission, has no partner country.
_FLOWS = """CREATE VIEW expert_flows AS
    SELECT experts.value AS expert_country, partners.value AS partner_country,
        json_extract(document, '$.partner') AS partner, records.id AS action, date AS start
    FROM records JOIN json_each(document, '$.experts_from') AS experts
        LEFT JOIN json_each(document, '$.countries') AS partners ON true
    WHERE records.type = 'action';"""


def _column(field: Field) -> str:
    if field.name in _OWN_COLUMNS:
        return field.name
    if field.kind == "texts":
        values = f"SELECT group_concat(value, '; ') FROM json_each(document, '$.{field.name}')"
        return f'({values}) AS "{field.name}"'
    return f"json_extract(document, '$.{field.name}') AS \"{field.name}\""


def _view(type_: str) -> str:
    columns = [
        _column(field)
        for field in FIELDS
        if type_ in field.types and field.name not in ("type", "archived_url")
    ]
    return f"CREATE VIEW {type_}s AS SELECT {', '.join(columns)} FROM records WHERE type = '{type_}';"


TABULAR_VIEWS = "\n".join([*(_view(type_) for type_ in TYPES), _FLOWS])
