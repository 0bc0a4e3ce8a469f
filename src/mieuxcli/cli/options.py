"""The options that commands share, declared once, and the request that they make up."""

from __future__ import annotations

import inspect
import sys
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from mieuxcli.archive import in_use, open_archive
from mieuxcli.cli import completing
from mieuxcli.errors import UsageError, quoted
from mieuxcli.fields import FACETS, FIELDS
from mieuxcli.formats import FORMATS
from mieuxcli.query import DATE_FIELDS, EVERYTHING, Expression, Match, Selection, all_of, any_of, parse, period_of_match

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mieuxcli.archive import Archive

__all__ = ["HOW", "SELECTING", "WHICH", "Ids", "Request", "asked_ids", "with_options"]

WHICH, HOW, FROM = "Which records", "How they are shown", "From where"
Ids = Annotated[
    list[str] | None,
    typer.Argument(
        help="Ids, or any beginning that only one id has; - reads them from standard input.",
        metavar="ID...",
        show_default=False,
        autocompletion=completing.ids,
    ),
]
_FACETS = {facet.name: facet.meaning for facet in FACETS}
_FILTERS = (
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
_SCORE_FIELDS = ("score", "snippet", "matched")


class Request(NamedTuple):
    """What the shared options of one command line ask for."""

    command: str = ""
    query: str = ""
    filters: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    archives: tuple[str, ...] = ()
    sort: str = ""
    reverse: bool = False
    limit: int | None = None
    literal: bool = False
    format: str = ""
    fields: str = ""
    raw: bool = False
    pager: bool = False
    counted: bool = False
    quiet: bool = False

    def sources(self) -> tuple[str, ...]:
        """Return the archives that were asked for: by options, else by MIEUX_ARCHIVE; none for the bundled one."""
        return in_use(self.archives)

    def archive(self) -> Archive:
        """Open the archive that was asked for."""
        return open_archive(*self.sources())

    def expression(self, *more: Expression, query: Expression | None = None) -> Expression:
        """Return the query, or what stands for it, the filters and `more` as one; QueryError or UsageError where one cannot be read."""
        chosen = [any_of(Match(name, value) for value in values) for name, values in self.filters.items() if values]
        for match in (Match(name, value) for name, values in self.filters.items() if name in DATE_FIELDS for value in values):
            period_of_match(match)
        asked = parse(self.query) if query is None else query
        return all_of(part for part in (asked, *chosen, *more) if part != EVERYTHING)

    def selection(self, *more: Expression, query: Expression | None = None, sort: str = "-date") -> Selection:
        """Return what is selected, in the order asked for, else in the order given here."""
        return Selection(self.expression(*more, query=query), self.sort or sort, self.reverse, self.limit, self.literal, self.query)

    def columns(self, default: tuple[str, ...]) -> tuple[str, ...]:
        """Return the fields to be shown: `id,title` these, `+url` the default ones and these, `all` every field."""
        names = [name.strip() for name in self.fields.split(",") if name.strip()]
        if not names:
            return default
        if names == ["all"]:
            return tuple(one.name for one in FIELDS)
        added = [name.removeprefix("+") for name in names]
        base = default if names[0].startswith("+") else ()
        for name in added:
            _check_field(name)
        return tuple(dict.fromkeys((*base, *added)))


def _check_field(name: str) -> None:
    from mieuxcli.words import nearest  # noqa: PLC0415

    known = [one.name for one in FIELDS] + list(_SCORE_FIELDS)
    if name not in known:
        near = nearest(name, known)
        raise UsageError(
            f"there is no field {quoted(name)}", f"did you mean {' or '.join(near)}?" if near else f"fields are {', '.join(known)}"
        )


def _many(name: str, help_: str, metavar: str) -> inspect.Parameter:
    complete = completing.values_of(name) if name in _FACETS else None
    option = typer.Option(f"--{name}", help=help_, metavar=metavar, rich_help_panel=WHICH, autocompletion=complete)
    return _parameter(name, Annotated[list[str] | None, option], None)


def _parameter(name: str, annotation: Any, default: Any) -> inspect.Parameter:  # noqa: ANN401 - annotations are any type
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _one(name: str, help_: str, metavar: str | None = None, type_: Any = str) -> inspect.Parameter:  # noqa: ANN401
    flag = type_ is bool
    option = typer.Option(f"--{name}", help=help_, metavar=metavar, rich_help_panel=HOW, autocompletion=_COMPLETED.get(name))
    return _parameter(name, Annotated[type_ if flag else type_ | None, option], False if flag else None)


_COMPLETED: dict[str, Any] = {"format": completing.formats, "sort": completing.sort_fields, "fields": completing.sort_fields}


def _quiet() -> inspect.Parameter:
    return _one("quiet", "Print nothing but errors; the exit code tells.", type_=bool)


def _query() -> inspect.Parameter:
    argument = typer.Argument(
        help="Words, phrases and field:value; mieux help query explains them.", metavar="[QUERY]...", show_default=False
    )
    return _parameter("query", Annotated[list[str] | None, argument], None)


def _filter(name: str) -> inspect.Parameter:
    if name not in _FACETS:
        return _many(name, DATE_FIELDS[name].capitalize() + ".", "DATE")
    return _many(name, _FACETS[name][:1].upper() + _FACETS[name][1:] + ".", "YEAR" if name == "year" else "NAME")


def _archive() -> inspect.Parameter:
    option = typer.Option(
        "--archive",
        help="Folder, file, .db, bundled, or - for standard input; repeat to lay over each other.",
        metavar="PATH",
        rich_help_panel=FROM,
    )
    return _parameter("archive", Annotated[list[str] | None, option], None)


# The shared options by the groups that the table of commands names, each with its name and how it is made: making one costs.
_GROUPS: dict[str, dict[str, Callable[[], inspect.Parameter]]] = {
    "query": {"query": _query},
    "filters": {name: partial(_filter, name) for name in _FILTERS},
    "order": {
        "sort": lambda: _one("sort", "Field to sort by, or several: metric,-date; a minus turns one round.", "FIELDS"),
        "reverse": lambda: _one("reverse", "Turn the order round.", type_=bool),
    },
    "limit": {"limit": lambda: _one("limit", "Show at most so many.", "N", int)},
    "format": {"format": lambda: _one("format", f"{', '.join(FORMATS)}.", "FORMAT"), "quiet": _quiet},
    "fields": {"fields": lambda: _one("fields", "Fields to show: id,title or +url or all.", "NAMES")},
    "pager": {
        "raw": lambda: _one("raw", "Leave CSV cells that look like formulas as they are.", type_=bool),
        "pager": lambda: _one("pager", "Show tables in PAGER, less -R without one.", type_=bool),
    },
    "quiet": {"quiet": _quiet},
    "count": {"count": lambda: _one("count", "Print the number alone.", type_=bool)},
    "literal": {"literal": lambda: _one("literal", "Do not look for other names and spellings of the words.", type_=bool)},
    "archive": {"archive": _archive},
}
SELECTING = ("query", "filters", "order", "limit", "format", "fields", "pager", "count", "literal", "archive")
COUNTING = tuple(group for group in SELECTING if group not in ("order", "fields"))


def with_options(function: Callable[..., None], options: tuple[str, ...], asked: frozenset[str] | None = None) -> Callable[..., None]:
    """Return a typer callback for `function(request, **own)` that takes these groups of shared options and those of its own.

    Where only some options are `asked` for, and all of them are known, the others are left out: each costs a fifth of a millisecond.
    """
    own = [_keyword(parameter) for name, parameter in inspect.signature(function, eval_str=True).parameters.items() if name != "request"]
    shared = {name: make for group in options for name, make in _GROUPS[group].items()}
    known = {*map(_flag, own), *(f"--{name}" for name in shared)}
    if asked is not None and asked <= known:
        shared = {name: make for name, make in shared.items() if name == "query" or f"--{name}" in asked}
    parameters = [*own, *(make() for make in shared.values())]

    def callback(ctx: typer.Context, **given: Any) -> None:  # noqa: ANN401
        mine = {parameter.name: given.pop(parameter.name) for parameter in own}
        function(_request(ctx, given), **mine)

    context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    callback.__signature__ = inspect.Signature([context, *parameters])  # type: ignore[attr-defined]  # typer reads it
    callback.__annotations__ = {one.name: one.annotation for one in (context, *parameters)}
    callback.__doc__ = function.__doc__
    return callback


def _flag(parameter: inspect.Parameter) -> str:
    """Return the flag of an option, as it is typed."""
    declared = getattr(parameter.annotation.__metadata__[0], "default", None)
    return declared if isinstance(declared, str) else f"--{parameter.name}"


def _keyword(parameter: inspect.Parameter) -> inspect.Parameter:
    return parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)


def _request(ctx: typer.Context, given: dict[str, Any]) -> Request:
    filters = {name: tuple(given.pop(name) or ()) for name in _FILTERS if name in given}
    limit = given.pop("limit", None)
    given["counted"] = given.pop("count", False)
    if limit is not None and limit < 0:
        raise UsageError(f"--limit {limit} is less than nothing", "--limit takes 0 or more")
    return Request(
        command=ctx.info_name or "",
        query=" ".join(given.pop("query", None) or ()),
        filters=filters,
        archives=(*(ctx.obj or ()), *(given.pop("archive", None) or ())),
        limit=limit,
        **{name: value or type(getattr(_DEFAULTS, name))() for name, value in given.items()},
    )


_DEFAULTS = Request()


def asked_ids(request: Request, ids: list[str] | None) -> list[str]:
    """Return the ids that were asked for, those on standard input for `-` or, in a pipe, for none; UsageError where there are none."""
    if ids and ids != ["-"]:
        return ids
    piped = b"" if sys.stdin is None or (sys.stdin.isatty() and not ids) else sys.stdin.buffer.read()
    found = [text for line in piped.decode("utf-8", "replace").splitlines() if (text := line.split("\t")[0].strip())]
    if not found:
        raise UsageError(f"{request.command} needs an id", "mieux list --format ids prints the ids of the articles")
    return found
