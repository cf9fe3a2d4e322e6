"""Compiling with and without a place for the machine code."""

import ast
from pathlib import Path

import numba
import pytest

from feretlab.core import compiled as module

CORE = Path(module.__file__).parent
SOURCES = sorted(CORE.rglob("*.py"))


def compiled_in(tree):
    """Functions of a source that are compiled."""
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return [
        function
        for function in functions
        if "compiled" in map(ast.unparse, function.decorator_list)
    ]


def ours_in(tree):
    """Names that a source takes from other files of FeretLab."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        if node.level or node.module.startswith("feretlab")
        for alias in node.names
    }


def double(number):
    return 2 * number


def test_compiled_functions_are_cached():
    assert module.compiled(double)._cache.cache_path


def test_without_a_writable_folder_it_compiles_all_the_same(monkeypatch):
    def njit(**options):
        if options.get("cache"):
            message = "cannot cache function: no locator available"
            raise RuntimeError(message)
        return numba.njit(**options)

    monkeypatch.setattr(module, "njit", njit)
    assert module.compiled(double)(21) == 42


def test_only_one_file_asks_numba_to_compile():
    asking = [path for path in SOURCES if "njit" in path.read_text()]
    assert asking == [Path(module.__file__)]


@pytest.mark.parametrize(
    "tree",
    [
        pytest.param(tree, id=str(path.relative_to(CORE)))
        for path, tree in ((path, ast.parse(path.read_text())) for path in SOURCES)
        if compiled_in(tree)
    ],
)
def test_a_compiled_function_uses_nothing_of_another_file(tree):
    # Its machine code would outlive a change there.
    used = {
        node.id
        for function in compiled_in(tree)
        for statement in function.body
        for node in ast.walk(statement)
        if isinstance(node, ast.Name)
    }
    assert not used & ours_in(tree)
