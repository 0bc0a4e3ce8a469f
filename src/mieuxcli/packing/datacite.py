"""What an archive is, as DataCite describes data (https://schema.datacite.org, kernel 4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from mieuxcli.harmless import visible
from mieuxcli.packing.tables import licence_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mieuxcli.records import Record

__all__ = ["datacite"]

_KERNEL = "http://datacite.org/schema/kernel-4"
_SCHEMA = "http://schema.datacite.org/meta/kernel-4.4/metadata.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_YEAR = re.compile("[0-9]{4}")
# What the schema has for what is not known: to be assigned, and unavailable.
_TO_COME, _UNKNOWN = "(:tba)", "(:unav)"


def datacite(about: Mapping[str, str], records: Sequence[Record], today: str) -> bytes:
    """Return the description of an archive as XML.

    The identifier is left to whoever registers one. The year is that of the archive's date, else of the last
    look at a source, else of `today`, an ISO date.
    """
    root = ET.Element(
        "resource", {"xmlns": _KERNEL, "xmlns:xsi": _INSTANCE, "xsi:schemaLocation": f"{_KERNEL} {_SCHEMA}"}
    )
    creator = about.get("creator") or _UNKNOWN
    seen = max((record.accessed for record in records if record.accessed), default="")
    _add(root, "identifier", _TO_COME, identifierType="DOI")
    name = _add(_add(root, "creators"), "creator")
    _add(name, "creatorName", creator, nameType="Organizational")
    _add(_add(root, "titles"), "title", about.get("title") or _UNKNOWN)
    _add(root, "publisher", about.get("publisher") or creator)
    _add(
        root,
        "publicationYear",
        next(date[:4] for date in (about.get("date", ""), seen, today) if _YEAR.match(date)),
    )
    _add(root, "resourceType", "Archive of records", resourceTypeGeneral="Dataset")
    if about.get("date"):
        _add(_add(root, "dates"), "date", about["date"], dateType="Issued")
    _add(root, "language", "en")
    _add(_add(root, "sizes"), "size", f"{len(records)} records")
    formats = _add(root, "formats")
    for form in ("text/csv", "application/toml", "application/json", "text/html"):
        _add(formats, "format", form)
    if about.get("version"):
        _add(root, "version", about["version"])
    _rights(root, about)
    if about.get("description"):
        _add(_add(root, "descriptions"), "description", about["description"], descriptionType="Abstract")
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _rights(root: ET.Element, about: Mapping[str, str]) -> None:
    if not about.get("licence"):
        return
    spdx, address = licence_of(about)
    known = {"rightsURI": address, "rightsIdentifier": spdx, "rightsIdentifierScheme": "SPDX"} if spdx else {}
    _add(_add(root, "rightsList"), "rights", about["licence"], **known)


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    if text:
        # XML has no place for most control characters.
        element.text = visible(" ".join(text.split()))
    return element
