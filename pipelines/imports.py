"""Keeps a package out that others import wherever it is installed, whether it is needed or not."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder


class _Without(MetaPathFinder):
    def __init__(self, name: str) -> None:
        self._name = name
        self._thread = threading.get_ident()

    def find_spec(self, fullname: str, *_: object) -> None:
        """Says nothing of other packages, nor to other threads. Raises ImportError for this one."""
        if fullname == self._name and threading.get_ident() == self._thread:
            raise ImportError(f"{fullname} is kept out here", name=fullname)


@contextmanager
def kept_out(name: str) -> Iterator[None]:
    """While it lasts, this thread cannot import a package, unless that is there already.

    Of pandas: pyarrow imports it with the first array and DuckDB with the first parameter of a
    statement, which takes longer than their own imports. Both do without it, and find it later on.
    """
    finder = _Without(name)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
