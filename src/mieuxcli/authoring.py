"""Records as the TOML that people edit: one table a record, keys in one order, the note last, what is derived left out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mieuxcli.fields import Field, fields_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mieuxcli.models import Document

__all__ = ["toml_of"]

_WIDTH = 120


def toml_of(document: Document) -> str:
    """Return the `[[type]]` table of a document, without the keys that say nothing and those that are derived."""
    type_ = document["type"]
    lines = [f"{one.name} = {_value(document[one.name])}" for one in _authored(type_) if document[one.name] not in (None, [], ())]
    return "\n".join([f"[[{type_}]]", *lines, ""])


def _authored(type_: str) -> Iterable[Field]:
    fields = [one for one in fields_of(type_) if type_ not in one.derived]
    return sorted(fields, key=lambda one: one.name == "note")


def _value(value: Any) -> str:  # noqa: ANN401 - a document's value
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(inner)}" for key, inner in value.items() if inner is not None) + " }"
    if isinstance(value, list):
        parts = [_value(part) for part in value]
        flat = f"[{', '.join(parts)}]"
        if len(flat) <= _WIDTH and not isinstance(value[0], dict):
            return flat
        return "[\n" + "".join(f"  {part},\n" for part in parts) + "]"
    # A JSON string is a TOML basic string, but for DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
