"""The invented archives that the tests share: a tiny one, one with a record of each type, and a rich one."""

from __future__ import annotations

from pathlib import Path

# Four records without a vocabulary; a title has markup and a smiley in it, and one article has no date.
INVENTED = """
[archive]
title = "Invented"

[[phase]]
id = "phase-one"
title = "One"
start = "2019"
end = "2020"

[[action]]
id = "action-ghana-i"
title = "Ghana I: Diaspora"
partner = "Ghana"
countries = ["Ghana"]
region = "Africa"
start = "2019-05"
end = "2020-02"
topics = ["diaspora engagement"]
summary = "Helped to write a policy."
url = "https://example.org/ghana-i"

[[article]]
id = "2020-03-30-quokkas"
title = "Quokkas, [bold]wombats[/bold] and :smile:"
date = "2020-03-30"
date_basis = "published"
url = "https://example.org/quokkas"
kind = "news"
language = "en"
summary = "Voting wombats met in Côte d'Ivoire during a crisis."
countries = ["Côte d'Ivoire"]
topics = ["crisis management"]
people = [{ name = "Ana Fernández", role = "Officer", organisation = "ICMPD", part = "author" }]
actions = ["action-ghana-i"]

[[article]]
id = "undated-numbats"
title = "Numbats"
kind = "interview"
language = "en"
summary = "An undated piece."
url = "https://example.org/numbats"
"""

# One record of each type and a vocabulary, with nothing wrong in it; most lines stand in it once only.
SOUND = """\
[archive]
title = "Sound"

[[country]]
name = "Ghana"
alpha2 = "GH"

[[country]]
name = "Côte d'Ivoire"
aliases = ["Ivory Coast"]

[[region]]
name = "Africa"

[[topic]]
name = "diaspora engagement"
aliases = ["diaspora"]

[[kind]]
name = "news"

[[area]]
name = "Migration and Development"

[[metric]]
name = "experts"

[[language]]
name = "en"

[[phase]]
id = "phase-one"
title = "One"
start = "2019"
end = "2020"
sources = ["https://example.org/one"]

[[action]]
id = "action-ghana-i"
title = "Ghana I"
url = "https://example.org/ghana-i"
number = 7
partner = "Ghana"
thematic_area = "Migration and Development"
status = "Completed"
start = "2019-05"
end = "2020-02"
summary = "Helped to write a policy."
countries = ["Ghana"]
region = "Africa"
topics = ["diaspora engagement"]
experts_from = ["Ghana"]
note = "The page was read twice."

[[article]]
id = "2020-03-30-quokkas"
title = "Quokkas"
date = "2020-03-30"
date_basis = "published"
url = "https://example.org/quokkas"
kind = "news"
language = "en"
summary = "Quokkas met."
countries = ["Ghana", "Côte d'Ivoire"]
regions = ["Africa"]
topics = ["diaspora engagement"]
people = [{ name = "Ana Fernández", part = "author" }]
actions = ["action-ghana-i"]
events = [{ date = "2020-03-28", what = "the meeting" }]
other_urls = ["https://example.org/fr/quokkas"]

[[fact]]
id = "fact-experts"
url = "https://example.org/facts"
metric = "experts"
value = 430
qualifier = "close to"
unit = "experts"
scope = "since 2009"
period_start = "2009"
period_end = "2020-04"
as_of = "2020-04-30"
source_title = "Facts"
wording = "close to 430 experts"

[[milestone]]
id = "milestone-launch"
title = "Launch"
date = "2020-04-24"
date_basis = "published"
url = "https://example.org/launch"
kind = "news"

[[term]]
id = "term-gcm"
title = "GCM"
url = "https://example.org/gcm"
expansion = "Global Compact for Migration"
meaning = "An agreement."
"""

# Thirteen records of all types and a vocabulary to ask questions of, with nothing wrong in it.
MARSUPIALS = """\
[archive]
title = "Marsupials"

[[country]]
name = "Ghana"
alpha2 = "GH"
alpha3 = "GHA"
adjectives = ["Ghanaian"]
subregion = "Western Africa"

[[country]]
name = "Côte d'Ivoire"
alpha2 = "CI"
aliases = ["Ivory Coast"]

[[country]]
name = "Moldova"

[[country]]
name = "Portugal"
adjectives = ["Portuguese"]

[[country]]
name = "Guinea"
adjectives = ["Guinean"]

[[country]]
name = "Guinea-Bissau"
adjectives = ["Guinean"]

[[topic]]
name = "crisis management"

[[topic]]
name = "trafficking in human beings"
aliases = ["THB", "modern slavery"]
includes = ["victim referral"]

[[language]]
name = "en"

[[language]]
name = "fr"
includes = ["French"]

[[area]]
name = "Migration and Development"
aliases = ["M&D"]
specific = [{ name = "M&D - Diaspora affairs", aliases = ["Diaspora affairs"] }]

[[metric]]
name = "experts"
aliases = ["specialists deployed"]

[[metric]]
name = "participants"

[[person]]
name = "Ana Fernández"
variants = ["Ana Fernandes"]

[[phase]]
id = "phase-i"
title = "MIEUX I"
url = "https://example.org/one"
start = "2009"
end = "2011"

[[phase]]
id = "phase-plus"
title = "MIEUX+"
url = "https://example.org/plus"
start = "2020-04"
end = "2024-03"

[[action]]
id = "action-ghana-i"
title = "Ghana I: Diaspora"
url = "https://example.org/ghana-i"
partner = "Ghana"
thematic_area = "Migration and Development"
specific_areas = ["M&D - Diaspora affairs"]
status = "Completed"
start = "2009-05"
end = "2010-02"
summary = "A program for the center of towns."
countries = ["Ghana"]
region = "Africa"
topics = ["crisis management"]
institutions = ["Ministry of the Interior of Ghana"]
experts_from = ["Portugal"]

[[action]]
id = "action-ghana-ii"
title = "Ghana II: Borders"
url = "https://example.org/ghana-ii"
partner = "Ghana"
status = "Ongoing"
start = "2021-01"
end = "2022-06"
summary = "Officers were trained."
countries = ["Ghana"]
region = "Africa"

[[action]]
id = "action-moldova"
title = "Moldova: Integration"
url = "https://example.org/moldova"
partner = "Moldovan police"
summary = "A plan was written."
countries = ["Moldova"]
region = "EU Neighbourhood"

[[article]]
id = "2022-03-30-quokkas"
title = "Quokkas in a crisis"
url = "https://example.org/quokkas"
date = "2022-03-30"
date_basis = "published"
kind = "news"
series = "MIEUX+ Reflections"
language = "en"
summary = "Guidelines of the organisation for labour ministries."
countries = ["Ghana"]
regions = ["Africa"]
topics = ["crisis management"]
people = [{ name = "Ana Fernández", role = "Officer", organisation = "ICMPD" }]
organisations = ["ICMPD"]
actions = ["action-ghana-i"]

[[article]]
id = "2022-05-abidjan"
title = "An interview in Abidjan"
date = "2022-05"
date_basis = "inferred"
kind = "interview"
language = "fr"
summary = "On crisis and management, apart."
countries = ["Côte d'Ivoire"]
regions = ["Africa"]
topics = ["trafficking in human beings"]
people = [{ name = "Bruno Ana Costa" }]
note = "The day is not printed."

[[article]]
id = "2020-review"
title = "A look back"
url = "https://example.org/review"
date = "2020"
date_basis = "published"
kind = "opinion"
language = "en"
summary = "Two years of the GCM for a Guinean reader."
countries = ["Guinea", "Guinea-Bissau"]
regions = ["Global"]

[[article]]
id = "undated-numbats"
title = "Numbats"
url = "https://example.org/numbats"
kind = "interview"
language = "en"
summary = "Migrants, the Global Compact for Migration and a house for victim referral."
countries = ["Moldova"]
regions = ["EU Neighbourhood"]

[[fact]]
id = "fact-experts"
url = "https://example.org/facts"
metric = "experts"
value = 430
qualifier = "close to"
unit = "experts"
scope = "since 2009"
as_of = "2020-04-30"
source_title = "Facts"
wording = "close to 430"
disagrees_with = ["fact-participants"]

[[fact]]
id = "fact-participants"
url = "https://example.org/facts"
metric = "participants"
value = 5000
qualifier = "over"
unit = "participants"
scope = "MIEUX III"
source_title = "Facts"
wording = "over 5000"
disagrees_with = ["fact-experts"]

[[milestone]]
id = "milestone-launch"
title = "Launch in Brussels"
date = "2020-04-24"
url = "https://example.org/launch"
kind = "launch"
actions = ["action-ghana-ii"]

[[term]]
id = "term-gcm"
title = "GCM"
expansion = "Global Compact for Migration"
url = "https://example.org/gcm"
meaning = "An agreement of 2018."
"""

MARSUPIAL_IDS = {
    "phase-i",
    "phase-plus",
    "action-ghana-i",
    "action-ghana-ii",
    "action-moldova",
    "2022-03-30-quokkas",
    "2022-05-abidjan",
    "2020-review",
    "undated-numbats",
    "fact-experts",
    "fact-participants",
    "milestone-launch",
    "term-gcm",
}


def write(folder: Path, text: str = INVENTED, name: str = "archive.toml") -> Path:
    """Write an archive into a folder, which is made where it is missing, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder
