"""The table of fields, from which filters, sorts, facets, columns, JSON keys, schemas and the manual come."""

from typing import NamedTuple

__all__ = [
    "DEFAULT_FIELDS",
    "FACETS",
    "FIELDS",
    "LAYOUTS",
    "PLURALS",
    "QUALIFIERS",
    "SEPARATOR",
    "SORTABLE",
    "TEXT_COLUMNS",
    "TYPES",
    "Facet",
    "Field",
    "facet_named",
    "fields_of",
]

TYPES = ("article", "action", "fact", "milestone", "phase", "term")
PLURALS = {
    "article": "articles",
    "action": "Actions",
    "fact": "key facts",
    "milestone": "milestones",
    "phase": "phases",
    "term": "terms",
}
QUALIFIERS = ("exactly", "over", "close to", "around", "up to", "at least", "estimated")

# The columns of the full-text index in order, with the weight of a match in each.
TEXT_COLUMNS = {
    "title": 10.0,
    "names": 8.0,
    "people": 8.0,
    "countries": 6.0,
    "organisations": 5.0,
    "topics": 5.0,
    "summary": 3.0,
    "details": 2.0,
    "note": 1.0,
}

# Separates the values of a list in a full-text column. The index treats it as a word, so that no phrase
# matches across two values.
SEPARATOR = " · "

_ALL = TYPES
_BODY = ("article", "action")


class Field(NamedTuple):
    """A field of records, with its JSON key, the types that have it, its kind of value and its meaning.

    `kind` is text, date, integer, number, texts (a list), people, events or url. `column` is the full-text
    column that holds its words. `needed` lists the types in which it is mandatory, and `derived` those in
    which it is computed and never written by hand.
    """

    name: str
    types: tuple[str, ...]
    kind: str
    meaning: str
    column: str = ""
    needed: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    header: str = ""


FIELDS = (
    Field(
        "id",
        _ALL,
        "text",
        "stable, readable name of the record; commands take any unambiguous beginning of it",
        needed=_ALL,
    ),
    Field("type", _ALL, "text", "article, action, fact, milestone, phase or term", derived=_ALL),
    Field(
        "title",
        _ALL,
        "text",
        "title as published; of a fact, the figure in words",
        "title",
        _ALL,
        derived=("fact",),
    ),
    Field(
        "date",
        _ALL,
        "date",
        "date as far as known; of an Action its start, of a fact its as-of date",
        derived=("action", "fact", "phase", "term"),
    ),
    Field("date_basis", _ALL, "text", "published, or inferred with the ground in the note", header="basis"),
    Field("url", _ALL, "url", "address of the source", needed=("fact", "milestone", "term")),
    Field(
        "accessed",
        _ALL,
        "date",
        "day on which the source was last seen to say what the record says",
    ),
    Field(
        "archived_url",
        _ALL,
        "url",
        "where the Internet Archive would have the copy nearest to the date; not known to exist",
        derived=_ALL,
        header="archived copy",
    ),
    Field("note", _ALL, "text", "what is doubtful, or where sources disagree", "note"),
    Field(
        "kind",
        ("article", "milestone"),
        "text",
        "kind of article or milestone, one of a fixed list",
        needed=("article", "milestone"),
    ),
    Field("series", ("article",), "text", "series that the article appeared in"),
    Field("language", ("article",), "text", "ISO 639-1 code of the language of the page"),
    Field(
        "number",
        ("action",),
        "integer",
        "number in the Action's address; the site gave some twice",
        "details",
    ),
    Field("partner", ("action",), "text", "partner the Action was done with", "organisations", ("action",)),
    Field("thematic_area", ("action",), "text", "thematic area of the Action", "topics", header="area"),
    Field("specific_areas", ("action",), "texts", "specific areas of the Action", "topics"),
    Field("status", ("action",), "text", "status as printed on the Action's page"),
    Field("start", ("action", "phase"), "date", "when it began"),
    Field("end", ("action", "phase"), "date", "when it ended"),
    Field(
        "phase", ("action",), "text", "phase of the initiative, derived from the start", derived=("action",)
    ),
    Field("metric", ("fact",), "text", "what is counted", "topics", ("fact",)),
    Field("value", ("fact",), "number", "the figure", needed=("fact",)),
    Field("value_max", ("fact",), "number", "upper end, where the source prints a range", header="max"),
    Field(
        "qualifier",
        ("fact",),
        "text",
        "the source's hedge: " + ", ".join(QUALIFIERS),
        needed=("fact",),
        header="hedge",
    ),
    Field("unit", ("fact",), "text", "unit of the figure", needed=("fact",)),
    Field("scope", ("fact",), "text", "what the figure covers", "summary", ("fact",)),
    Field("period_start", ("fact",), "date", "begin of the time that the figure covers", header="from"),
    Field("period_end", ("fact",), "date", "end of the time that the figure covers", header="to"),
    Field("as_of", ("fact",), "date", "when the figure was published or counted", header="as of"),
    Field("source_title", ("fact",), "text", "title of the source", "details", ("fact",), header="source"),
    Field("wording", ("fact",), "text", "the printed words of the figure", "details", ("fact",)),
    Field("same_figure_as", ("fact",), "texts", "ids of facts that give the same figure from another page"),
    Field(
        "disagrees_with",
        ("fact",),
        "texts",
        "ids of facts with another number for the same thing: both cannot be right",
    ),
    Field(
        "not_comparable_with",
        ("fact",),
        "texts",
        "ids of facts whose number differs because something else is counted",
    ),
    Field("expansion", ("term",), "text", "what the letters stand for", "names"),
    Field("meaning", ("term",), "text", "what the term means", "summary", ("term",)),
    Field(
        "summary",
        ("article", "action", "phase"),
        "text",
        "what it says, in the archive's own words",
        "summary",
        _BODY,
    ),
    Field("countries", ("article", "action", "milestone"), "texts", "countries concerned", "countries"),
    Field("regions", ("article",), "texts", "regions concerned"),
    Field("region", ("action",), "text", "region of the partner", needed=("action",)),
    Field("topics", _BODY, "texts", "topics, of the controlled list", "topics"),
    Field(
        "people",
        ("article",),
        "people",
        "people named: name, role, organisation, part (author, interviewer, interviewee, speaker), family name",
        "people",
    ),
    Field("organisations", ("article",), "texts", "organisations named", "organisations"),
    Field(
        "institutions", ("action",), "texts", "institutions of the partner that took part", "organisations"
    ),
    Field("experts_from", ("action",), "texts", "countries that sent experts", "details"),
    Field("actions", ("article", "milestone"), "texts", "ids of the Actions concerned"),
    Field("outputs", ("action",), "texts", "what the Action produced", "details"),
    Field("events", ("article",), "events", "dated events that the article reports: date, what", "details"),
    Field("funder", ("phase",), "text", "who paid for the phase", "details"),
    Field("budget_eur", ("phase",), "number", "budget in euro, where a source gives it", header="budget"),
    Field("sources", ("phase",), "texts", "addresses of the sources"),
    Field("other_names", ("action", "term"), "texts", "other names that it goes by", "names"),
    Field("other_urls", _BODY, "texts", "other addresses of the same page"),
)


# Lists are left out, because they have no obvious order.
SORTABLE = tuple(field.name for field in FIELDS if field.kind not in ("people", "events", "texts"))


class Facet(NamedTuple):
    """A facet, with the name that filters and `field:value` use and the fields that supply its values."""

    name: str
    fields: tuple[str, ...]
    meaning: str


FACETS = (
    Facet("type", ("type",), "type of record"),
    Facet("year", ("date",), "year of the date; filters take a range: 2020-2022"),
    Facet("kind", ("kind",), "kind of article or milestone: news, interview, opinion and so on"),
    Facet("series", ("series",), "series, as reflections"),
    Facet("country", ("countries",), "country by name, alias or ISO code"),
    Facet("region", ("regions", "region"), "region or subregion, as Africa or West Africa"),
    Facet("subregion", (), "subregion of a country, as Western Africa (UN M49)"),
    Facet("topic", ("topics",), "topic or one of its aliases"),
    Facet("person", ("people",), "person, by any words of the name"),
    Facet("organisation", ("organisations", "institutions"), "organisation, by any words of the name"),
    Facet("language", ("language",), "language code of the page"),
    Facet("partner", ("partner",), "partner of an Action"),
    Facet("area", ("thematic_area", "specific_areas"), "thematic or specific area of an Action"),
    Facet("status", ("status",), "status of an Action as printed"),
    Facet("phase", ("phase",), "phase of the initiative that the date falls in"),
    Facet("expert", ("experts_from",), "country that sent experts"),
    Facet("end", ("end",), "year in which an Action or phase ended"),
    Facet("linked", (), "yes for an Action that an article or milestone is about"),
    Facet("disputed", ("disagrees_with",), "yes for a key fact that another one disagrees with"),
    Facet("action", ("actions",), "id of an Action that the record is about"),
    Facet("metric", ("metric",), "what a key fact counts"),
    Facet("basis", ("date_basis",), "published or inferred date"),
    Facet("qualifier", ("qualifier",), "hedge of a key fact"),
)

DEFAULT_FIELDS = {
    "article": ("id", "date", "kind", "title", "date_basis"),
    "action": ("id", "start", "end", "partner", "title"),
    "fact": ("id", "metric", "qualifier", "value", "unit", "scope", "as_of", "url"),
    "milestone": ("id", "date", "kind", "title"),
    "phase": ("id", "start", "end", "title"),
    "term": ("title", "expansion", "meaning", "url"),
    "any": ("id", "date", "type", "title"),
}

# The layout of each type of record on a terminal when the fields are the default ones.
LAYOUTS = {
    "article": "listing",
    "action": "listing",
    "fact": "figures",
    "milestone": "listing",
    "phase": "columns",
    "term": "glossary",
    "any": "listing",
}

_BY_TYPE = {type_: tuple(field for field in FIELDS if type_ in field.types) for type_ in TYPES}


def fields_of(type_: str) -> tuple[Field, ...]:
    """Return the fields of a type of record, in the order of the table."""
    return _BY_TYPE[type_]


def facet_named(name: str) -> Facet | None:
    """Return the facet with this name, or None if there is none."""
    return next((facet for facet in FACETS if facet.name == name), None)
