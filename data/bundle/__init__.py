"""The bundle, sheets to records and back: what an import takes, refuses, changes and tells, what an export gives."""
