"""Graphs, read back by networkx."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given
from networkx import read_graphml

from conftest import Run
from hostile import TEXTS, TITLES, listed, quickly, titled, written
from mieuxcli.archive import Archive


def graph(text: str) -> Any:  # noqa: ANN401 - networkx has no types
    """Read GraphML."""
    return read_graphml(io.BytesIO(text.encode()))


def test_edges_count_what_stats_counts(run: Callable[..., Run]) -> None:
    """Of two facets, the weights of the edges are the cells of the table, and say that they count Actions."""
    asked = ("stats", "--by", "expert,country", "--format")
    table = run(*asked, "json").json["table"]
    cells = {
        (f"country:{row}", f"country:{column}"): number
        for row, numbers in zip(table["rows"], table["cells"], strict=True)
        for column, number in zip(table["columns"], numbers, strict=True)
        if number
    }
    read = graph(run(*asked, "graphml").out)
    assert {(one, other): data["weight"] for one, other, data in read.edges(data=True)} == cells
    assert {data["counts"] for *_, data in read.edges(data=True)} == {"Actions"}


def test_a_country_is_one_node_with_name_and_code(run: Callable[..., Run]) -> None:
    """A country that sends experts and receives them is one node, also where it is named as a partner."""
    for facets in ("expert,country", "expert,partner"):
        nodes = graph(run("stats", "--by", facets, "--format", "graphml").out).nodes
        assert nodes["country:Ghana"]["name"] == "Ghana"
        assert nodes["country:Ghana"]["code"] == "GH"


def test_records_are_linked_to_what_they_name(run: Callable[..., Run], archive: Archive) -> None:
    """Of a list, the edges lead from the articles to their Actions, which have their titles though not listed."""
    read = graph(run("list", "--format", "graphml").out)
    articles = json.loads(run("list", "--format", "json").out)
    assert {*read.edges()} == {(one["id"], other) for one in articles for other in one["actions"]}
    for node, data in read.nodes(data=True):
        assert data["name"] == " ".join(archive.get(node).title.split())
        assert data["code"] == node


def test_facts_name_those_that_disagree(run: Callable[..., Run]) -> None:
    """The relation of an edge is the field that names the other."""
    read = graph(run("facts", "--format", "graphml").out)
    facts = run("facts", "--format", "json").json
    disputes = {(one["id"], other) for one in facts for other in one["disagrees_with"]}
    found = {(a, b) for a, b, data in read.edges(data=True) if data["relation"] == "disagrees_with"}
    assert found == disputes != set()


def test_a_record_in_full_is_linked_to_what_is_related(run: Callable[..., Run]) -> None:
    """Of a card, the related records are nodes, and the edges tell the reasons."""
    (card,) = run("show", "action-ghana-iv", "--format", "json").json
    edges = graph(run("show", "action-ghana-iv", "--format", "graphml").out).edges(data=True)
    told = {b: data["reasons"] for _, b, data in edges if data["relation"] == "related"}
    assert told == {one["id"]: "; ".join(one["reasons"]) for one in card["related"]}


def test_counts_by_one_facet_are_no_graph(run: Callable[..., Run]) -> None:
    """Where nothing meets, the format is refused by name."""
    got = run("stats", "--by", "expert", "--format", "graphml")
    assert (got.code, got.out) == (2, "")
    assert got.err.startswith("mieux: graphml cannot show counts")


def test_hostile_titles_are_names(run: Callable[..., Run], tmp_path: Path) -> None:
    """Whatever the titles are, there is a node for each."""
    assert len(graph(listed(run, tmp_path, "--format", "graphml")).nodes) == len(TITLES)


@quickly
@given(TEXTS)
def test_any_title_is_a_name(text: str) -> None:
    """Whatever a title is, networkx reads one node."""
    assert len(graph(written(titled(text), "graphml")).nodes) == 1
