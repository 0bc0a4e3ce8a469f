# The five commands one types. `just` from Debian or PyPI (rust-just) runs them; each line may be typed as it stands.

bin := ".venv/bin"

# All tests, or those that are named.
test *names:
    {{bin}}/python -m pytest {{names}}

# Style, types, spelling, the project file and the data.
lint:
    {{bin}}/ruff check .
    {{bin}}/ruff format --check .
    {{bin}}/mypy
    {{bin}}/codespell
    {{bin}}/validate-pyproject pyproject.toml
    {{bin}}/mieux check data

# Speed and relevance, each side by side with a reference.
bench:
    {{bin}}/python benchmarks/startup.py
    {{bin}}/python benchmarks/first_paint.py
    {{bin}}/python benchmarks/relevance.py

# The pictures of the README and the screens that tests compare.
pictures:
    {{bin}}/python scripts/pictures.py
    MIEUX_UPDATE_GOLDEN=1 {{bin}}/python -m pytest tests/test_pictures.py

# What is written by scripts: the manual page and the schema of archives.
docs:
    {{bin}}/python scripts/man.py
    {{bin}}/mieux fields archive --schema > data/archive.schema.json

# The bill of materials of a plain installation, in CycloneDX form, to lie beside the notes of a release.
bom:
    python3 -m venv .bom/tool && .bom/tool/bin/pip install --quiet cyclonedx-bom
    python3 -m venv .bom/plain && .bom/plain/bin/pip install --quiet . && .bom/plain/bin/pip uninstall --quiet --yes pip setuptools
    .bom/tool/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible -o docs/mieux.cdx.json .bom/plain/bin/python
