"""Sheets to records and back: what an import takes, refuses, changes and tells, and what an export gives."""
