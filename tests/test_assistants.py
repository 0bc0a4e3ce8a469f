"""The server for assistants, asked by the client of the official SDK."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

from conftest import CLEAN, MIEUX, Run
from mieuxcli.archive import Archive

mcp = pytest.importorskip("mcp")


def asked(*calls: tuple[str, dict[str, object]]) -> list[Any]:
    """Start the program as an assistant does, and return the names of its tools and the answers to some calls."""

    async def talk() -> list[Any]:
        command = mcp.StdioServerParameters(command=str(MIEUX), args=["mcp"], env=CLEAN)
        async with mcp.Client(command) as client:
            tools = (await client.list_tools()).tools
            answers = [await client.call_tool(name, arguments) for name, arguments in calls]
            return [tools, *answers]

    return asyncio.run(asyncio.wait_for(talk(), 60))


def content(answer: Any) -> Any:  # noqa: ANN401 - whatever the tool answers
    """Return an answer as the JSON that it is."""
    assert not answer.is_error, answer.content
    return json.loads(answer.content[0].text)


def test_an_assistant_searches_shows_and_cites(archive: Archive) -> None:
    """The client of the SDK finds four tools that only read, whose answers have hedge, source and address."""
    tools, hits, whole, facts, cited, unknown = asked(
        ("search", {"query": "crisis -ukraine", "limit": 3}),
        ("show", {"record_id": "action-madagascar-ii"}),
        ("facts", {"metric": "experts"}),
        ("cite", {"record_id": "2022-03-30"}),
        ("show", {"record_id": "no-such-record"}),
    )
    assert sorted(tool.name for tool in tools) == ["cite", "facts", "search", "show"]
    assert all(tool.annotations.read_only_hint for tool in tools)
    records = content(hits)["records"]
    assert [one["id"] for one in records] == [one.id for one, _ in archive.search("crisis -ukraine", limit=3)]
    assert all("url" in one for one in records)
    assert content(whole)["title"] == archive.get("action-madagascar-ii").title
    figures = content(facts)["facts"]
    assert {one["id"] for one in figures} == {one.id for one in archive.select("type:fact metric:experts")}
    assert all(one["hedge"] and one["source_title"] and one["url"] for one in figures)
    assert content(facts)["verdict"]
    assert archive.get("2022-03-30").title in content(cited)["reference"]
    assert unknown.is_error
    assert "no record has the id 'no-such-record'" in unknown.content[0].text


def test_without_the_extra_one_line_says_how_to_get_it(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the SDK is lacking, the error names the extra."""
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    got = run("mcp")
    assert (got.code, got.out) == (2, "")
    assert got.err.endswith("hint: pip install 'mieuxcli[mcp]'\n")
