"""What a person can do with one click: each a plain function, one transaction, one line of the audit, one undo."""
