"""The JSON and TOML forms of records, and the fields that are derived from others."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from mieuxcli.fields import fields_of
from mieuxcli.records import Action, Article, Event, Fact, Milestone, Person, Phase, Term, number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mieuxcli.records import Record

__all__ = ["archived_copy", "document_of", "record_of", "restored"]

_TYPES = {
    "article": Article,
    "action": Action,
    "fact": Fact,
    "milestone": Milestone,
    "phase": Phase,
    "term": Term,
}
_NAMES = {type_: tuple(field.name for field in fields_of(type_)) for type_ in _TYPES}
# The field from which the date of a record is taken, for the types in which it is derived.
_DATED_BY = {"action": "start", "phase": "start", "fact": "as_of"}
_VALUES = {type_: attrgetter(*names) for type_, names in _NAMES.items()}


def record_of(type_: str, row: Mapping[str, object]) -> Record:
    """Return the record in a row of TOML or JSON whose form has been checked.

    Unknown keys are ignored. The title of a fact, the date of a fact, an Action or a phase, and the address
    of an archived copy are derived from the other fields.
    """
    values = {
        name: _value(name, row[name])
        for name in _NAMES[type_]
        if name != "type" and row.get(name) is not None
    }
    if type_ in _DATED_BY:
        values["date"] = row.get(_DATED_BY[type_])
    values["archived_url"] = archived_copy(row.get("url"), values.get("date") or row.get("accessed"))
    record: Record = _TYPES[type_](**values)
    return record._replace(title=_title(record)) if isinstance(record, Fact) else record


def archived_copy(url: object, date: object) -> str | None:
    """Return the Internet Archive address of the copy of a page nearest to a date, or None if it has none.

    The address has the form that https://web.archive.org uses: the digits of the date as far as it is known,
    then the address of the page. Whether a copy exists is not checked. The result is None if the date is
    unknown or the address is not one of the web.
    """
    if not isinstance(url, str) or not isinstance(date, str) or not url.startswith(("http://", "https://")):
        return None
    return f"https://web.archive.org/web/{date.replace('-', '')}/{url}"


def restored(document: Mapping[str, object]) -> Record:
    """Return the record of a document that `document_of` made, which may lack the keys without a value.

    Raises TypeError or KeyError if it is no such document.
    """
    values = {key: value if type(value) is str else _value(key, value) for key, value in document.items()}
    record: Record = _TYPES[str(values.pop("type"))](**values)
    return record


def _value(name: str, value: object) -> object:
    if isinstance(value, list):
        if name == "people":
            return tuple(Person(**part) for part in value)
        return tuple(Event(**part) for part in value) if name == "events" else tuple(value)
    return value


def document_of(record: Record) -> dict[str, object]:
    """Return the JSON object of a record, with all keys of its type in the order of the table of fields."""
    return {
        name: _plain(value)
        for name, value in zip(_NAMES[record.type], _VALUES[record.type](record), strict=True)
    }


def _plain(value: object) -> object:
    if not isinstance(value, tuple):
        return value
    return [part._asdict() if isinstance(part, Person | Event) else part for part in value]


_TITLE_UNITS = {"%": "%", "EUR": " euro", "year": ""}


def _title(fact: Fact) -> str:
    """Return a figure in words, such as "experts: close to 430 (since 2009)"."""
    unit = _TITLE_UNITS.get(fact.unit, f" {fact.unit}")
    hedge = "" if fact.qualifier == "exactly" else fact.qualifier + " "
    upper = "" if fact.value_max is None else f" to {number(fact.value_max, fact.unit)}"
    named = "" if fact.metric in unit.lower() else f"{fact.metric}: "
    return f"{named}{hedge}{number(fact.value, fact.unit)}{upper}{unit} ({fact.scope})"
