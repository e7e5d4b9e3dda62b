"""From a number, a fact or a row of a sheet back to the file and the cells that it came in.

Works on one release with the rules that this release carries (`quality.trace_rule`).
"""

from pipelines.trail.keys import BadKeyError, KeyNotFoundError, number_key
from pipelines.trail.model import Row, Trail
from pipelines.trail.tracing import trace

__all__ = ["BadKeyError", "KeyNotFoundError", "Row", "Trail", "number_key", "trace"]
