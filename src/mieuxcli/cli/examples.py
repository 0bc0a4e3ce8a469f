"""Examples of each command, for its help, and what is printed where nothing was asked for."""

from __future__ import annotations

from mieuxcli import __version__
from mieuxcli.cli.commands import GROUPS

__all__ = ["EXAMPLES", "welcome"]

EXAMPLES = {
    "list": (
        ("list --year 2022", "the articles of a year, newest first"),
        ("list --country GH --format csv", "those about Ghana, for a spreadsheet"),
    ),
    "search": (
        ("search crisis -ukraine", "a word, without another"),
        ('search "peer to peer" --since 2020', "a phrase, in articles since 2020"),
    ),
    "show": (
        ("show 2022-03-30", "one record in full"),
        ("show action-madagascar-ii --json", "an Action, for a program"),
    ),
    "facts": (
        ("facts experts", "one figure through time"),
        ("facts --disputed", "the figures on which sources disagree"),
    ),
    "actions": (
        ("actions --country ghana", "the projects with a country"),
        ("actions --running 2020 --count", "how many were under way in 2020"),
    ),
    "define": (
        ("define GCM", "what an acronym stands for"),
        ("define Ghana", "what the archive holds on a place"),
    ),
    "timeline": (
        ("timeline --by phase", "what happened when"),
        ("timeline --year 2020", "what was going on in one year"),
    ),
    "stats": (
        ("stats --by expert -n 10", "whose experts took part in most Actions"),
        ("stats --by year,kind --csv", "a table of two facets"),
    ),
    "map": (
        ("map --by expert", "where the experts came from"),
        ("map --format geojson", "a point a country, for a GIS"),
    ),
    "gaps": (
        ("gaps", "what is not known, in numbers"),
        ("gaps experts --country ghana", "the Actions without experts"),
    ),
    "related": (
        ("related action-madagascar-ii", "what belongs to an Action, and why"),
        ("related 2022-03-30 -n 5", "the five records most like an article"),
    ),
    "person": (
        ("person chirita", "who somebody is"),
        ("person woeger --json", "the same for a program"),
    ),
    "cite": (
        ("cite 2022-02-01", "a reference to take along"),
        ("cite action-madagascar-ii -o refs.bib", "an entry for BibTeX, in a file"),
    ),
    "page": (
        ("page mieux.html", "the archive as one page"),
        ("page ghana.html --country ghana", "a part of it"),
    ),
    "open": (
        ("open 2022-03-30", "its page, in the browser"),
        ("open action-madagascar-ii --print", "its address alone"),
    ),
    "fields": (
        ("fields", "all fields, with what they are good for"),
        ("fields records --schema", "the JSON Schema of records"),
    ),
    "help": (
        ("help query", "the query language"),
        ("help search", "the options of a command"),
    ),
    "new": (
        ("new mine", "a folder to fill in"),
        ("new ~/archives/2024", "the same at another place"),
    ),
    "import": (
        ("import page.html --into mine", "the article of a saved page"),
        ("import list.csv --into mine --dry-run", "what a table would add"),
    ),
    "check": (
        ("check mine", "what is to be mended in an archive"),
        ("check bundled mine", "the same, laid over the bundled one"),
    ),
    "diff": (
        ("diff bundled mine", "what was added, changed and removed"),
        ("diff old.db new.db --format md", "the same as Markdown"),
    ),
    "compile": (
        ("compile mieux.db", "the bundled archive as one file"),
        ("compile mine.db --archive mine", "an archive of one's own"),
    ),
}
_FIRST = (
    ("search crisis", "what there is on a word, best first"),
    ("facts experts", "one figure through time, and whether sources agree"),
    ("timeline --by phase", "what happened when"),
    ("show 2022-03-30", "one record in full"),
)


def welcome() -> str:
    """Return what the program is, four commands to try, the names of all, and where to read on."""
    tried = [f"  mieux {call:<22}{meaning}" for call, meaning in _FIRST]
    names = [f"  {title + ':':<14}{', '.join(names)}" for title, names in GROUPS.items()]
    return "\n".join(
        [
            f"mieux {__version__}: the MIEUX archive, offline: articles, Actions and key facts",
            "of the initiative MIgration EU eXpertise, 2009 to 2024.",
            "",
            "Try:",
            *tried,
            "",
            "Commands:",
            *names,
            "",
            "Read on:",
            "  mieux --help          what each command does",
            "  mieux search --help   the options of one, with examples",
            "  mieux help            the manual",
            "",
        ]
    )
