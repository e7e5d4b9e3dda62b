"""What a text means: dates, numbers, NIPs, regions and coded words, to a value or a reason code."""

from pipelines.values.interpret import VALUE_KINDS, interpret
from pipelines.values.meaning import Meaning
from pipelines.values.reference import Reference

__all__ = ["VALUE_KINDS", "Meaning", "Reference", "interpret"]
