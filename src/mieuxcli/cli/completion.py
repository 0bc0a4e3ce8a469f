"""What a shell offers to complete a word with: values as the archive writes them, each as one word."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, TypeAlias

from mieuxcli.archive import open_store, term_titles
from mieuxcli.cli.commands import COMMANDS, TOPICS
from mieuxcli.errors import MieuxError
from mieuxcli.fields import FACETS, FIELDS, SORTABLE
from mieuxcli.formats import FORMATS, able
from mieuxcli.gaps import GAPS, IMPLIED
from mieuxcli.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mieuxcli.cli.commands import Command

__all__ = ["completed", "in_any_case", "one_word", "values"]

Value: TypeAlias = "tuple[str, str]"

# What takes several names with commas between them, of which the last one is completed.
_LISTS = ("sort_fields", "facets")
_PERIODS = ("year", "month", "phase")
_STYLES = {"apa": "American Psychological Association", "chicago": "The Chicago Manual of Style"}
_PLAIN_ID = re.compile(r"[\w.,:+@%/-]+")

# zsh drops what does not begin with the letters that were typed, unless it is told how they may differ.
_ZSH = "m:{a-zA-Z}={A-Za-z} " + " ".join(
    f"m:[{plain}{plain.upper()}]=[{accented}{accented.upper()}]"
    for plain, accented in {
        "a": "àáâãäåă",
        "c": "çč",
        "e": "èéêëę",
        "i": "ìíîï",
        "n": "ñń",
        "o": "òóôõö",
        "s": "šșş",
        "t": "țţ",
        "u": "ùúûü",
        "y": "ýÿ",
        "z": "žźż",
    }.items()
)
_ZSH_ASKS = "_arguments '*: :(("


def values(what: str, command: Command | None, archive: Sequence[str], begun: str) -> list[Value]:
    """Return the values that complete a word, each with its meaning, where it has one.

    `what` is named by an option or an argument: `formats`, `styles`, `periods`, `atlases`, `facets`, `sort_fields`,
    `gaps`, `topics`, `ids`, `terms` or a facet. An archive that cannot be read has no values.
    """
    if what == "formats":
        return [(name, FORMATS[name].meaning) for name in (able(command.shows) if command else FORMATS)]
    fixed = {
        "styles": list(_STYLES.items()),
        "periods": [(name, "") for name in _PERIODS],
        "atlases": [("country", ""), ("expert", "")],
        "facets": [(facet.name, facet.meaning) for facet in FACETS],
        "sort_fields": [(field.name, field.meaning) for field in FIELDS if field.name in SORTABLE],
        "gaps": [*((gap.name, gap.meaning) for gap in GAPS), *((name, "") for name in IMPLIED)],
        "topics": [
            *((name, topic.meaning) for name, topic in TOPICS.items()),
            *((name, one.summary) for name, one in COMMANDS.items()),
        ],
    }
    if what in fixed:
        return fixed[what]
    try:
        store = open_store(archive)
    except MieuxError:
        return []
    if what == "ids":
        return [(id_, "") for id_ in store.ids(begun) if _PLAIN_ID.fullmatch(id_)]
    found = term_titles(store) if what == "terms" else store.values(what)
    return [(one_word(value), "") for value in found]


def completed(what: str, begun: str, offered: Iterable[Value], shell: str) -> list[Value]:
    """Return which of the values complete the beginning of a word in a shell (bash, zsh or fish).

    Those that begin as it is typed come first, then those that do so in another case or without its accents,
    then those of which a later part does, as a surname.
    """
    before, comma, last = begun.rpartition(",") if what in _LISTS else ("", "", begun)
    known = [value for value in offered if value[0]]
    found = [value for value in known if value[0].startswith(last)]
    if not found:
        found = [value for value in known if fold(value[0]).startswith(fold(last))]
        found = _kept(found, last, shell)
    if not found:
        found = [value for value in known if _inside(value[0], last)]
        # bash puts what all of them begin with in the place of what was typed.
        found = [] if shell == "bash" and len(found) > 1 else found
    return [(before + comma + value, meaning) for value, meaning in found]


def _kept(found: list[Value], begun: str, shell: str) -> list[Value]:
    """Return values as the archive writes them where the shell can take that, else with the letters typed.

    bash puts what all values begin with in the place of the word, which would be shorter than it for Costa Rica
    and Côte d'Ivoire; fish drops values whose letters have accents that were not typed.
    """
    if shell == "bash":
        alike = len({value[: len(begun)] for value, _ in found}) == 1
        return found if alike else [(_as_typed(value, begun), meaning) for value, meaning in found]
    if shell == "fish":
        return [
            (value if begun.casefold() in value.casefold() else _as_typed(value, begun), meaning)
            for value, meaning in found
        ]
    return found


def _as_typed(value: str, begun: str) -> str:
    return begun + value[len(begun) :]


def _inside(value: str, begun: str) -> bool:
    parts = value.split("-")
    return any(fold("-".join(parts[at:])).startswith(fold(begun)) for at in range(1, len(parts)))


def in_any_case(offer: str) -> str:
    """Return an offer to zsh that tells it to complete in any case, without accents and from any part on."""
    if not offer.startswith(_ZSH_ASKS):
        return offer
    one = re.fullmatch(r"[\w-]+", offer.strip().removeprefix(f'{_ZSH_ASKS}"').removesuffix("\"))'"))
    if one:  # zsh cannot match within a word and without accents at once
        return f"compadd -U -- {one[0]}"
    return f"_arguments -M '{_ZSH} l:|=* r:|=*'{offer.removeprefix('_arguments')}"


def one_word(value: str) -> str:
    """Return a value as one word that no shell splits or expands, such as `Costa-Rica`.

    It folds to the same text as the value.
    """
    letters = "".join(char for char in unicodedata.normalize("NFC", value) if not unicodedata.combining(char))
    return "-".join(re.findall(r"[^\W_]+", letters))
