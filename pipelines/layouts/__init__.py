"""Column maps, matcher and row classes: tables in workbooks become records of text fields."""

from pipelines.layouts.maps import Layout, Layouts
from pipelines.layouts.model import ClassedRow, FieldText, Recognition
from pipelines.layouts.recognition import recognise

__all__ = ["ClassedRow", "FieldText", "Layout", "Layouts", "Recognition", "recognise"]
