"""GraphML (http://graphml.graphdrawing.org): which values of two facets meet, and which records name which."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from mieuxcli.fields import PLURALS
from mieuxcli.harmless import visible
from mieuxcli.linking import links_of
from mieuxcli.shapes import Cards, Cross, Rows, record_in, records_in
from mieuxcli.units import types_having

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mieuxcli.records import Record
    from mieuxcli.shapes import Shape

__all__ = ["graphml"]

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
# Facets whose values are countries, so that one that sends and receives experts is one node.
_COUNTRIES = ("country", "expert", "partner")


class _Graph:
    """A directed graph that grows: nodes by id and edges, each with its data."""

    def __init__(self) -> None:
        self.nodes: dict[str, dict[str, str | int]] = {}
        self.edges: list[tuple[str, str, dict[str, str | int]]] = []

    def node(self, id_: str, **data: str | int | None) -> None:
        known = self.nodes.setdefault(id_, {})
        known.update({key: value for key, value in data.items() if value is not None})

    def edge(self, source: str, target: str, **data: str | int) -> None:
        self.edges.append((source, target, data))


def graphml(shape: Shape) -> Iterator[str]:
    """Yield a directed graph.

    Of counts by two facets, a node is a value, with its name, its code if it is a country, and how many
    records have it as `records_FACET`; an edge leads from a value of the first facet to one of the second,
    and its `weight` is how many of what it `counts` have both. Of records, a node is a record, and an edge
    leads to another one that it names, by the field given as its `relation`.
    """
    graph = _Graph()
    if isinstance(shape, Cross):
        _meetings(graph, shape)
    else:
        _records(graph, shape)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield ET.tostring(_tree(graph), encoding="unicode") + "\n"


def _meetings(graph: _Graph, shape: Cross) -> None:
    for facet in shape.facets:
        held = {count.label: count.number for count in shape.by.get(facet, ())}
        for label in shape.rows if facet == shape.facets[0] else shape.columns:
            data = {f"records_{facet}": held.get(label)}
            id_ = _id_of(facet, label, shape.codes)
            graph.node(id_, name=label, kind=id_.partition(":")[0], code=shape.codes.get(label), **data)
    unit = _unit_of(*shape.facets)
    for row, numbers in zip(shape.rows, shape.cells, strict=True):
        for column, number in zip(shape.columns, numbers, strict=True):
            if number:
                source, target = (
                    _id_of(facet, label, shape.codes)
                    for facet, label in zip(shape.facets, (row, column), strict=True)
                )
                graph.edge(source, target, weight=number, counts=unit)


def _unit_of(one: str, other: str) -> str:
    """Return what can have a value of both facets, in words."""
    both = [type_ for type_ in types_having(one) if type_ in types_having(other)]
    return " and ".join(PLURALS[type_] for type_ in both) if 0 < len(both) <= 2 else "records"


def _id_of(facet: str, label: str, codes: Mapping[str, str]) -> str:
    return f"{'country' if facet in _COUNTRIES and label in codes else facet}:{label}"


def _records(graph: _Graph, shape: Shape) -> None:
    rows = [record_in(row) for row in shape.rows] if isinstance(shape, Rows) else [*records_in(shape)]
    beside = shape.beside if isinstance(shape, Rows) else ()
    for record in (*rows, *beside):
        _record(graph, record)
    for record in rows:
        for field, id_ in dict.fromkeys(links_of(record)):
            graph.node(id_, code=id_)
            graph.edge(record.id, id_, relation=field)
    for card in shape.cards if isinstance(shape, Cards) else ():
        for kin in card.related:
            _record(graph, kin.record)
            graph.edge(card.record.id, kin.record.id, relation="related", reasons="; ".join(kin.reasons))
    for data in graph.nodes.values():
        data.setdefault("name", data["code"])


def _record(graph: _Graph, record: Record) -> None:
    graph.node(
        record.id, name=record.title, code=record.id, kind=record.type, date=record.date, url=record.url
    )


def _tree(graph: _Graph) -> ET.Element:
    root = ET.Element("graphml", {"xmlns": _NAMESPACE})
    keys: dict[tuple[str, str], str] = {}
    for what, known in (("node", graph.nodes.values()), ("edge", (data for *_, data in graph.edges))):
        for name, value in ((name, value) for data in known for name, value in data.items()):
            if (what, name) not in keys:
                keys[what, name] = f"d{len(keys)}"
                kind = {"attr.name": name, "attr.type": "int" if isinstance(value, int) else "string"}
                ET.SubElement(root, "key", {"id": keys[what, name], "for": what, **kind})
    tree = ET.SubElement(root, "graph", {"edgedefault": "directed"})
    for id_, data in graph.nodes.items():
        _data(ET.SubElement(tree, "node", {"id": _clean(id_)}), "node", data, keys)
    for source, target, data in graph.edges:
        ends = {"source": _clean(source), "target": _clean(target)}
        _data(ET.SubElement(tree, "edge", ends), "edge", data, keys)
    return root


def _data(
    element: ET.Element, what: str, data: Mapping[str, str | int], keys: Mapping[tuple[str, str], str]
) -> None:
    for name, value in data.items():
        ET.SubElement(element, "data", {"key": keys[what, name]}).text = _clean(str(value))


def _clean(text: str) -> str:
    """Return a text on one line and without the control characters that XML has no place for."""
    return visible(" ".join(text.split())).replace("\ufffe", "").replace("\uffff", "")
