"""Numbered changes of the schema, applied in order, each in one transaction."""
