"""The published copy in PostgreSQL, for clients that need a database server."""
