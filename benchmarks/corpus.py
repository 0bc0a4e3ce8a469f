"""Write an invented archive of any size as JSON Lines, always the same for the same seed.

usage: .venv/bin/python benchmarks/corpus.py RECORDS [SEED] > corpus.jsonl

Words are drawn by Zipf's law from a made-up vocabulary; `quokka` is in 40 records and `common` in a third of
them, so that a search with few hits and one with many have something to find.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from typing import Any

COUNTRIES = (
    "Ghana",
    "Kenya",
    "Togo",
    "Mali",
    "Peru",
    "Brazil",
    "Mexico",
    "Georgia",
    "Moldova",
    "Ukraine",
    "Jordan",
    "Thailand",
)
TOPICS = (
    "training",
    "integration",
    "border management",
    "migration data",
    "diaspora engagement",
    "migration policy",
)
KINDS = ("news", "interview", "opinion", "event", "publication")
SYLLABLES = ("ka", "lo", "mi", "ren", "tor", "vel", "sa", "ni", "dur", "pes", "on", "ata")


def vocabulary(chance: random.Random, size: int = 20_000) -> list[str]:
    """Return made-up words, the most frequent first."""
    return ["".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 5))) for _ in range(size)]


def records(number: int, seed: int) -> Iterator[dict[str, Any]]:
    """Yield articles of some fifty words each."""
    chance = random.Random(seed)  # noqa: S311 - an invented corpus is no secret
    words = vocabulary(chance)
    weights = [1 / (rank + 10) for rank in range(len(words))]
    rare = set(chance.sample(range(number), min(40, number)))
    for at in range(number):
        drawn = chance.choices(words, weights, k=56)
        drawn += ["quokka"] * (at in rare) + ["common"] * (at % 3 == 0)
        date = f"{chance.randint(2009, 2024)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        yield {
            "type": "article",
            "id": f"{date}-{'-'.join(drawn[:2])}-{at}",
            "title": " ".join(drawn[:8]).capitalize(),
            "date": date,
            "date_basis": "published",
            "url": f"https://example.org/{at}",
            "kind": chance.choice(KINDS),
            "language": "en",
            "summary": " ".join(drawn[8:]).capitalize() + ".",
            "countries": chance.sample(COUNTRIES, chance.randint(0, 3)),
            "topics": chance.sample(TOPICS, chance.randint(1, 3)),
            "people": [{"name": f"{drawn[0].capitalize()} {drawn[1].capitalize()}", "role": "Officer"}],
        }


if __name__ == "__main__":
    for record in records(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1):
        sys.stdout.write(json.dumps(record) + "\n")
