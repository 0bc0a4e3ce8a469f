"""Words: folding, spelling variants, distances and nearest names."""

from __future__ import annotations

import sqlite3
import string

import pytest

from mieuxcli.words import distance, fold, nearest, root, spellings, tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("  \t\n", []),
        ("... -- !?", []),
        ("Crisis", ["crisis"]),
        ("CRISIS management", ["crisis", "management"]),
        ("don't", ["don", "t"]),
        ("snake_case", ["snake", "case"]),
        ("e-mail/post", ["e", "mail", "post"]),
        ("2020-2022", ["2020", "2022"]),
        ("MIEUX+", ["mieux"]),
        ("C\u00f4te d'Ivoire", ["cote", "d", "ivoire"]),
        ("Co\u0302te d\u2019Ivoire", ["cote", "d", "ivoire"]),
        ("\u00c5ngstr\u00f6m", ["angstrom"]),
        ("\u0130stanbul", ["istanbul"]),
        ("Stra\u00dfe", ["stra\u00dfe"]),
        (
            "\u041c\u0456\u0433\u0440\u0430\u0446\u0456\u044f",
            ["\u043c\u0456\u0433\u0440\u0430\u0446\u0456\u044f"],
        ),
        ("\u0627\u0644\u0647\u062c\u0631\u0629", ["\u0627\u0644\u0647\u062c\u0631\u0629"]),
        ("one\u00a0two\u2028three", ["one", "two", "three"]),
        ("\U0001f426 bird", ["bird"]),
    ],
)
def test_a_text_falls_into_folded_words(text: str, words: list[str]) -> None:
    """The words of a text come without case, accents and punctuation, in their order."""
    assert tokens(text) == words
    assert fold(text) == " ".join(words)


def _sqlite_tokens(text: str) -> list[str]:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE one USING fts5(text, tokenize = 'unicode61 remove_diacritics 2')"
    )
    connection.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(one, instance)")
    connection.execute("INSERT INTO one VALUES (?)", (text,))
    found = [row[0] for row in connection.execute('SELECT term FROM terms ORDER BY "offset"')]
    connection.close()
    return found


_LATIN = "".join(
    chr(c) for c in range(0xC0, 0x180) if c not in (0x132, 0x133, 0x13F, 0x140, 0x149)
)  # no letters made of two


@pytest.mark.parametrize(
    "text",
    [
        string.printable,
        " ".join(_LATIN),
        _LATIN.replace("\u00d7", "").replace("\u00f7", ""),
        "C\u00f4te d'Ivoire, S\u00e3o Tom\u00e9 & Pr\u00edncipe; T\u00fcrkiye \u2013 \u201cBrasil\u201d",
        "\u0406\u043d\u0441\u0442\u0438\u0442\u0443\u0442 \u043c\u0456\u0433\u0440\u0430\u0446\u0456\u0457"[
            :8
        ],
        "\u039f\u0394\u039f\u0399 \u0391\u0392\u0393",
        "1 234,5 EUR (2020-03-30)",
    ],
)
def test_words_are_those_of_the_index(text: str) -> None:
    """Words are folded as SQLite's tokenizer folds them when it makes the index."""
    assert tokens(text) == _sqlite_tokens(text)


@pytest.mark.parametrize(
    "word", ["\u0423\u043a\u0440\u0430\u0457\u043d\u0430", "\u043c\u0430\u0439", "m\u00b2", "\u2116"]
)
def test_words_of_other_scripts_are_those_of_the_index(word: str) -> None:
    """Words outside of the Latin alphabet are folded as SQLite's tokenizer folds them."""
    assert tokens(word) == _sqlite_tokens(word)


SPELLINGS = [
    ("organisation", "organization"),
    ("organise", "organize"),
    ("organised", "organized"),
    ("organising", "organizing"),
    ("organiser", "organizer"),
    ("organises", "organizes"),
    ("organisations", "organizations"),
    ("organisational", "organizational"),
    ("labour", "labor"),
    ("labours", "labors"),
    ("neighbourhood", "neighborhood"),
    ("behavioural", "behavioral"),
    ("analyse", "analyze"),
    ("dialogue", "dialog"),
    ("dialogues", "dialogs"),
    ("centre", "center"),
    ("centres", "centers"),
    ("defence", "defense"),
    ("programme", "program"),
    ("programmes", "programs"),
    ("travelling", "traveling"),
    ("travelled", "traveled"),
    ("fulfill", "fulfil"),
]


@pytest.mark.parametrize(("british", "american"), SPELLINGS)
def test_british_and_american_spellings_lead_to_each_other(british: str, american: str) -> None:
    """Each of two spellings of a word is among the other forms of the other."""
    assert american in spellings(british)
    assert british in spellings(american)


@pytest.mark.parametrize(
    "word", ["", "a", "or", "our", "wise", "rise", "tour", "doors", "migration", "ghana", "2022", "crisis"]
)
def test_short_and_other_words_have_no_other_spelling(word: str) -> None:
    """A word too short to tell, or of no pattern, is not respelt."""
    assert spellings(word) == set()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("", "", 0),
        ("", "a", 1),
        ("", "ab", 2),
        ("ghana", "ghana", 0),
        ("ghana", "gahna", 1),
        ("ghana", "ghanna", 1),
        ("ghana", "ghna", 1),
        ("ghana", "ghena", 1),
        ("ghana", "hgaan", 2),
        ("ghana", "guinea", 3),
        ("ghana", "ghanaian", 3),
        ("ca", "abc", 3),
        ("abcd", "badc", 2),
        ("kitten", "sitting", 3),
        ("migration", "imgratoin", 2),
    ],
)
def test_distance_counts_slips_of_the_keyboard(one: str, other: str, expected: int) -> None:
    """Letters wrong, missing, doubled or swapped count one each; anything further off than two is three."""
    assert distance(one, other) == expected
    assert distance(other, one) == expected


@pytest.mark.parametrize(("limit", "expected"), [(0, 1), (1, 2), (2, 3), (3, 3), (10, 3)])
def test_distance_stops_counting_at_its_limit(limit: int, expected: int) -> None:
    """A distance over the limit is told as one more than the limit, a smaller one in full."""
    assert distance("kitten", "sitting", limit) == expected


NAMES = [
    "Ghana",
    "Guinea",
    "Guinea-Bissau",
    "Gambia",
    "Tanzania, United Republic of",
    "C\u00f4te d'Ivoire",
    "Mali",
    "Malawi",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ghana", ["Ghana"]),
        ("Gahna", ["Ghana"]),
        ("gina", []),
        ("guinae", ["Guinea", "Guinea-Bissau"]),
        ("tanzanai", ["Tanzania, United Republic of"]),
        ("cote divoire", ["C\u00f4te d'Ivoire"]),
        ("COTE", ["C\u00f4te d'Ivoire"]),
        ("mali", ["Mali"]),
        ("mal", ["Mali", "Malawi"]),
        ("ma", []),
        ("zzzzzz", []),
    ],
)
def test_the_nearest_names_come_best_first(text: str, expected: list[str]) -> None:
    """Names that a slip may have turned into the text come nearest first, then those that begin with it."""
    assert nearest(text, NAMES) == expected


@pytest.mark.parametrize("text", ["", "-", "?!"])
def test_no_name_is_near_a_text_without_words(text: str) -> None:
    """A text that holds no letter or digit is no slip for any name."""
    assert nearest(text, NAMES) == []


def test_no_more_names_come_than_asked_for() -> None:
    """Three names at most come of many equally near, the alphabet deciding, or as many as asked for."""
    known = ["bat", "cat", "hat", "mat", "rat"]
    assert nearest("zat", known) == ["bat", "cat", "hat"]
    assert nearest("zat", known, most=1) == ["bat"]
    assert nearest("zat", known, most=9) == known


def test_nothing_is_near_where_nothing_is_known() -> None:
    """No name comes where there is none."""
    assert nearest("ghana", []) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tables", "table"),
        ("policies", "policy"),
        ("Countries", "COUNTRY"),
        ("migrações", "migração"),
        ("órgãos", "órgão"),
        ("nationaux", "national"),
        ("internacionais", "internacional"),
        ("fronteiras", "fronteira"),
        ("réfugiés", "refugie"),
        ("round tables", "Round Table"),
        ("origens", "origem"),
    ],
)
def test_a_plural_and_its_singular_have_one_root(one: str, other: str) -> None:
    """English, French, Spanish and Portuguese plurals have the root of their singulars."""
    assert root(one) == root(other)


@pytest.mark.parametrize(
    ("one", "other"), [("public", "publication"), ("nation", "nationality"), ("2018", "2019"), ("as", "a")]
)
def test_other_words_have_another_root(one: str, other: str) -> None:
    """What parts two words otherwise than in number keeps them apart, short words and years too."""
    assert root(one) != root(other)


@pytest.mark.parametrize("text", ["", "?!", "  "])
def test_a_text_without_words_has_no_root(text: str) -> None:
    """Of nothing but signs nothing is left."""
    assert root(text) == ""
