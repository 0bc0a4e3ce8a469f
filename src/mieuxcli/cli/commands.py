"""The commands as one table: what runs each, what it is for, its words, and the options that it takes."""

from typing import NamedTuple

from mieuxcli.cli.options import FILTERS, IDS, QUERY, Argument

__all__ = ["COMMANDS", "GROUPS", "TOPICS", "Command", "Topic"]


class Command(NamedTuple):
    """A command: what runs it, its line and its text in the help, its words, and the options it takes.

    `shows` names the shapes of its answers, which decide the formats that it offers.
    """

    name: str
    module: str
    function: str
    summary: str
    text: str
    words: Argument | None = None
    options: tuple[str, ...] = ()
    shows: tuple[str, ...] = ("Rows",)

    @property
    def takes_query(self) -> bool:
        """Whether the words are a query, in which a minus excludes a word."""
        return self.words is QUERY


class Topic(NamedTuple):
    """A page of the manual: the file it is in and what it is about."""

    file: str
    meaning: str


TOPICS = {
    "query": Topic("query.md", "the query language"),
    "formats": Topic("formats.md", "the formats and what is in them"),
    "scripts": Topic("scripts.md", "streams, exit codes and the environment"),
    "archives": Topic("archives.md", "archives of one's own"),
    "data": Topic("data.md", "what the records are"),
    "agents": Topic("agents.md", "how a program asks, cites and keeps the hedges"),
}
_ORDER = ("sort", "reverse")
_FORMAT = ("format", "json", "csv", "output", "quiet")
_PAGER = ("raw", "pager", "no-pager")
_COUNTING = (*FILTERS, "limit", *_FORMAT, *_PAGER, "count", "literal", "archive")
_SELECTING = (*FILTERS, *_ORDER, "limit", *_FORMAT, "fields", *_PAGER, "count", "literal", "archive")

_COMMANDS = (
    Command(
        "list",
        "queries",
        "list_",
        "articles, newest first",
        "List the articles, newest first; those without a date come last. With --type, records of that type.",
        QUERY,
        _SELECTING,
    ),
    Command(
        "search",
        "queries",
        "search",
        "find records by words, best first",
        "Find articles, Actions, key facts, milestones and terms by words, best first.\n\n"
        'Words must all be found; "phrases", -word, OR, prefix* and field:value work: mieux help query.',
        QUERY,
        ("facets", "strict", *_SELECTING),
    ),
    Command(
        "show",
        "queries",
        "show",
        "records in full, with what belongs to them",
        "Show records in full: all fields, source, note, neighbours in the series and related records.",
        IDS,
        (*_FORMAT, *_PAGER, "archive"),
        ("Cards",),
    ),
    Command(
        "facts",
        "queries",
        "facts",
        "key facts: figures with hedge, scope, date and source",
        "List the key facts by metric and time: each figure with its hedge, unit, scope, as-of date and "
        "source.\n\n"
        "Words that name a metric choose it: mieux facts experts.",
        QUERY._replace(completes="metric"),
        ("as-of", "disputed", *_SELECTING),
    ),
    Command(
        "actions",
        "queries",
        "actions",
        "Actions, the projects with partners",
        "List the Actions, the projects that MIEUX did with partners, latest start first.",
        QUERY,
        _SELECTING,
    ),
    Command(
        "define",
        "queries",
        "define",
        "terms and acronyms",
        "Define a term or acronym: what it stands for, what it means, and the source; without a term, list "
        "them all.",
        Argument("term", "[TERM]", "Term or acronym, as GCM; all without it.", completes="terms"),
        (*_ORDER, "limit", *_FORMAT, "fields", *_PAGER, "archive"),
        ("Rows", "Grid"),
    ),
    Command(
        "timeline",
        "overviews",
        "timeline",
        "what happened when",
        "Show articles, Actions, milestones and phases in order of time; an Action stands at its start.",
        QUERY,
        ("by period", *_COUNTING),
        ("Series",),
    ),
    Command(
        "stats",
        "overviews",
        "stats",
        "how many there are, by any facet",
        "Count records: by type, year, kind, region, and the most frequent countries, people and topics; or "
        "by one facet.",
        QUERY,
        ("by facet", *_COUNTING),
        ("Counts", "Cross", "Overview"),
    ),
    Command(
        "map",
        "map",
        "map_",
        "where in the world: a square a country",
        "Count Actions by partner country, or with --by expert by the country that experts came from, and "
        "show them on a map on which each country is a square.",
        QUERY,
        ("by map", *(name for name in _COUNTING if name != "limit")),
        ("Map",),
    ),
    Command(
        "gaps",
        "threads",
        "gaps",
        "what the archive does not know",
        "Show what the archive does not know: how many records lack what they could have, or with the name "
        "of a gap "
        "the records that have it.\n\n"
        "The gap absent lists the Actions that must have been, as later ones of the same partner are "
        "numbered higher.",
        Argument(
            "gap", "[GAP]", "A gap, as experts or undated; all without it.", many=False, completes="gaps"
        ),
        ("by gap", *(name for name in _SELECTING if name != "literal")),
        ("Rows", "Grid", "Counts"),
    ),
    Command(
        "related",
        "threads",
        "related",
        "records that are like one, and why",
        "List the records that are most like one, each with the reasons: links, the same page, shared "
        "topics, "
        "countries and people, rare words of the title.",
        IDS,
        ("limit", *_FORMAT, "fields", *_PAGER, "archive"),
    ),
    Command(
        "person",
        "threads",
        "person",
        "who somebody is, by roles and dates",
        "Say who a person is: each role and organisation under which the archive names them, with date and "
        "article.",
        Argument("name", "NAME", "Any words of the name.", required=True, completes="person"),
        (*_FORMAT, *_PAGER, "archive"),
        ("Grid",),
    ),
    Command(
        "cite",
        "reference",
        "cite",
        "a reference, or data for reference managers",
        "Cite records: a reference to read, or with --format bibtex, ris or csl-json what reference "
        "managers read.\n\n"
        "Authors are the persons whom the source names as such, else the body that runs the site.",
        IDS,
        ("style", *_FORMAT, "archive"),
    ),
    Command(
        "open",
        "reference",
        "open_",
        "the source in a browser",
        "Open the sources of records in a browser; in a pipe, or with --print, print their addresses.",
        IDS,
        ("print", "archive"),
    ),
    Command(
        "page",
        "page",
        "page",
        "a page to read and search in any browser",
        "Write the archive, or what a query selects of it, as one HTML file that anybody can open.\n\n"
        "It needs no network and no program but a browser: search, filters, sources and citations are in it.",
        Argument(
            "file",
            "FILE.html [QUERY]...",
            "File to write, replaced once the new one is whole; then words and field:value as anywhere.",
            required=True,
        ),
        (*FILTERS, "quiet", "literal", "archive"),
    ),
    Command(
        "fields",
        "reference",
        "fields",
        "fields of records, and JSON Schemas",
        "List the fields of records: kind of value, types that have it, whether it filters, sorts and is "
        "searched, and its meaning.",
        Argument("name", "[NAME]", "A field, or with --schema a schema; all without it.", many=False),
        ("schema", *_FORMAT),
        ("Grid",),
    ),
    Command(
        "help",
        "reference",
        "help_",
        "a page of the manual",
        "Explain a topic: the query language, formats, scripts, archives, data, agents; without one, list "
        "the topics.",
        Argument(
            "topic", "[TOPIC]", f"One of {', '.join(TOPICS)}, or a command.", many=False, completes="topics"
        ),
    ),
    Command(
        "new",
        "archives",
        "new",
        "an empty, commented archive",
        "Make an empty archive: commented files to fill in, with the schema that editors check and complete "
        "them by.",
        Argument(
            "folder", "DIR", "Folder to make; it must not hold anything yet.", many=False, required=True
        ),
        ("quiet",),
    ),
    Command(
        "import",
        "archives",
        "import_",
        "records from saved pages, tables, references and feeds",
        "Add the records of saved pages, tables, references and feeds to an archive; what it has already is told "
        "and not added again.\n\n"
        "A news page is one article, a listing one for each date; saved HTML of other news pages, BibTeX, RIS, RSS "
        "and Atom need mieuxcli[import].\n\n"
        "The exit code is 1 where a file or a row was not read, though the others are added.",
        Argument(
            "sources",
            "FILE...",
            "Saved pages (text or HTML), CSV, JSON Lines, BibTeX, RIS, CSL-JSON, RSS or Atom, or folders; - reads one.",
            required=True,
        ),
        ("into", "dry-run", "fill", *_FORMAT, "fields"),
    ),
    Command(
        "check",
        "archives",
        "check",
        "all problems of an archive at once",
        "Check an archive and name all its problems at once, each with file, line, record and field.\n\n"
        "Errors give exit code 3; warnings alone do not. --format json writes them for editors and CI.",
        Argument(
            "paths", "[PATH]...", "Archives to check, laid over each other; the one in use without any."
        ),
        (*(name for name in _FORMAT if name != "csv"), "archive"),
        ("Problems",),
    ),
    Command(
        "diff",
        "archives",
        "diff",
        "what differs between two archives",
        "Show what was added, removed and changed between two archives, record by record and field by "
        "field.\n\n"
        "The exit code is 1 where they differ.",
        Argument("archives", "OLD NEW", "Two archives: folders, files, .db, or bundled.", required=True),
        _FORMAT,
        ("Grid",),
    ),
    Command(
        "compile",
        "archives",
        "compile_",
        "an archive in one file that opens at once",
        "Compile an archive into one file that opens at once, whatever its size.\n\n"
        "It is an SQLite database with a full-text index: datasette serves it, sqlite-utils searches it.",
        Argument(
            "path",
            "PATH.db",
            "File to write; one that is there is replaced when the new one is whole.",
            many=False,
            required=True,
        ),
        ("quiet", "archive"),
    ),
)
COMMANDS = {one.name: one for one in _COMMANDS}

GROUPS = {
    "Read": ("list", "search", "show", "facts", "actions", "define"),
    "Look": ("timeline", "stats", "map", "gaps"),
    "Follow": ("related", "person"),
    "Take along": ("cite", "open", "page", "fields", "help"),
    "Own archives": ("new", "import", "check", "diff", "compile"),
}
