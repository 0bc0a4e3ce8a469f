"""Change the source in small ways, one at a time, and tell which changes no test notices.

usage: .venv/bin/python scripts/mutants.py [--sample N] [--seed N] [--results FILE] [--again FILE] [MODULE ...]

A mutant is a module with one comparison, operator, constant, condition, returned value or statement changed.
It never touches the disk: a child of this process loads it in place of the module, and runs the module's tests
up to the first that fails. `--sample` takes so many mutants of each module, drawn with the printed seed; without
it, all are tried. `--results` appends each verdict as a line of JSON, and `--again` tries the survivors of such
a file once more. One process at a time, so that no verdict is another mutant's.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.abc
import importlib.util
import json
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "mieuxcli"
_PROPERTIES = "test_properties_queries.py"
_PRINTED = (
    f"{_PROPERTIES}::test_a_query_printed_and_parsed_again_means_the_same",
    f"{_PROPERTIES}::test_an_expression_printed_and_parsed_is_the_same",
)
_STORE = ("test_edges.py", "test_store.py", "test_store_answers.py", "test_store_errors.py", "test_query.py")
# The tests of each module, the fast ones first.
TESTS: dict[str, tuple[str, ...]] = {
    "dates": ("test_edges.py", "test_dates.py", "test_query.py", "test_store_answers.py"),
    "query": ("test_edges.py", "test_query.py", "test_store.py", "test_store_answers.py", *_PRINTED),
    "parser": ("test_edges.py", "test_query.py", "test_store_errors.py", *_PRINTED),
    "views": ("test_edges.py", "test_views.py", "test_formats_json.py", "test_threads.py"),
    "cli.reader": ("test_edges.py", "test_habits.py", "test_reader.py"),
    "store.conditions": _STORE,
    "store.order": _STORE,
    "store.ranking": (*_STORE, "test_relevance.py"),
    "store.lexicon": (*_STORE, "test_views.py", "test_search.py"),
}
SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}


class Mutant(NamedTuple):
    """One change: the module, its place among the changes of that module, its line, and what is changed."""

    module: str
    number: int
    line: int
    what: str


def _swap(node: ast.AST, name: str, index: int | None = None) -> Callable[[], None]:
    def change() -> None:
        if index is None:
            setattr(node, name, SWAPPED[type(getattr(node, name))]())
        else:
            operators = getattr(node, name)
            operators[index] = SWAPPED[type(operators[index])]()

    return change


def _set(node: ast.AST, name: str, value: object) -> Callable[[], None]:
    return lambda: setattr(node, name, value)


def _put(body: list[ast.stmt], at: int) -> Callable[[], None]:
    def change() -> None:
        body[at] = ast.copy_location(ast.Pass(), body[at])

    return change


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_exports(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"


def _changes_of(node: ast.AST) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield what can be changed in one node, and the function that changes it."""
    match node:
        case ast.Compare(ops=ops):
            for index, operator in enumerate(ops):
                if type(operator) in SWAPPED:
                    yield f"the other of {type(operator).__name__}", _swap(node, "ops", index)
        case ast.BoolOp() | ast.BinOp() | ast.AugAssign() if type(node.op) in SWAPPED:
            yield f"the other of {type(node.op).__name__}", _swap(node, "op")
        case ast.Constant(value=bool() as value):
            yield f"{not value} for {value}", _set(node, "value", not value)
        case ast.Constant(value=int() | float() as number):
            yield f"{number + 1} for {number}", _set(node, "value", number + 1)
        case ast.Constant(value=str() as text):
            yield f"another text for {text!r}", _set(node, "value", f"XX{text}")
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) != "None":
            yield "None returned", _set(node, "value", ast.Constant(None))
        case ast.If() | ast.IfExp() | ast.While() | ast.comprehension(ifs=[_, *_]):
            yield from _conditions_of(node)
        case ast.Break():
            yield "continue for break", lambda: setattr(node, "__class__", ast.Continue)
        case ast.Continue():
            yield "break for continue", lambda: setattr(node, "__class__", ast.Break)
        case _:
            pass
    for name in ("body", "orelse", "finalbody"):
        body: list[ast.stmt] = getattr(node, name, None) or []
        for at, statement in enumerate(body if isinstance(body, list) else []):
            if isinstance(statement, ast.Assign | ast.AugAssign | ast.Expr | ast.Raise) and not _is_text(
                statement
            ):
                yield f"nothing for {ast.unparse(statement)}", _put(body, at)


def _conditions_of(
    node: ast.If | ast.IfExp | ast.While | ast.comprehension,
) -> Iterator[tuple[str, Callable[[], None]]]:
    if isinstance(node, ast.comprehension):
        yield "no condition", _set(node, "ifs", [])
        return
    for value in (True, False):
        if not (isinstance(node, ast.While) and value):
            yield f"{value} for {ast.unparse(node.test)}", _set(node, "test", ast.Constant(value))


def _looked_at(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that are worth a change: no types, no docstrings, no lists of exported names."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    if isinstance(node, ast.stmt) and (_is_text(node) or _is_exports(node)):
        return
    yield node
    for name, value in ast.iter_fields(node):
        if name not in ("annotation", "returns"):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from _looked_at(child)


def _changes(tree: ast.Module) -> Iterator[tuple[int, str, Callable[[], None]]]:
    line = 0
    for node in _looked_at(tree):
        line = getattr(node, "lineno", line)
        for what, change in _changes_of(node):
            at = next((part.lineno for part in ast.walk(node) if isinstance(part, ast.expr | ast.stmt)), line)
            yield at, what, change


def _file(module: str) -> Path:
    return SOURCE.joinpath(*module.split(".")).with_suffix(".py")


def mutants_of(module: str) -> list[Mutant]:
    """Return all mutants of a module, always in the same order."""
    tree = ast.parse(_file(module).read_text(encoding="utf-8"))
    return [Mutant(module, number, line, what) for number, (line, what, _) in enumerate(_changes(tree))]


def _mutated(mutant: Mutant) -> ast.Module:
    tree = copy.deepcopy(ast.parse(_file(mutant.module).read_text(encoding="utf-8")))
    list(_changes(tree))[mutant.number][2]()
    return ast.fix_missing_locations(tree)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """An importer that loads one module from a changed tree."""

    def __init__(self, module: str, tree: ast.Module) -> None:
        self.name, self.file, self.tree = f"mieuxcli.{module}", str(_file(module)), tree

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        del path, target
        return (
            importlib.util.spec_from_file_location(fullname, self.file, loader=self)
            if fullname == self.name
            else None
        )

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.tree, self.file, "exec"), module.__dict__)  # noqa: S102 - the mutant


def _run(tests: Sequence[str], seconds: int, mutant: Mutant | None) -> str:
    """Run tests in a child, on a mutant or on the module as it is, and return what became of it."""
    child = os.fork()
    if child == 0:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        if mutant:
            sys.meta_path.insert(0, _Finder(mutant.module, _mutated(mutant)))
        paths = [str(ROOT / "tests" / test) for test in tests]
        # hypothesis is imported already, for all children at once.
        quiet = ("-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
        os._exit(int(pytest.main([*paths, *quiet])))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return "survived" if status == 0 else "killed"
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "killed by the clock"


def _warm() -> None:
    """Import what the tests need of others, once for all children."""
    for name in ("hypothesis", "hypothesis.strategies", "typer", "typer.testing", "rich.console", "rich.table",
                 "dateutil.parser", "tomli", "icalendar", "json", "sqlite3", "subprocess"):  # fmt: skip
        importlib.import_module(name)


def _tried(mutants: Sequence[Mutant], results: Path | None) -> list[tuple[Mutant, str]]:
    tests = TESTS[mutants[0].module]
    begin = time.monotonic()
    if _run(tests, 900, None) != "survived":
        raise SystemExit(f"the tests of {mutants[0].module} fail as it is")
    seconds = int(4 * (time.monotonic() - begin)) + 20
    found = []
    for mutant in mutants:
        verdict = _run(tests, seconds, mutant)
        found.append((mutant, verdict))
        if results:
            with results.open("a", encoding="utf-8") as out:
                out.write(json.dumps({**mutant._asdict(), "verdict": verdict}) + "\n")
    return found


def _chosen(arguments: argparse.Namespace) -> Iterator[list[Mutant]]:
    """Yield the mutants to try of each module, in the order of its lines."""
    again: set[tuple[str, int]] = set()
    if arguments.again:
        rows = [json.loads(line) for line in arguments.again.read_text(encoding="utf-8").splitlines()]
        again = {(row["module"], row["number"]) for row in rows if row["verdict"] == "survived"}
    for module in arguments.modules or TESTS:
        mutants = mutants_of(module)
        if arguments.again:
            mutants = [mutant for mutant in mutants if (module, mutant.number) in again]
        elif arguments.sample and arguments.sample < len(mutants):
            chance = random.Random(f"{arguments.seed} {module}")  # noqa: S311 - a sample is no secret
            mutants = sorted(chance.sample(mutants, arguments.sample), key=lambda mutant: mutant.number)
        if mutants:
            yield mutants


def main() -> None:
    """Try the mutants, and print the survivors and how many were killed."""
    parser = argparse.ArgumentParser(description="Tell which small changes of the source no test notices.")
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--results", type=Path)
    parser.add_argument("--again", type=Path)
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    _warm()
    whole = killed = 0
    for mutants in _chosen(arguments):
        tried = _tried(mutants, arguments.results)
        alive = [mutant for mutant, verdict in tried if verdict == "survived"]
        whole, killed = whole + len(tried), killed + len(tried) - len(alive)
        of = len(mutants_of(mutants[0].module))
        print(
            f"{mutants[0].module}: {len(tried) - len(alive)} of {len(tried)} killed, of {of} that there are"
        )
        for mutant in alive:
            print(f"  {_file(mutant.module).relative_to(ROOT)}:{mutant.line}: {mutant.what}", flush=True)
    print(f"{killed} of {whole} killed, {killed / max(whole, 1):.1%}")


if __name__ == "__main__":
    main()
