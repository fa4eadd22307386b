"""The cache beside an office: a snapshot of each client of today, kept until something moves, and filled ahead."""
