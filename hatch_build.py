"""The build hook that compiles data/ into the archive that the wheel carries.

A checkout and an editable install read data/ itself.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileArchive(BuildHookInterface[Any]):
    """The hook that puts `mieuxcli/archive.db` into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the archive, unless the install is editable."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        from mieuxcli.compiler import compiled, contents_of

        self.folder = tempfile.TemporaryDirectory()
        target = Path(self.folder.name, "archive.db")
        compiled(contents_of([str(Path(self.root, "data"))]), target)
        build_data["force_include"][str(target)] = "mieuxcli/archive.db"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the compiled archive, now that the wheel has it."""
        del build_data, artifact_path
        if version != "editable":
            self.folder.cleanup()
