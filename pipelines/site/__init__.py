"""The report site of a release: static pages in Indonesian and English, made from the release."""

from pipelines.site.build import build

__all__ = ["build"]
