"""Importing: saved pages and tables become records, and records are added to an archive of one's own."""

from __future__ import annotations

from mieuxcli.importing.drafting import Found, Unread
from mieuxcli.importing.reading import read
from mieuxcli.importing.writing import Added, add

__all__ = ["Added", "Found", "Unread", "add", "read"]
