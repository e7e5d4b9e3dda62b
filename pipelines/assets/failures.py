"""Keeps values out of Dagster: an error may quote a cell, so its text is masked first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from pipelines.privacy import mask_error


@contextmanager
def masked_failures() -> Iterator[None]:
    """Any error inside becomes a dg.Failure with a masked text and no chain to the original."""
    try:
        yield
    except (dg.Failure, dg.RetryRequested):
        raise
    except Exception as error:
        raise dg.Failure(description=mask_error(error)) from None
