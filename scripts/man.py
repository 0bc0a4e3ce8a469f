"""Write man/mieux.1 from the help of the commands and the pages of the manual; a test compares them.

usage: .venv/bin/python scripts/man.py > man/mieux.1
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from mieuxcli import __version__
from mieuxcli.archive import open_archive
from mieuxcli.cli.commands import COMMANDS, GROUPS
from mieuxcli.cli.options import OPTIONS, Option
from mieuxcli.cli.reference import page as manual

_BEFORE = (
    ("--archive \\fIPATH\\fR", "Archive for the command that follows."),
    ("--version", "Print the version and exit."),
    ("--install-completion", "Install completion for the shell in use."),
    ("--show-completion", "Print the completion script of the shell in use."),
    ("-h, --help", "Print help and exit."),
)


def roff(text: str) -> str:
    """Return text as roff, with its special characters escaped.

    Code and bold text in Markdown become bold.
    """
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    marked = re.sub(r"`([^`]+)`|\*\*([^*]+)\*\*", lambda match: f"\\fB{match[1] or match[2]}\\fR", plain)
    return f"\\&{marked}" if marked.startswith(".") else marked


def sections(markdown: str) -> Iterator[str]:
    """Yield a page of the manual as roff.

    Headings become subsections, and the rows of tables tagged paragraphs.
    """
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


def entry(option: Option) -> str:
    """Return an option as a tagged paragraph."""
    metavar = f" \\fI{option.metavar}\\fR" if option.metavar else ""
    return f".TP\n\\fB{roff('--' + option.name)}\\fR{metavar}\n{roff(option.meaning)}"


def command_entries() -> Iterator[str]:
    """Yield an entry for each command, in the groups of the help, with its own options."""
    shared = {OPTIONS[name].name for name in COMMANDS["list"].options}
    for title, names in GROUPS.items():
        yield f".SS {title}"
        for command in (COMMANDS[name] for name in names):
            yield f".TP\n\\fBmieux {command.name}\\fR\n{roff(' '.join(command.text.split()))}"
            own = [OPTIONS[name] for name in command.options if OPTIONS[name].name not in shared]
            yield from (f".RS\n{entry(option)}\n.RE" for option in own)


def page() -> str:
    """Return the whole manual page."""
    date = open_archive().store.about()["date"]
    lines = [
        f'.TH MIEUX 1 "{date}" "mieux {__version__}" "User Commands"',
        ".SH NAME\nmieux \\- the MIEUX archive on the command line",
        (
            ".SH SYNOPSIS\n.B mieux\n[\\fB\\-\\-archive\\fR \\fIPATH\\fR] "
            "\\fICOMMAND\\fR [\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]"
        ),
        (
            ".SH DESCRIPTION\nArticles, Actions, key facts, milestones and terms of MIEUX "
            "(MIgration EU eXpertise), the joint initiative"
        ),
        (
            "of the European Union and ICMPD that ran from 2009 to 2024, "
            "bundled with the program and searchable without a network."
        ),
        ".PP\nThese stand before the command:",
        *(f".TP\n\\fB{name.replace('-', chr(92) + '-')}\\fR\n{what}" for name, what in _BEFORE),
        ".SH COMMANDS",
        *command_entries(),
        (
            ".SH OPTIONS\nMost commands take these; "
            "\\fBmieux \\fICOMMAND\\fB \\-\\-help\\fR lists those of one command."
        ),
        *(entry(OPTIONS[name]) for name in COMMANDS["list"].options),
    ]
    for topic, heading in (
        ("query", "QUERY LANGUAGE"),
        ("formats", "FORMATS"),
        ("scripts", "STREAMS, EXIT STATUS AND ENVIRONMENT"),
        ("archives", "ARCHIVES"),
        ("data", "RECORDS"),
        ("agents", "FOR PROGRAMS AND ASSISTANTS"),
    ):
        lines += [f".SH {heading}", *sections(manual(topic))]
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
