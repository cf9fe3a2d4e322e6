"""Compiling with and without a place for the machine code."""

import numba

from feretlab.core import compiled as module


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
