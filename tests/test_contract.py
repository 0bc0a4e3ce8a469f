"""The contract for scripts: every command with every format, the keys of the JSON, exit codes, errors."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable

import pytest

from conftest import Run
from mieuxcli.cli.commands import COMMANDS, GROUPS
from mieuxcli.fields import FIELDS, TYPES, fields_of
from mieuxcli.formats import FORMATS
from screens import FROZEN

CALLS = {
    "Rows": [
        ["list"],
        ["search", "crisis"],
        ["facts", "experts"],
        ["actions", "--country", "ghana"],
        ["define"],
    ],
    "Cards": [["show", "2022-03-30", "action-ghana-iv"]],
    "Counts": [["stats"], ["stats", "--by", "year"]],
    "Series": [["timeline", "--year", "2020"]],
    "Map": [["map"], ["map", "--by", "expert"]],
}
NOTED = ("timeline", "facts", "stats", "map")
CELLS = [
    (shape, command, name) for shape, commands in CALLS.items() for command in commands for name in FORMATS
]


@pytest.mark.parametrize(("shape", "command", "name"), CELLS)
def test_every_command_writes_every_format_or_refuses_it_by_name(
    run: Callable[..., Run], shape: str, command: list[str], name: str
) -> None:
    """Each command is written in each format and parses, or is refused with the formats that work."""
    got = run(*command, "--format", name)
    if name == "ics" and command == ["define"]:
        assert got.code == 2  # terms have no dates
    elif shape in FORMATS[name].shapes:
        assert got.code == 0
        assert got.out
        # What figures say together, what a count counts and what a calendar lacks is told beside the answer.
        assert got.err == "" or command[0] in NOTED or name == "ics"
        PARSERS.get(name, str)(got.out)
    else:
        assert got.code == 2
        assert got.out == ""
        assert name in got.err
        assert "json" in got.err


def _parse_csv(text: str) -> None:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len({len(row) for row in rows}) == 1
    assert text.count("\r\n") == len(rows)


def _parse_tsv(text: str) -> None:
    assert len({line.count("\t") for line in text.splitlines()}) == 1


PARSERS: dict[str, Callable[[str], object]] = {
    "json": json.loads,
    "geojson": json.loads,
    "jsonl": lambda text: [json.loads(line) for line in text.splitlines()],
    "csv": _parse_csv,
    "tsv": _parse_tsv,
}


@pytest.mark.parametrize("type_", TYPES)
def test_records_have_the_keys_of_their_type_in_order(run: Callable[..., Run], type_: str) -> None:
    """The JSON of a record has all keys of its type in the order of the table of fields, and its type."""
    records = run("search", f"type:{type_}", "--format", "json").json
    names = [one.name for one in fields_of(type_)]
    for record in records:
        assert list(record)[: len(names)] == names
        assert record["type"] == type_


def test_a_search_adds_score_snippet_marks_and_matched_fields(run: Callable[..., Run]) -> None:
    """A hit says how well, where and in which fields it matched."""
    for hit in run("search", "humanitarian crisis", "--format", "json").json:
        assert hit["score"] > 0
        assert hit["matched"]
        assert set(hit["matched"]) <= {one.name for one in FIELDS}
        for start, end in hit["snippet_marks"]:
            assert 0 <= start < end <= len(hit["snippet"])
        marked = [hit["title"][start:end].lower() for start, end in hit["title_marks"]]
        assert set(marked) <= {"humanitarian", "crisis", "crises", "humanitarian crisis"}
        assert bool(marked) == ("title" in hit["matched"])


def test_a_card_adds_neighbours_and_related_records_with_reasons(run: Callable[..., Run]) -> None:
    """A record in full names those before and after it in its series, and related ones with the reason."""
    (card,) = run("show", "2022-03-30", "--archive", FROZEN, "--format", "json").json
    assert card["neighbours"] == {
        "before": "2022-02-09-objective-23",
        "after": "2022-05-20-migration-and-nutrition",
    }
    assert card["related"]
    assert all(other["reasons"] and other["id"] != card["id"] for other in card["related"])


def test_counts_and_series_have_the_shapes_of_the_contract(run: Callable[..., Run]) -> None:
    """Counts are an object of facets, a timeline an array of periods with the counts of their records."""
    stats = run("stats", "--type", "article", "--by", "year", "--archive", FROZEN, "--format", "json").json
    years = {one["label"]: one["count"] for one in stats["by"]["year"]}
    assert stats["total"] == 11 == sum(years.values())
    assert years == {"2018": 1, "2019": 1, "2021": 2, "2022": 6, "(none)": 1}
    periods = run("timeline", "--format", "json").json
    assert [one["period"] for one in periods] == sorted(one["period"] for one in periods)
    assert all(one["count"] == len(one["records"]) for one in periods)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["search", "qwxzvbn"], 1, "nothing matches"),
        (["list", "--year", "2022", "--country", "Fiji"], 1, "nothing matches"),
        (["list", "--year", "abc"], 2, "is not a year"),
        (["list", "--since", "2022-02-30"], 2, "does not exist"),
        (["list", "--since", "05/04/2021"], 2, "may be two dates"),
        (["list", "--kind", "interveiw"], 2, "interview"),
        (["list", "--country", "Ghanna"], 2, "Ghana"),
        (["list", "--topic", "trafiking"], 2, "trafficking"),
        (["list", "--limit", "-1"], 2, "less than nothing"),
        (["list", "--sort", "titel"], 2, "title"),
        (["list", "--fields", "id,titel"], 2, "title"),
        (["list", "--format", "jsno"], 2, "json"),
        (["list", "--yaer", "2022"], 2, "--year"),
        (["lst"], 2, "list"),
        (["stats", "--by", "cuntry"], 2, "country"),
        (["timeline", "--by", "week"], 2, "year, month, phase"),
        (["show", "2022", "--archive", str(FROZEN)], 2, "2022-02-01-cultural-agility"),
        (["show", "no-such-record"], 2, "no record has the id"),
        (["search"], 2, "something to search for"),
        (["define", "gmc"], 2, "GCM"),
        (["list", "--archive", "/nowhere"], 3, "does not exist"),
        (["list", "--archive", "/etc/hostname"], 3, "is no archive"),
        (["check", "/nowhere"], 3, "does not exist"),
    ],
)
def test_what_goes_wrong_is_one_line_and_a_hint(
    run: Callable[..., Run], arguments: list[str], code: int, said: str
) -> None:
    """A wrong value, an unknown name and an unreadable archive have exit codes and name what is right."""
    got = run(*arguments)
    assert got.code == code
    assert got.out == ""
    assert said in got.err
    assert got.err.startswith("mieux: ")
    assert len(got.err.splitlines()) <= 4


def test_a_command_that_takes_ids_reads_them_from_a_pipe(process: Callable[..., Run]) -> None:
    """Without ids, or for -, they come from standard input, one a line; an empty pipe is told."""
    assert [
        record["id"]
        for record in process("show", "--format", "json", stdin=b"2022-03-30\naction-ghana-iv\n").json
    ] == [
        "2022-03-30-crisis-resources",
        "action-ghana-iv",
    ]
    assert process("show", "-", stdin=b"2022-03-30\n").code == 0
    got = process("show", stdin=b"")
    assert (got.code, got.out) == (2, "")
    assert "show needs an id" in got.err


def test_an_empty_result_is_a_valid_empty_document(run: Callable[..., Run]) -> None:
    """Where nothing matches, JSON is an empty array, CSV its header, lines are none, the exit code is 1."""
    assert run("search", "qwxzvbn", "--format", "json").json == []
    assert run("search", "qwxzvbn").out == ""
    assert run("list", "--year", "1999", "--format", "csv").out == "id,date,kind,title,date_basis\r\n"
    assert run("timeline", "--year", "1999", "--format", "json").json == []
    assert run("stats", "--year", "1999", "--by", "kind", "--format", "json").json == {
        "total": 0,
        "by": {"kind": []},
        "units": {"kind": "articles and milestones"},
    }


def test_quiet_says_nothing_and_count_a_number(run: Callable[..., Run]) -> None:
    """--quiet leaves the exit code alone to tell, --count prints how many there are."""
    assert run("search", "crisis", "--quiet") == Run("", "", 0)
    assert run("search", "qwxzvbn", "--quiet") == Run("", "", 1)
    assert run("list", "--series", "reflections", "--archive", FROZEN, "--count") == Run("4\n", "", 0)
    assert run("list", "--year", "1999", "--count") == Run("0\n", "", 1)


def test_fields_choose_columns(run: Callable[..., Run]) -> None:
    """--fields takes a list, adds to the default with a plus, and knows all."""
    assert run("list", "--limit", "1", "--fields", "date,id", "--archive", FROZEN).lines == [
        "2022-10\t2022-10-georgia-consular-bari"
    ]
    assert (
        run("list", "--limit", "1", "--fields", "+url", "--format", "tsv").lines[0]
        == "id\tdate\tkind\ttitle\tdate_basis\turl"
    )
    assert run("list", "--limit", "1", "--fields", "all", "--format", "tsv").lines[0].split("\t") == [
        one.name for one in FIELDS
    ]


def test_a_limit_cuts_and_an_order_turns(run: Callable[..., Run]) -> None:
    """--limit, --sort and --reverse do what they say; records without the field come last either way."""
    ids = run("list", "--format", "ids").lines
    assert run("list", "--format", "ids", "--limit", "3").lines == ids[:3]
    dates = run("list", "--reverse", "--fields", "date").lines
    dated = [date for date in dates if date]
    assert dates[: len(dated)] == dated
    assert dated == sorted(dated, key=lambda date: (date + "-01-01")[:10])
    titles = run("list", "--sort", "title", "--fields", "title", "--archive", FROZEN).lines
    assert [title.split()[0] for title in titles] == [
        "Coping",
        "Five",
        "Interview:",
        "Madagascar:",
        "MIEUX",
        "Migration",
        "Resources",
        "Strengthening",
        "Trafficking:",
        "Webinar:",
        "Експерти",
    ]
    assert (
        run("list", "--sort", "-title", "--limit", "1", "--format", "ids").lines
        == run("list", "--sort", "title", "--reverse", "--limit", "1", "--format", "ids").lines
    )


def test_a_query_and_options_mean_the_same(run: Callable[..., Run]) -> None:
    """`field:value` selects what the option of that name selects."""
    pairs = [
        (["country:ghana"], ["--country", "ghana"]),
        (["year:2020-2022"], ["--year", "2020-2022"]),
        (["since:2021-03 until:2022"], ["--since", "2021-03", "--until", "2022"]),
        (["kind:interview OR kind:opinion"], ["--kind", "interview", "--kind", "opinion"]),
        (['topic:"human trafficking"'], ["--topic", "THB"]),
        (["person:woeger"], ["--person", "Alfred Woeger"]),
    ]
    for query, options in pairs:
        assert (
            run("list", *query, "--format", "ids").lines
            == run("list", *options, "--format", "ids").lines
            != []
        )


def test_a_word_after_a_minus_is_excluded(run: Callable[..., Run]) -> None:
    """`-word` on the command line excludes the word, as in the query language."""
    assert run("search", "crisis", "-ukraine", "--format", "ids") == run(
        "search", "crisis NOT ukraine", "--format", "ids"
    )
    assert "2022-03-30-crisis-resources" not in run("search", "crisis", "-ukraine", "--format", "ids").lines
    assert run("search", "crisis", "--quiet", "-ukraine", "--count") == run(
        "search", "crisis NOT ukraine", "--quiet", "--count"
    )
    assert run("search", "crisis", "-2021", "--count").out == run("search", "crisis NOT 2021", "--count").out
    assert run("search", "crisis", "--limit", "-1").code == 2


def test_help_is_there_for_every_command(run: Callable[..., Run]) -> None:
    """-h works everywhere, and --version names the version."""
    whole = run("-h").out
    assert whole == run("--help").out
    assert sorted(COMMANDS) == sorted(name for names in GROUPS.values() for name in names)
    for name, listing in COMMANDS.items():
        assert f"  {name} " in whole
        assert listing.summary in whole
        got = run(name, "--help")
        assert got.code == 0
        assert f"Usage: mieux {name}" in got.out
        assert max(map(len, got.out.splitlines())) <= 100
    assert run("--version").out.startswith("mieux 0.")


def test_facts_name_a_metric_or_are_searched(run: Callable[..., Run]) -> None:
    """Words that name a metric choose it, others are looked for in figures; --as-of cuts what is later."""
    assert {fact["metric"] for fact in run("facts", "experts", "--format", "json").json} == {"experts"}
    assert {fact["metric"] for fact in run("facts", "quito", "--format", "json").json} != set()
    early = run("facts", "countries", "--as-of", "2020", "--format", "json").json
    assert early
    assert all(fact["as_of"] < "2021" for fact in early)


def test_an_unknown_term_is_told_where_terms_are_listed(run: Callable[..., Run]) -> None:
    """A term that nothing is like leads to the list of them, one with swapped letters to the right one."""
    assert run("define", "FOO").err.splitlines()[1] == "hint: mieux define lists what there is"
    assert run("define", "GMC").err.splitlines()[1] == "hint: did you mean GCM?"


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "crisis", "--facets", "--format", "csv"),
        ("search", "crisis", "--facets", "--format", "plain"),
        ("stats", "--by", "year,region,kind"),
        ("stats", "--sort", "title"),
        ("timeline", "--fields", "id"),
        ("show", "2022-03-30", "--fields", "id"),
        ("cite", "2022-03-30", "--fields", "id"),
        ("cite", "2022-03-30", "--style", "apa", "--format", "bibtex"),
        ("check", "--pager"),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(
    run: Callable[..., Run], arguments: tuple[str, ...]
) -> None:
    """No command takes an option that it has no use for."""
    got = run(*arguments)
    assert (got.code, got.out) == (2, "")
    assert got.err.startswith("mieux: ")


def test_a_filter_given_several_times_selects_either(run: Callable[..., Run]) -> None:
    """An option that is repeated is the filter of the same name with OR between, as the manual says."""
    twice = run("list", "--country", "ghana", "--country", "togo", "--format", "ids").lines
    assert twice == run("list", "(country:ghana OR country:togo)", "--format", "ids").lines
    assert len(twice) > len(run("list", "--country", "ghana", "--format", "ids").lines)


def test_an_action_without_a_known_end_was_under_way_at_its_start(run: Callable[..., Run]) -> None:
    """`running` finds such an Action in its start and not later."""
    (action,) = run("show", "action-ukraine-ii", "--archive", FROZEN, "--format", "json").json
    assert (action["start"], action["end"]) == ("2021-10", None)
    running = ("actions", "--archive", FROZEN, "--format", "ids", "--running")
    assert action["id"] in run(*running, "2021-10").lines
    assert action["id"] not in run(*running, "2021-11").lines


def test_a_list_of_another_type_is_that_type(run: Callable[..., Run]) -> None:
    """`list` has the articles, and with --type what that says."""
    assert {record["type"] for record in run("list", "--format", "json").json} == {"article"}
    assert (
        run("list", "--type", "phase", "--format", "ids").lines
        == run("search", "type:phase", "--sort", "-date", "--format", "ids").lines
    )
    assert {
        record["type"] for record in run("list", "--type", "phase", "--type", "term", "--format", "json").json
    } == {"phase", "term"}


def test_a_timeline_is_counted_as_it_is_shown(run: Callable[..., Run]) -> None:
    """The number of a timeline is that of its dated records; the others and those not named are told."""
    assert run("timeline", "--count").out.strip() == str(len(run("timeline").lines))
    assert re.fullmatch(r"mieux: \d+ undated records left out\n", run("timeline").err)
    drawn = run("timeline", "--format", "table")
    named = len(run("timeline", "--type", "milestone").lines)
    assert drawn.err == ""
    told = f"{named} of {len(run('timeline').lines)} records are named here; --format plain lists all"
    assert told in drawn.lines
    left = run("timeline").err.split()[1]
    assert f"left out: {left} records without a date (" in " ".join(drawn.out.split())


@pytest.mark.parametrize("name", ["phase-mieux-iii", "milestone-2020-12-02-500th-activity"])
def test_a_note_is_no_reference(run: Callable[..., Run], name: str) -> None:
    """What the archive notes of a record is not cited as if it were its source."""
    (record,) = run("show", name, "--archive", FROZEN, "--format", "json").json
    assert record["note"]
    assert record["note"][:20] not in run("cite", name, "--archive", FROZEN).out


def test_a_wrong_query_points_at_its_place(run: Callable[..., Run]) -> None:
    """A query that cannot be read is shown with a caret under the place."""
    got = run("search", "crisis colour:red")
    assert got.code == 2
    assert got.err.splitlines()[1:3] == ["  crisis colour:red", "         ^"]
    got = run("stats", "kind:news country:ghanna")
    assert got.err.splitlines()[1:] == [
        "  kind:news country:ghanna",
        "                    ^",
        "hint: did you mean Ghana?",
    ]
    got = run("facts", "experts country:ghanna")
    assert got.err.splitlines()[1:] == [
        "  experts country:ghanna",
        "                  ^",
        "hint: did you mean Ghana?",
    ]


def test_facets_beside_hits(run: Callable[..., Run]) -> None:
    """--facets adds how the hits spread, as an object beside the records in JSON."""
    got = run("search", "crisis", "--facets", "--format", "json").json
    assert len(got["records"]) == sum(one["count"] for one in got["facets"]["type"])
    assert set(got["facets"]) == {"year", "type", "kind", "country", "topic"}


def test_a_type_in_the_query_says_what_is_listed(run: Callable[..., Run]) -> None:
    """`list type:action` lists the Actions, and with OR records of both types, as the options do."""
    listed = run("list", "type:action", "--format", "ids").lines
    assert sorted(listed) == sorted(run("actions", "--format", "ids").lines) != []
    both = int(run("list", "type:article OR type:action", "--count").out)
    assert both == len(listed) + int(run("list", "--count").out)
