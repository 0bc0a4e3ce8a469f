"""Options and arguments as one table, and the request that those of a command line make up."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import NamedTuple

from mieuxcli.archive import in_use, open_store
from mieuxcli.errors import UsageError, quoted, unknown
from mieuxcli.fields import FACETS, FIELDS
from mieuxcli.formats import FORMATS
from mieuxcli.parser import parse
from mieuxcli.query import (
    DATE_FIELDS,
    EVERYTHING,
    Expression,
    Match,
    Selection,
    all_of,
    any_of,
    is_none,
    period_of_match,
)
from mieuxcli.store import Store
from mieuxcli.streams import say

__all__ = [
    "FILTERS",
    "FROM",
    "HOW",
    "IDS",
    "OPTIONS",
    "QUERY",
    "WHERE",
    "WHICH",
    "Argument",
    "Option",
    "Request",
    "requested",
]

WHICH, HOW, FROM, WHERE = "Which records", "How they are shown", "From where", "To where"
_FACETS = {facet.name: facet.meaning for facet in FACETS}


class Option(NamedTuple):
    """An option: its name without hyphens, its meaning, the kind of its value, and its heading in the help.

    `kind` is flag, text, or texts where it may be repeated; `completes` names what completes the value, a
    facet or one of those in `mieuxcli.cli.completion`.
    """

    name: str
    meaning: str
    metavar: str = ""
    heading: str = HOW
    kind: str = "text"
    completes: str = ""
    default: str = ""
    required: bool = False
    short: str = ""

    @property
    def flags(self) -> tuple[str, ...]:
        """The ways it is spelt on a command line, the long one first."""
        return (f"--{self.name}", *([f"-{self.short}"] if self.short else []))

    @property
    def key(self) -> str:
        """The name under which a request holds its value."""
        return _KEYS.get(self.name, self.name.replace("-", "_"))


# A request is a tuple, which has a method `count`.
_KEYS = {"count": "counted"}


class Argument(NamedTuple):
    """The words of a command line that are no options.

    `many` tells whether there may be several, and `required` whether one is needed.
    """

    name: str
    metavar: str
    meaning: str
    many: bool = True
    required: bool = False
    completes: str = ""


QUERY = Argument("query", "[QUERY]...", "Words, phrases and field:value; mieux help query explains them.")
IDS = Argument(
    "ids",
    "ID...",
    "Ids, or any beginning that only one id has; - reads them from standard input.",
    completes="ids",
)

FILTERS = (
    "year",
    "since",
    "until",
    "running",
    "kind",
    "series",
    "country",
    "region",
    "topic",
    "person",
    "organisation",
    "language",
    "phase",
    "type",
    "partner",
    "area",
    "status",
    "expert",
    "metric",
)


def _filter(name: str) -> Option:
    if name not in _FACETS:
        return Option(name, DATE_FIELDS[name].capitalize() + ".", "DATE", WHICH, "texts")
    meaning = _FACETS[name][:1].upper() + _FACETS[name][1:] + "."
    return Option(name, meaning, "YEAR" if name == "year" else "NAME", WHICH, "texts", completes=name)


_ALL = (
    *map(_filter, FILTERS),
    Option(
        "sort",
        "Field to sort by, or several: metric,-date; a minus reverses one of them.",
        "FIELDS",
        completes="sort_fields",
    ),
    Option("reverse", "Reverse the order.", kind="flag"),
    Option("limit", "Show at most N records.", "N", short="n"),
    Option("format", f"{', '.join(FORMATS)}.", "FORMAT", completes="formats", short="f"),
    Option("json", "The same as --format json.", kind="flag"),
    Option("csv", "The same as --format csv.", kind="flag"),
    Option(
        "output", "Write to a file, whole or not at all; its ending chooses the format.", "FILE", short="o"
    ),
    Option("quiet", "Print nothing but errors; the exit code tells.", kind="flag", short="q"),
    Option("fields", "Fields to show: id,title or +url or all.", "NAMES", completes="sort_fields"),
    Option("raw", "Leave CSV cells that look like formulas as they are.", kind="flag"),
    Option("pager", "Show a table in the pager even where it fits the screen.", kind="flag"),
    Option("no-pager", "Show no table in a pager.", kind="flag"),
    Option("count", "Print the number alone.", kind="flag"),
    Option("literal", "Do not look for other names and spellings of the words.", kind="flag"),
    Option(
        "archive",
        "Folder, file, .db, bundled, or - for standard input; repeat to lay over each other.",
        "PATH",
        FROM,
        "texts",
    ),
    Option("as-of", "What was claimed by the end of that day, month or year.", "DATE", WHICH),
    Option(
        "strict",
        "Find only what has every word as it is spelt; without it, what has most of them is shown where "
        "nothing has all.",
        kind="flag",
    ),
    Option("facets", "Add how the hits spread over year, type, kind, country and topic.", kind="flag"),
    Option("disputed", "Only figures that another one disagrees with.", heading=WHICH, kind="flag"),
    Option("style", "apa or chicago, written by citeproc.", "STYLE", completes="styles"),
    Option("print", "Print the addresses instead.", kind="flag"),
    Option("schema", "Print JSON Schemas of what is printed as JSON and of archives.", kind="flag"),
    Option("into", "The archive, a folder that mieux new makes.", "DIR", WHERE, required=True),
    Option("dry-run", "Show what would be added, and write nothing.", heading=WHERE, kind="flag"),
    Option(
        "fill", "Fill in what records that are there lack: address, title, date.", heading=WHERE, kind="flag"
    ),
)
OPTIONS = {
    **{one.name: one for one in _ALL},
    "by period": Option("by", "year, month or phase.", "PERIOD", default="year", completes="periods"),
    "by map": Option("by", "country or expert.", "WHAT", default="country", completes="atlases"),
    "by gap": Option("by", "Facet to count the records with gaps by.", "FACET", completes="facets"),
    "by facet": Option(
        "by",
        f"Facet to count by, or two: year,region; without it an overview. Facets: {', '.join(_FACETS)}.",
        "FACET",
        completes="facets",
    ),
}

_SCORE_FIELDS = ("score", "snippet", "matched", "missing")


class Request(NamedTuple):
    """The command, its words, and the values of all options that any command has, under their names."""

    command: str = ""
    words: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    archive: tuple[str, ...] = ()
    sort: str = ""
    reverse: bool = False
    limit: int | None = None
    format: str = ""
    quiet: bool = False
    fields: str = ""
    raw: bool = False
    pager: bool = False
    no_pager: bool = False
    output: str = ""
    counted: bool = False
    literal: bool = False
    as_of: str | None = None
    facets: bool = False
    strict: bool = False
    disputed: bool = False
    by: str = ""
    style: str = ""
    print: bool = False
    schema: bool = False
    into: str = ""
    dry_run: bool = False
    fill: bool = False

    @property
    def query(self) -> str:
        """The words as the text of a query."""
        return " ".join(self.words)

    def sources(self) -> tuple[str, ...]:
        """Return the archives that options or MIEUX_ARCHIVE name; none for the bundled one."""
        return in_use(self.archive)

    def store(self) -> Store:
        """Open the archive that was asked for, and say if it is compiled and the folder has changed since."""
        sources = self.sources()
        store = open_store(sources)
        origin = store.origin() if len(sources) == 1 and not self.quiet else {}
        folder = import_module("mieuxcli.origin").changed_since(origin, sources[0]) if origin else None
        if folder:
            say(f"note: {folder} has changed since {sources[0]} was compiled from it")
        return store

    def selection(self, *more: Expression, query: Expression | None = None, sort: str = "-date") -> Selection:
        """Return what the query, or what stands for it, the filters and `more` select.

        The order is the one asked for, else the one given. Raises QueryError or UsageError where something
        cannot be read.
        """
        for match in (Match(name, value) for name in DATE_FIELDS for value in self.filters.get(name, ())):
            if not is_none(match):
                period_of_match(match)
        chosen = (
            any_of(Match(name, value) for value in values) for name, values in self.filters.items() if values
        )
        filters = all_of(part for part in (*chosen, *more) if part != EVERYTHING)
        asked = parse(self.query) if query is None else query
        return Selection(
            asked, filters, self.sort or sort, self.reverse, self.limit, self.literal, self.query
        )

    def columns(self, default: tuple[str, ...]) -> tuple[str, ...]:
        """Return the fields to be shown.

        `id,title` names them, `+url` adds to the default ones, and `all` is every field.
        """
        names = [name.strip() for name in self.fields.split(",") if name.strip()]
        if not names:
            return default
        if names == ["all"]:
            return tuple(one.name for one in FIELDS)
        added = [name.removeprefix("+") for name in names]
        base = default if names[0].startswith("+") else ()
        known = [one.name for one in FIELDS] + list(_SCORE_FIELDS)
        for name in added:
            if name not in known:
                raise unknown("field", name, known)
        return tuple(dict.fromkeys((*base, *added)))


def requested(command: str, words: tuple[str, ...], given: Mapping[str, object]) -> Request:
    """Return the request that the words and the values of options make up.

    Raises UsageError where --limit is no number of records, or two formats are asked for.
    """
    filters = {name: value for name in FILTERS if isinstance(value := given.get(name), tuple) and value}
    values = {name: value for name, value in given.items() if name not in FILTERS and value is not None}
    values["limit"] = _limit(given.get("limit"))
    short = [name for name in ("json", "csv") if values.pop(name, False)]
    values["format"] = _format(str(values.get("format", "")), short)
    return Request(command, words, filters, **values)  # type: ignore[arg-type]  # the table of options has their kinds


def _format(name: str, short: list[str]) -> str:
    """Return the one format that is asked for, by name or by a flag of its own; UsageError for several."""
    asked = list(dict.fromkeys([*([name] if name else []), *short]))
    if len(asked) > 1:
        raise UsageError(f"{' and '.join(asked)} are two formats", "one of them")
    return asked[0] if asked else ""


def _limit(text: object) -> int | None:
    if text is None:
        return None
    try:
        limit = int(str(text))
    except ValueError:
        raise UsageError(
            f"--limit {quoted(str(text))} is not a whole number", "--limit takes 0 or more"
        ) from None
    if limit < 0:
        raise UsageError(f"--limit {limit} is less than nothing", "--limit takes 0 or more")
    return limit
