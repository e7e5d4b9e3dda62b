"""Audits as Dagster asset checks, and the verdict: publish or not."""
