"""Strategies that several files of property tests draw from, and the settings that all of them run with."""

from __future__ import annotations

import os
from datetime import date

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

settings.register_profile(
    "mieux", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
# HYPOTHESIS_PROFILE=explore draws other inputs at every run, and prints how to repeat a finding.
settings.register_profile("explore", settings.get_profile("mieux"), derandomize=False, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "mieux"))

# Lone surrogates are among them.
ANY_TEXT = st.text(st.characters(exclude_categories=()))
# What troubles TOML, JSON and terminals, but for lone surrogates, which no UTF-8 file can hold.
NASTY = [
    '"',
    "'",
    "\\",
    "\\u",
    '"""',
    "'''",
    "\x7f",
    "\x00",
    "\x1b[31m",
    "\r\n",
    "\n[[term]]\n",
    "\t",
    "# ",
    "\u200f\u05d0",
    "\u202e",
]
NASTY += [
    "\U0001f426",
    "\U0001f468\u200d\U0001f469",
    "\u2028",
    "\x85",
    "\ufeff",
    "\uffff",
    "e\u0301",
    "\u0130",
    "{",
    "]",
    "=",
    ",",
]
HOSTILE_TEXT = st.sampled_from(NASTY) | st.text(
    st.sampled_from("\"\\'\x7f\n a") | st.characters(exclude_categories=["Cs"]), max_size=9
)
DAYS = st.dates(date(1, 1, 1), date(9998, 12, 31))
DAYS_OF_FOUR_FIGURES = st.dates(date(1000, 1, 1), date(9998, 12, 31))
PARTIAL_DATES = st.tuples(DAYS, st.sampled_from((4, 7, 10))).map(lambda pair: pair[0].isoformat()[: pair[1]])
