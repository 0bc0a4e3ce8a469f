"""The commands that follow a thread through the archive: gaps, related and person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mieuxcli import views
from mieuxcli.archive import checked_facet
from mieuxcli.cli.answer import emit, emit_count, format_of, nothing, peeked
from mieuxcli.cli.queries import asked_ids, rows_of
from mieuxcli.errors import UnknownValue, in_shell
from mieuxcli.fields import DEFAULT_FIELDS
from mieuxcli.gaps import GAPS, absent, gap_named
from mieuxcli.parser import parse
from mieuxcli.query import Match, Selection, any_of
from mieuxcli.records import Action
from mieuxcli.shapes import Grid, Kin, Rows
from mieuxcli.streams import say
from mieuxcli.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mieuxcli.cli.options import Request
    from mieuxcli.store import Store

__all__ = ["gaps", "person", "related"]

_GAP_COLUMNS = ("gap", "records", "of", "meaning", "list")


def gaps(request: Request) -> int:
    """Show the gaps of the archive: an overview, the records of one gap, or their counts by a facet."""
    store = request.store()
    format_of(request)
    name, bare = request.words[0] if request.words else "", request._replace(words=())
    if name == "absent":
        return _absent(bare, store)
    if name == "missing":
        return _told_missing(bare, store)
    if not name and not request.by and not request.counted:
        return emit(request, Grid(_GAP_COLUMNS, tuple(_overview(bare, store))), found=True)
    chosen = [gap_named(name)] if name else list(GAPS)
    selection = bare.selection(any_of(parse(gap.query) for gap in chosen))
    if request.counted:
        return emit_count(request, store.count(selection))
    if request.by:
        checked_facet(request.by)
        shape = views.counts(store, selection, [request.by], most=request.limit)
        return emit(request, shape, found=bool(shape.total))
    found, records = peeked(store.select(selection))
    if not found:
        nothing(bare, store)
    kind = chosen[0].among.removeprefix("type:") if chosen[0].among.startswith("type:") else "any"
    columns = request.columns(DEFAULT_FIELDS[kind])
    return emit(request, rows_of(columns, kind, records), found=found, store=store)


def _overview(request: Request, store: Store) -> Iterator[tuple[str | int | None, ...]]:
    """Yield a row for each gap: the number of its records, the total, and the command that lists them."""
    for gap in GAPS:
        number, whole = (store.count(request.selection(parse(query))) for query in (gap.query, gap.among))
        yield gap.name, number, whole, gap.meaning, _listing(request, gap.name)
    implied = len(absent(_actions(request, store)))
    yield from _missing(request, store, implied)
    meaning = (
        "numbers in partners' series under which the archive holds no Action; "
        "some may be held without a number"
    )
    yield "absent", implied, None, meaning, _listing(request, "absent")


def _missing(request: Request, store: Store, implied: int) -> Iterator[tuple[str | int | None, ...]]:
    """Yield the Actions that are lacking of those that the initiative counted, if that is known and asked."""
    stated = views.actions_counted(store)
    if stated is not None and not any(request.filters.values()):
        missing = max(stated - store.count(Selection(Match("type", "action"))), 0)
        meaning = (
            f"of the {stated} Actions that the initiative counted, those not here "
            f"(the series imply up to {implied})"
        )
        yield "missing", missing, stated, meaning, "mieux gaps missing"


def _listing(request: Request, name: str) -> str:
    """Return the command that lists a gap under the filters of a request."""
    filters = [(option, value) for option, values in request.filters.items() for value in values]
    filters += [("archive", path) for path in request.archive]
    return " ".join(["mieux gaps", name, *(f"--{option} {in_shell(value)}" for option, value in filters)])


def _actions(request: Request, store: Store) -> Iterator[Action]:
    records = store.select(request._replace(limit=None).selection(Match("type", "action")))
    return (record for record in records if isinstance(record, Action))


def _absent(request: Request, store: Store) -> int:
    rows = tuple(absent(_actions(request, store)))
    if request.counted:
        return emit_count(request, len(rows))
    return emit(request, Grid(("Action", "proof"), rows), found=bool(rows))


def _told_missing(request: Request, store: Store) -> int:
    """Show the row of the overview on the Actions that are lacking of those that the initiative counted."""
    rows = tuple(_missing(request, store, len(absent(_actions(request, store)))))
    if request.counted:
        return emit_count(request, int(rows[0][1] or 0) if rows else 0)
    if not rows and not request.quiet:
        say("mieux: nothing says how many Actions there were")
    return emit(request, Grid(_GAP_COLUMNS, rows), found=bool(rows))


def related(request: Request) -> int:
    """List the records that are most closely related to the given ones, with the reasons."""
    store = request.store()
    columns = request.columns((*DEFAULT_FIELDS["any"], "reasons"))
    kin = [
        relation
        for id_ in asked_ids(request)
        for relation in views.related(store, store.get(id_), request.limit or _MOST)
    ]
    return emit(request, Rows(columns, kin, "listing"), found=bool(kin), store=store)


_MOST = 20


def _when(store: Store, rows: Iterable[tuple[str, ...]]) -> str:
    """Return when articles name somebody first and last, with `?` behind a date that is inferred."""
    articles = [store.get(row[-2]) for row in rows]
    dates = sorted({f"{one.date}{'?' * (one.date_basis == 'inferred')}" for one in articles if one.date})
    if not dates:
        return ""
    return f", first {dates[0]}, last {dates[-1]}" if len(dates) > 1 else f", {dates[0]}"


def person(request: Request) -> int:
    """Show the roles and dates under which articles name a person."""
    store = request.store()
    format_of(request)
    names = store.names("person", request.query)
    rows = views.people_rows(store, names)
    if not rows:
        raise UnknownValue("person", request.query, [])
    notes = [f"{' and '.join(names)}: named in {counted(len(rows), 'article')}{_when(store, rows)}"]
    if format_of(request) == "table":
        kin = [
            Kin(store.get(id_), tuple(filter(None, (name if len(names) > 1 else "", *told))))
            for _, name, *told, id_, _ in rows
        ]
        return emit(request, Rows(("date", "title"), kin, "listing"), found=True, notes=notes)
    return emit(request, Grid(views.PERSON_COLUMNS, rows), found=True, notes=notes)
