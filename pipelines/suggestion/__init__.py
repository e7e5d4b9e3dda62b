"""A draft of a column map for a workbook that no layout fits, by what its headings and cells are."""

from pipelines.suggestion.draft import Draft, draft_of

__all__ = ["Draft", "draft_of"]
