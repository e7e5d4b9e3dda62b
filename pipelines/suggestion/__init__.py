"""A draft of a column map for a workbook that no layout fits, by its headings and its cells."""

from pipelines.suggestion.draft import Draft, draft_of

__all__ = ["Draft", "draft_of"]
