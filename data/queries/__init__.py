"""Named queries: one file, one query, parameters bound and never formatted in."""
