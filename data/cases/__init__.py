"""Cases as the rules look at them, gathered for a whole caseload by few queries."""
