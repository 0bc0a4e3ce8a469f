"""The checks of an archive, each a function from a record to its findings.

`mieux check` and the tests use the same ones.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.contents import Contents, Place, Problem
from mieuxcli.dates import period_of
from mieuxcli.errors import meant, quoted
from mieuxcli.fields import QUALIFIERS, fields_of
from mieuxcli.records import Action, Article, Fact, Milestone, Phase, value_of
from mieuxcli.vocabulary import CONTROLLED, Vocabulary
from mieuxcli.words import fold, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mieuxcli.records import Record, Value

__all__ = ["CHECKS", "Finding", "check"]

# The severity, the field and the message.
Finding = tuple[str, str, str]


_RELATIONS = ("same_figure_as", "disagrees_with", "not_comparable_with")


class Known(NamedTuple):
    """What the checks of a record may refer to: ids of Actions, facts by id, phases, the vocabulary."""

    actions: set[str]
    facts: dict[str, Fact]
    phases: set[str]
    vocabulary: Vocabulary


_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_DATED_ID = re.compile(r"(?:undated|\d{4}(?:-\d\d(?:-\d\d)?)?)-")
_URL = re.compile(r"https?://[^\s/]+\.[^\s]+\Z")
_BASES = ("published", "inferred")
_STATUSES = ("Completed", "Ongoing", "On hold", "In preparation")
_PARTS_PLAYED = ("author", "interviewer", "interviewee", "speaker")
_LEFTOVERS = re.compile(
    r"excerpt|listing-teaser|stored (page|text|cop)|\bthe seed\b|not shown in", re.IGNORECASE
)
_LONGEST_SUMMARY = 60
_ANY_HEADER = re.compile(r"\s*\[\[?\s*[\w.\"-]+\s*\]\]?\s*(#.*)?$")


def check(contents: Contents) -> Contents:
    """Add the findings of all checks to the problems of the contents, and return the contents."""
    placed = [*contents.placed(), *contents.partial]
    known = Known(
        {record.id for record, _ in placed if isinstance(record, Action)},
        {record.id: record for record, _ in placed if isinstance(record, Fact)},
        {record.title for record in contents.records if isinstance(record, Phase)},
        contents.vocabulary,
    )
    contents.problems += contents.twins()
    malformed = {place: _malformed(contents, place) for _, place in contents.partial}
    for record, place in placed:
        wrong = malformed.get(place, set())
        for run, needed in CHECKS.items():
            for severity, name, message in () if wrong & needed else run(record, known):
                if name not in wrong:
                    contents.problem(place, record.id, name, message, severity)
    _check_vocabulary(contents, known.vocabulary)
    contents.problems[:] = _with_field_lines(contents.problems)
    return contents


def _malformed(contents: Contents, place: Place) -> set[str]:
    """Return the fields of the record at a place whose form is wrong, which is reported already."""
    return {problem.field for problem in contents.problems if _at(problem, place)}


def _at(problem: Problem, place: Place) -> bool:
    return (problem.file, problem.line) == (place.file, place.line)


def _check_id(record: Record, known: Known) -> Iterator[Finding]:
    del known
    if not _ID.match(record.id):
        yield "error", "id", f"{quoted(record.id)} must be small letters, digits and single hyphens"
    elif isinstance(record, Article) and not _is_dated_so(record):
        yield "warning", "id", f"an article's id should begin with {record.date or 'undated'}-"


def _is_dated_so(article: Article) -> bool:
    """Return whether an id begins with the date as known when the article was recorded."""
    begin = _DATED_ID.match(article.id)
    return begin is not None and (begin[0] == "undated-" or (article.date or "").startswith(begin[0][:-1]))


def _check_dates(record: Record, known: Known) -> Iterator[Finding]:
    del known
    for first, last in (("start", "end"), ("period_start", "period_end")):
        begin, end = value_of(record, first), value_of(record, last)
        if isinstance(begin, str) and isinstance(end, str) and period_of(end).end <= period_of(begin).begin:
            yield "error", last, f"{end} is before {first} {begin}"
    basis = record.date_basis
    if basis is not None and basis not in _BASES:
        yield "error", "date_basis", f"{quoted(basis)} must be published or inferred"
    if basis == "inferred" and not record.note:
        yield "error", "note", "an inferred date needs its ground in the note"
    if isinstance(record, Article) and (record.date is None) != (basis is None):
        yield "error", "date_basis", "date and date_basis go together"


def _check_source(record: Record, known: Known) -> Iterator[Finding]:
    del known
    addresses = [
        (name, address) for name in ("url", "other_urls", "sources") for address in _values(record, name)
    ]
    if not addresses and not record.note:
        yield "error", "url", "a record needs a source: url, or a note that names the page it was listed on"
    for name, address in addresses:
        if not _URL.match(address):
            yield "error", name, f"{quoted(address)} is not a whole address"


def _check_references(record: Record, known: Known) -> Iterator[Finding]:
    for id_ in record.actions if isinstance(record, Article | Milestone) else ():
        if id_ not in known.actions:
            near = meant(id_, known.actions)
            yield "error", "actions", f"there is no Action {quoted(id_)}" + (f"; {near}" if near else "")
    phase = record.phase if isinstance(record, Action) else None
    if phase and known.phases and phase not in known.phases:
        yield (
            "error",
            "phase",
            f"{quoted(phase)} is no phase of the archive: {', '.join(sorted(known.phases))}",
        )


def _check_facts(record: Record, known: Known) -> Iterator[Finding]:
    """Yield relations of facts that are not mutual, or that their figures contradict."""
    for name in _RELATIONS if isinstance(record, Fact) else ():
        for id_ in _values(record, name):
            other = known.facts.get(id_)
            if other is None or other is record:
                near = meant(id_, known.facts)
                yield "error", name, f"there is no other fact {quoted(id_)}" + (f"; {near}" if near else "")
            elif record.id not in _values(other, name):
                yield "error", name, f"{quoted(id_)} does not name this fact in turn"
            elif name == "same_figure_as" and _figure(record)[:2] != _figure(other)[:2]:
                yield "error", name, f"{quoted(id_)} has another figure"
            elif name == "disagrees_with" and _figure(record) == _figure(other):
                yield "error", name, f"{quoted(id_)} has the same figure"


def _figure(record: Record) -> tuple[Value, ...]:
    return tuple(value_of(record, name) for name in ("value", "value_max", "qualifier", "unit"))


def _check_values(record: Record, known: Known) -> Iterator[Finding]:
    for name, facet in CONTROLLED.items():
        names = known.vocabulary.names(facet)
        for value in _values(record, name) if names else ():
            if value not in names:
                yield (
                    "error",
                    name,
                    _unknown(value, facet, {entry.name: entry.typed() for entry in names.values()}),
                )


def _check_fixed(record: Record, known: Known) -> Iterator[Finding]:
    del known
    for name, allowed in (("qualifier", QUALIFIERS), ("status", _STATUSES)):
        value = value_of(record, name)
        if isinstance(value, str) and value not in allowed:
            yield "error", name, f"{quoted(value)} must be one of {', '.join(allowed)}"
    for person in record.people if isinstance(record, Article) else ():
        if person.part is not None and person.part not in _PARTS_PLAYED:
            yield "error", "people", f"part {quoted(person.part)} must be one of {', '.join(_PARTS_PLAYED)}"


def _unknown(value: str, facet: str, names: dict[str, set[str]]) -> str:
    typed = fold(value)
    same = [name for name, forms in names.items() if typed in forms]
    near = same or nearest(value, names)
    return f"{quoted(value)} is no {facet} of the vocabulary" + (f"; write {quoted(near[0])}" if near else "")


def _check_text(record: Record, known: Known) -> Iterator[Finding]:
    del known
    for name, text in _texts(record):
        if any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") for c in text):
            yield "error", name, "has a control or invisible character"
        leftover = _LEFTOVERS.search(text)
        if leftover:
            yield "warning", name, f"has what may be a leftover of the collecting: {quoted(leftover[0])}"
        if text != text.strip() or "  " in text:
            yield "warning", name, "has spaces too many"
        if text.startswith(("=", "+", "@")):
            yield "warning", name, "begins like a formula of a spreadsheet"
    for name in ("summary", "meaning"):
        words = len(str(value_of(record, name) or "").split())
        if words > _LONGEST_SUMMARY:
            yield "error", name, f"has {words} words; at most {_LONGEST_SUMMARY}"


def _values(record: Record, name: str) -> list[str]:
    value = value_of(record, name)
    return (
        [str(part) for part in value]
        if isinstance(value, tuple)
        else [value]
        if isinstance(value, str)
        else []
    )


def _texts(record: Record) -> Iterator[tuple[str, str]]:
    for field in fields_of(record.type):
        value = value_of(record, field.name)
        for part in value if isinstance(value, tuple) else (value,):
            for text in part if isinstance(part, tuple) else (part,):
                if isinstance(text, str):
                    yield field.name, text


def _check_vocabulary(contents: Contents, vocabulary: Vocabulary) -> None:
    """Report the aliases of an entry that are the name of another entry of the same facet."""
    # A specific area is looked up apart from its thematic area, and may have the same name.
    for facet in sorted(vocabulary.facets() - {"area"}):
        names = vocabulary.names(facet)
        for entry in names.values():
            for alias in entry.aliases:
                if alias in names and alias != entry.name:
                    contents.problem(
                        Place("vocabulary"),
                        f"{facet} {entry.name}",
                        "aliases",
                        f"{quoted(alias)} is the name of another {facet}",
                    )


def _with_field_lines(problems: list[Problem]) -> list[Problem]:
    """Return the problems with the line of their field, where a TOML file has it, not of their record."""
    shown = {
        problem.file
        for problem in problems
        if problem.file.endswith(".toml") and problem.line and problem.field
    }
    texts = {file: Path(file).read_text(encoding="utf-8").split("\n") for file in shown}
    return [
        problem._replace(line=_field_line(texts[problem.file], problem))
        if problem.file in texts and problem.field
        else problem
        for problem in problems
    ]


def _field_line(lines: list[str], problem: Problem) -> int:
    key = re.compile(rf"\s*\"?{re.escape(problem.field)}\"?\s*=")
    for number, line in enumerate(lines[problem.line :], problem.line + 1):
        if key.match(line):
            return number
        if _ANY_HEADER.match(line):
            break
    return problem.line


# Each check with the fields that it needs; where the form of one is wrong, the check would only repeat that.
CHECKS: dict[Callable[[Record, Known], Iterator[Finding]], set[str]] = {
    _check_id: {"date"},
    _check_dates: {"date", "start", "end", "period_start", "period_end", "date_basis"},
    _check_source: {"url", "other_urls", "sources", "note"},
    _check_references: set(),
    _check_facts: {"value", "value_max", "qualifier", "unit"},
    _check_values: set(),
    _check_fixed: set(),
    _check_text: set(),
}
