"""Hints for a request that matched nothing: commands to try, or reasons why nothing can match."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mieuxcli.dates import period_between
from mieuxcli.errors import MieuxError, either, in_shell
from mieuxcli.fields import FIELDS, PLURALS, facet_named
from mieuxcli.parser import parse
from mieuxcli.query import EVERYTHING, Match, Selection, Text, is_word, texts_of
from mieuxcli.search import corrections
from mieuxcli.words import fold, nearest, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mieuxcli.cli.options import Request
    from mieuxcli.store import Store

__all__ = ["hints"]

_OWN = {"list": "article", "actions": "action", "facts": "fact", "map": "action"}
_DATED = ("year", "since", "until", "running")


def hints(request: Request, store: Store) -> Iterator[str]:
    """Yield the first hint that applies to a request, or nothing if none does."""
    for hint_for in (
        _cannot_have,
        _reversed,
        _out_of_time,
        _metric,
        _misspelt,
        _without_filter,
        _as_search,
        _topics,
    ):
        hint = hint_for(request, store)
        if hint:
            yield hint
            return


def _command(
    request: Request, *, words: str | None = None, command: str = "", **changed: tuple[str, ...]
) -> str:
    """Return the command line of a request, with other words or filters."""
    filters = {**request.filters, **changed}
    options = [(name, value) for name, values in filters.items() for value in values]
    options += [("archive", name) for name in request.archive]
    text = request.query if words is None else words
    query = [in_shell(text)] if text else []
    spelt = [f"--{name} {in_shell(value)}" for name, value in options]
    return " ".join(["mieux", command or request.command, *query, *spelt])


def _cannot_have(request: Request, store: Store) -> str | None:
    """Return which filter no record of the requested types can match, and the command for a type that can."""
    del store
    types = request.filters.get("type") or ((_OWN[request.command],) if request.command in _OWN else ())
    for name in request.filters if types else ():
        facet = facet_named(name)
        having = [type_ for field in FIELDS if facet and field.name in facet.fields for type_ in field.types]
        if having and name not in ("type", "year") and not set(having) & set(types):
            what = either([PLURALS[type_] for type_ in types if type_ in PLURALS] or list(types))
            command = {"article": "list", "action": "actions", "fact": "facts"}.get(having[0], "list")
            kept = (having[0],) if command == "list" and having[0] != "article" else ()
            return f"{what} have no {name}: {_command(request, command=command, type=kept)}"
    return None


def _reversed(request: Request, store: Store) -> str | None:
    del store
    since, until = (request.filters.get(name, ()) for name in ("since", "until"))
    if len(since) != 1 or len(until) != 1:
        return None
    period = period_between(since[0], until[0])
    if period.begin < period.end:
        return None
    return f"--since is later than --until: {_command(request, since=until, until=since)}"


def _out_of_time(request: Request, store: Store) -> str | None:
    """Return the period that the archive covers, if the filters ask for another."""
    dated = {name: values for name, values in request.filters.items() if name in _DATED and values}
    if not dated:
        return None
    first, last = store.span(Selection())
    asked = request._replace(filters=dated, words=()).selection()
    if store.count(asked) or not first:
        return None
    return f"the dates of this archive run from {first} to {last}"


def _metric(request: Request, store: Store) -> str | None:
    if request.command != "facts" or not request.query:
        return None
    if fold(request.query) == "disputed":
        return f"the figures that sources dispute: {_command(request, words='')} --disputed"
    near = nearest(request.query, store.values("metric"), 1)
    if near and fold(near[0]) == fold(request.query):
        return f"without the other conditions: {_command(request._replace(filters={}))}"
    if near:
        return f"did you mean the metric {near[0]}? {_command(request, words=near[0])}"
    return "no metric is called so and no key fact has these words: mieux stats --by metric lists the metrics"


def _misspelt(request: Request, store: Store) -> str | None:
    """Return the command with misspelt words corrected, if that finds something."""
    query = request.query
    known: list[str] = []
    for word in dict.fromkeys(word for text in texts_of(parse(query)) for word in tokens(text.text)):
        near = [] if store.knows(word) else corrections(store, word)
        if near:
            known.append(near[0])
            spelt = re.compile(r"(?<![\w:])[^\W_]+")
            query = spelt.sub(lambda part: near[0] if fold(part[0]) == word else part[0], query)  # noqa: B023 - it is called at once
    if not known or not store.count(request._replace(words=(query,)).selection()):
        return None
    return f"did you mean {', '.join(known)}? {_command(request, words=query)}"


def _without_filter(request: Request, store: Store) -> str | None:
    """Return the command without the first filter whose removal lets something match."""
    for name, values in request.filters.items():
        if name == "type" or not values:
            continue
        rest = {other: kept for other, kept in request.filters.items() if other != name}
        try:
            number = store.count(request._replace(filters=rest).selection(*_of_command(request)))
        except MieuxError:
            continue
        if number and (rest or request.query):
            found = f"{number} match" + "es" * (number == 1)
            return f"without --{name} {found}: {_command(request._replace(filters=rest))}"
    return None


def _of_command(request: Request) -> list[Match]:
    own = _OWN.get(request.command)
    return [Match("type", own)] if own and "type" not in request.filters else []


def _as_search(request: Request, store: Store) -> str | None:
    """Return the search for the same words, which also finds other types and records with most of the words."""
    words = [text for text in texts_of(parse(request.query)) if isinstance(text, Text) and is_word(text)]
    if request.command == "search" or not words or parse(request.query) == EVERYTHING:
        return None
    if not any(store.holders(Selection(word)) for word in words):
        return None
    return _command(request._replace(filters={}), command="search")


def _topics(request: Request, store: Store) -> str | None:
    """Return the command that lists the topics of the archive, if a search for words found nothing."""
    if request.command != "search" or not request.query or not store.values("topic"):
        return None
    command = _command(request._replace(filters={}), words="", command="stats")
    return f"{command} --by topic lists what the records are about"
