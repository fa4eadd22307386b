"""What the reasons for a word with somebody look at, gathered for a whole caseload by few questions."""
