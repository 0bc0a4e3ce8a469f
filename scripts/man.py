"""Write man/mieux.1 from the help of the commands and the pages of the manual; a test compares the two.

usage: .venv/bin/python scripts/man.py > man/mieux.1
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

from mieuxcli import __version__, manual
from mieuxcli.archive import open_archive
from mieuxcli.cli.commands import COMMANDS, GROUPS, built

_PANELS = ("Which records", "How they are shown", "From where")
_BEFORE = (
    ("--archive \\fIPATH\\fR", "Archive for the command that follows."),
    ("--version", "Print the version and exit."),
    ("--install-completion", "Install completion for the shell in use."),
    ("--show-completion", "Print the completion script of the shell in use."),
    ("-h, --help", "Print help and exit."),
)


def roff(text: str) -> str:
    """Return text as roff takes it: backslashes, hyphens and dots at line ends escaped, Markdown's code and bold made bold."""
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    marked = re.sub(r"`([^`]+)`|\*\*([^*]+)\*\*", lambda match: f"\\fB{match[1] or match[2]}\\fR", plain)
    return f"\\&{marked}" if marked.startswith(".") else marked


def sections(markdown: str) -> Iterator[str]:
    """Yield the lines of a page of the manual as roff, its headings as subsections, its tables as tagged paragraphs."""
    paragraph: list[str] = []
    for line in [*markdown.splitlines(), ""]:
        row = re.match(r"\|(.+)\|$", line)
        if line and not row and not line.startswith(("#", "    ")):
            paragraph.append(line)
            continue
        if paragraph:
            yield f".PP\n{roff(' '.join(paragraph))}"
            paragraph = []
        if line.startswith("## "):
            yield f".SS {roff(line[3:])}"
        elif line.startswith("    "):
            yield f".PP\n.RS\n{roff(line.strip())}\n.RE"
        elif row and not set(row[1]) <= set("|- "):
            first, *rest = [part.strip() for part in re.split(r"(?<!\\)\|", row[1])]
            yield f".TP\n{roff(first)}\n{roff('; '.join(rest))}"


def parameters(command: Any, panels: tuple[str, ...]) -> Iterator[str]:  # noqa: ANN401 - typer keeps its command class private
    """Yield the options of a command that stand under these headings."""
    for param in command.params:
        if getattr(param, "rich_help_panel", None) in panels:
            metavar = f" \\fI{param.metavar}\\fR" if param.metavar else ""
            yield f".TP\n\\fB{roff(', '.join(param.opts))}\\fR{metavar}\n{roff(param.help or '')}"


def command_entries() -> Iterator[str]:
    """Yield an entry for each command, in the groups of the help, with the options of its own."""
    shared = {opt for param in built("list").params for opt in param.opts}
    for title, names in GROUPS.items():
        yield f".SS {title}"
        for name in names:
            command: Any = built(name)
            yield f".TP\n\\fBmieux {name}\\fR\n{roff(' '.join((command.help or '').split()))}"
            own = [param for param in command.params if getattr(param, "rich_help_panel", None) and not set(param.opts) & shared]
            yield from (f".RS\n.TP\n\\fB{roff(', '.join(param.opts))}\\fR\n{roff(param.help or '')}\n.RE" for param in own)


def page() -> str:
    """Return the whole page."""
    date = open_archive().store.about()["date"]
    lines = [
        f'.TH MIEUX 1 "{date}" "mieux {__version__}" "User Commands"',
        ".SH NAME\nmieux \\- the MIEUX archive on the command line",
        ".SH SYNOPSIS\n.B mieux\n[\\fB\\-\\-archive\\fR \\fIPATH\\fR] \\fICOMMAND\\fR [\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]",
        ".SH DESCRIPTION\nArticles, Actions, key facts, milestones and terms of MIEUX (MIgration EU eXpertise), the joint initiative",
        "of the European Union and ICMPD that ran from 2009 to 2024, bundled with the program and searchable without a network.",
        ".PP\nThese stand before the command:",
        *(f".TP\n\\fB{name.replace('-', chr(92) + '-')}\\fR\n{what}" for name, what in _BEFORE),
        ".SH COMMANDS",
        *command_entries(),
        ".SH OPTIONS\nMost commands take these; \\fBmieux \\fICOMMAND\\fB \\-\\-help\\fR lists those of one command.",
        *parameters(built("list"), _PANELS),
    ]
    for topic, heading in (
        ("query", "QUERY LANGUAGE"),
        ("formats", "FORMATS"),
        ("scripts", "STREAMS, EXIT STATUS AND ENVIRONMENT"),
        ("archives", "ARCHIVES"),
        ("data", "RECORDS"),
    ):
        lines += [f".SH {heading}", *sections(manual.page(topic))]
    examples = [f".TP\n\\fBmieux {roff(call)}\\fR\n{what}" for call, what in EXAMPLES]
    lines += [
        ".SH EXAMPLES",
        *examples,
        ".SH SEE ALSO\n.BR jq (1),\n.BR sqlite3 (1)",
        f".PP\n{len(COMMANDS)} commands; the README has more examples.",
    ]
    return "\n".join(lines) + "\n"


EXAMPLES = (
    ("list --year 2022", "The articles of a year, newest first."),
    ("search crisis -ukraine", "What there is on a word, without another."),
    ("facts experts", "One figure through time."),
    ("stats --by country --limit 10", "The ten countries with most records."),
)

if __name__ == "__main__":
    sys.stdout.write(page())
