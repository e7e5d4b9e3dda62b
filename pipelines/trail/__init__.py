"""From a number, a fact or a row of a sheet back to the file and the cells that it came in.

`trace(connection, key)` follows one key, `trace_all(Release(connection), keys)` thousands of them.
Works on one release with the rules that this release carries (`quality.trace_rule`).
"""

from pipelines.trail.keys import BadKeyError, KeyNotFoundError, number_key
from pipelines.trail.model import Row, Trail
from pipelines.trail.release import Release
from pipelines.trail.tracing import trace, trace_all

__all__ = [
    "BadKeyError",
    "KeyNotFoundError",
    "Release",
    "Row",
    "Trail",
    "number_key",
    "trace",
    "trace_all",
]
