"""Letters, texts, records and shapes made of chance, as the fuzz targets try them."""

from __future__ import annotations

import random
import re

import hostile
from mieuxcli.documents import record_of
from mieuxcli.fields import FIELDS, TYPES, fields_of
from mieuxcli.records import Record
from mieuxcli.shapes import Card, Cards, Count, Counts, Rows, Series, Shape, Span
from strategies import NASTY

__all__ = ["letters", "record", "shape", "text_of_bits"]

_LETTERS = "aeé-_:'\"\\()* \t\n\r\0\x1b\x7f\u0301\u202e\u2028\ufeff\ud800\U0001f426İßΣς٣½0129/.,;|<>&=#@%{}[]"


def letters(chance: random.Random, most: int = 12, *, halves: bool = True) -> str:
    """Make up to `most` letters, most of them such as trouble programs; `halves` are lone surrogates."""
    text = "".join(
        chance.choice(_LETTERS) if chance.random() < 0.8 else chr(chance.randrange(0x11000))
        for _ in range(chance.randrange(most))
    )
    return text if halves else re.sub("[\ud800-\udfff]", "x", text)


def text_of_bits(chance: random.Random) -> str:
    """Make a text that may stand in an archive, which is UTF-8."""
    bits = [*NASTY, *hostile.TITLES, *hostile.BITS, "wombat", "2022", "a\x02b\x03c", "a" * 300]
    made = "".join(
        chance.choice(bits) if chance.random() < 0.6 else letters(chance, 5, halves=False)
        for _ in range(chance.randint(1, 4))
    )
    return re.sub("[\ud800-\udfff]", "x", made)


def _value(chance: random.Random, kind: str) -> object:
    day = f"{chance.randint(1000, 9998)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    day = day[: chance.choice((4, 7, 10))]
    if kind == "url":
        return chance.choice(
            (hostile.URL, "javascript:alert(1)", text_of_bits(chance), "https://example.org/a b")
        )
    if kind in ("integer", "number"):
        return chance.choice(
            (0, -1, 430, 2**63 - 1, -(2**63) + 1, *((0.1, 1e300, -0.0) if kind == "number" else ()))
        )
    if kind == "texts":
        return [text_of_bits(chance) for _ in range(chance.randrange(3))]
    if kind == "people":
        keys = ("role", "organisation", "part", "family")
        return [
            {
                "name": text_of_bits(chance),
                **{key: text_of_bits(chance) for key in keys if chance.random() < 0.4},
            }
            for _ in range(chance.randrange(3))
        ]
    if kind == "events":
        return [{"date": day, "what": text_of_bits(chance)} for _ in range(chance.randrange(3))]
    return day if kind == "date" else text_of_bits(chance)


def record(chance: random.Random, type_: str) -> Record:
    """Make a record of a type, which has what it needs, and else what chance gives it."""
    row = {
        field.name: _value(chance, field.kind)
        for field in fields_of(type_)
        if type_ not in field.derived and (type_ in field.needed or chance.random() < 0.5)
    }
    # An id is one line: `--format ids` has nothing else to tell them apart.
    return record_of(
        type_, {**row, "id": f"{chance.randrange(10**6)}-{letters(chance, 4, halves=False)}".split()[0]}
    )


def shape(chance: random.Random) -> Shape:
    """Make rows, cards, counts or a series of up to four records."""
    records = [record(chance, chance.choice(TYPES)) for _ in range(chance.randint(0, 4))]
    kind = chance.randrange(4)
    if kind == 0:
        fields = tuple(chance.sample([field.name for field in FIELDS], chance.randint(1, 5)))
        return Rows(fields, records, chance.choice(("columns", "columns", "facts")) if records else "columns")
    if kind == 1:
        return Cards(tuple(Card(record, None, None, ()) for record in records))
    if kind == 2:
        rows = [
            Count(text_of_bits(chance), chance.randrange(10**6), chance.random())
            for _ in range(chance.randint(1, 4))
        ]
        return Counts(chance.randrange(10**6), {"country": rows}, {"country": "records"})
    dated = sorted((record for record in records if record.date), key=lambda record: record.date or "")
    years = dict.fromkeys((record.date or "")[:4] for record in dated)
    spans = (Span(year, tuple(r for r in dated if (r.date or "")[:4] == year)) for year in years)
    return Series("year", tuple(spans), len(records) - len(dated))
