"""Commands, what a person can do with one click: each a plain function, one transaction, one audit line, one undo."""
