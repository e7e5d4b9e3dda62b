"""Superset's real import, server and SQL Lab, by `make test-superset` alone."""
