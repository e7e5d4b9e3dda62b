"""Releases: what has passed its audit, published whole or not at all."""
