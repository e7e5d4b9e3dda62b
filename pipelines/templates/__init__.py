"""Empty workbooks for offices to fill in, made from the same column maps that read them."""

from pipelines.templates.workbook import template_workbook

__all__ = ["template_workbook"]
