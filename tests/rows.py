"""Invented records as rows of JSON, one each of three types, with nothing wrong in them."""

from __future__ import annotations

ARTICLE: dict[str, object] = {
    "type": "article",
    "id": "2020-03-30-quokkas",
    "title": "Quokkas",
    "date": "2020-03-30",
    "date_basis": "published",
    "url": "https://example.org/quokkas",
    "kind": "news",
    "summary": "Quokkas met.",
    "people": [{"name": "Ana Fernández", "part": "author"}],
}
FACT: dict[str, object] = {
    "type": "fact",
    "id": "fact-experts",
    "url": "https://example.org/facts",
    "metric": "experts",
    "value": 430,
    "qualifier": "close to",
    "unit": "experts",
    "scope": "since 2009",
    "source_title": "Facts",
    "wording": "close to 430 experts",
    "as_of": "2020-04-30",
}
TERM: dict[str, object] = {
    "type": "term",
    "id": "term-a",
    "title": "A",
    "url": "https://example.org/a",
    "meaning": "First.",
}
