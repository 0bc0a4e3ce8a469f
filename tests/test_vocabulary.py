"""A vocabulary has one name for a thing, and knows the other words that mean it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mieuxcli.contents import load
from mieuxcli.fields import FACETS, FIELDS
from mieuxcli.vocabulary import CONTROLLED, TABLES, Entry, Vocabulary, entries_of

COUNTRY = {
    "name": "Côte d'Ivoire",
    "alpha2": "CI",
    "alpha3": "CIV",
    "region": "Africa",
    "aliases": ["Ivory Coast"],
    "adjectives": ["Ivorian"],
}


@pytest.fixture(scope="module")
def bundled() -> Vocabulary:
    """The vocabulary of the archive in the repository."""
    return load(Path(__file__).parents[1] / "data").vocabulary


def test_a_name_may_be_typed_in_all_its_forms() -> None:
    """A country is meant by its name, aliases, adjectives and codes, whatever the case and the accents."""
    (entry,) = entries_of("country", COUNTRY)
    assert entry.typed() == {"cote d ivoire", "ivory coast", "ivorian", "ci", "civ"}


def test_names_that_mean_the_same_expand_both_ways() -> None:
    """A search for the name finds the aliases and one for an alias finds the name and the other aliases."""
    (entry,) = entries_of("country", COUNTRY)
    assert entry.same() == {"cote d ivoire", "ivory coast", "ivorian"}


def test_names_in_other_languages_are_aliases() -> None:
    """A name in French, Spanish, Portuguese or Russian may be typed and means the same."""
    row = {"name": "Benin", "fr": ["Bénin"], "es": ["Benín"], "pt": ["Benim"], "ru": ["Бенин"]}
    (entry,) = entries_of("country", row)
    assert entry.typed() == entry.same() == {"benin", "benim", "бенин"}


def test_codes_do_not_widen_a_search() -> None:
    """A code is what a filter takes; as a word of a text it may mean anything."""
    (entry,) = entries_of("country", COUNTRY)
    assert {"ci", "civ"} & (entry.same() | entry.narrower()) == set()


def test_narrower_words_expand_one_way() -> None:
    """A search for a narrower word finds the name; one for the name does not find the narrower word."""
    (entry,) = entries_of(
        "topic", {"name": "trafficking", "aliases": ["THB"], "includes": ["victim referral"]}
    )
    assert entry.narrower() == {"victim referral"}
    assert entry.same() == {"trafficking", "thb"}
    assert entry.typed() == {"trafficking", "thb", "victim referral"}


def test_words_without_letters_are_nothing_typed() -> None:
    """An alias of punctuation alone is no word that a person could type."""
    (entry,) = entries_of("topic", {"name": "trafficking", "aliases": ["&", "--"]})
    assert entry.typed() == {"trafficking"}
    assert entry.same() == {"trafficking"}
    assert entry.narrower() == set()


@pytest.mark.parametrize(
    ("table", "row", "entries"),
    [
        (
            "person",
            {"name": "Ana Fernández", "variants": ["A. Fernandez"]},
            [Entry("person", "Ana Fernández", ("A. Fernandez",))],
        ),
        ("kind", {"name": "news"}, [Entry("kind", "news")]),
        ("language", {"name": "fr", "includes": ["French"]}, [Entry("language", "fr", (), ("French",))]),
        ("country", {"name": "Kosovo", "alpha2": ""}, [Entry("country", "Kosovo")]),
        (
            "metric",
            {"name": "experts", "meaning": "Experts."},
            [Entry("metric", "experts", rest=(("meaning", "Experts."),))],
        ),
        (
            "area",
            {
                "name": "Migration",
                "aliases": ["M"],
                "specific": ["Diaspora", {"name": "Remittances", "aliases": ["Money"]}],
            },
            [
                Entry("area", "Migration", ("M",)),
                Entry("area", "Diaspora"),
                Entry("area", "Remittances", ("Money",)),
            ],
        ),
    ],
)
def test_a_row_of_a_table_is_an_entry(table: str, row: dict[str, object], entries: list[Entry]) -> None:
    """A row is an entry of its facet with all its words; a thematic area brings its specific areas along."""
    assert entries_of(table, row) == entries


def test_what_else_a_row_says_is_kept() -> None:
    """Keys of a row that are no words for the name are kept with the entry."""
    (entry,) = entries_of("country", COUNTRY)
    assert (entry.codes, entry.rest) == (("CI", "CIV"), (("region", "Africa"),))


def test_a_later_entry_replaces_an_earlier_one_of_its_name() -> None:
    """A vocabulary keeps the last entry of a facet and name, and entries of the same name in other facets."""
    vocabulary = Vocabulary(
        [Entry("topic", "x"), Entry("topic", "y"), Entry("kind", "x"), Entry("topic", "x", ("z",))]
    )
    assert list(vocabulary.names("topic")) == ["x", "y"]
    assert vocabulary.names("topic")["x"].aliases == ("z",)
    assert vocabulary.names("kind")["x"].aliases == ()
    assert vocabulary.facets() == {"topic", "kind"}


def test_a_facet_without_entries_has_no_names() -> None:
    """A facet that the vocabulary lacks has no names, and is none of its facets."""
    assert dict(Vocabulary().names("topic")) == {}
    assert Vocabulary().facets() == set()


def test_a_vocabulary_takes_whole_facets_from_the_one_below_it() -> None:
    """Of a facet that a vocabulary has nothing comes from the base; one that it lacks comes whole."""
    base = Vocabulary([Entry("topic", "below"), Entry("kind", "news"), Entry("kind", "event")])
    joint = Vocabulary([Entry("topic", "above")]).over(base)
    assert {(entry.facet, entry.name) for entry in joint} == {
        ("topic", "above"),
        ("kind", "news"),
        ("kind", "event"),
    }


def test_every_table_feeds_a_facet_that_there_is() -> None:
    """The tables and the controlled fields name facets and fields; synonyms alone serve no filter."""
    facets = {facet.name for facet in FACETS}
    assert set(TABLES.values()) - facets == {"synonym"}
    assert set(CONTROLLED.values()) <= set(TABLES.values())
    assert set(CONTROLLED) <= {one.name for one in FIELDS}


def test_the_bundled_archive_has_every_vocabulary(bundled: Vocabulary) -> None:
    """The archive that comes with the program has entries for each table of a vocabulary."""
    assert bundled.facets() == set(TABLES.values())


@pytest.mark.parametrize(
    ("facet", "typed", "names"),
    [
        ("country", "gh", {"Ghana"}),
        ("country", "gha", {"Ghana"}),
        ("country", "ghanaian", {"Ghana"}),
        ("country", "ivory coast", {"Côte d'Ivoire"}),
        ("country", "drc", {"Democratic Republic of the Congo"}),
        ("country", "malagasy", {"Madagascar"}),
        ("country", "nigerian", {"Nigeria"}),
        ("country", "cape verde", {"Cabo Verde"}),
        ("country", "korean", {"North Korea", "South Korea"}),
        ("region", "lac", {"Latin America and the Caribbean"}),
        ("topic", "thb", {"trafficking in human beings"}),
        ("area", "m d", {"Migration and Development"}),
        ("language", "french", {"fr"}),
        ("metric", "migration experts", {"experts"}),
    ],
)
def test_the_bundled_vocabulary_knows_what_people_type(
    facet: str, typed: str, names: set[str], bundled: Vocabulary
) -> None:
    """Codes, aliases and adjectives mean the country, topic or other name that a reader would expect."""
    assert {entry.name for entry in bundled.names(facet).values() if typed in entry.typed()} == names
