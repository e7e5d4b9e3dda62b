"""One module a page: what stands on it, from the release."""
