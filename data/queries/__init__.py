"""Named questions: one file, one question, parameters bound and never formatted in."""
