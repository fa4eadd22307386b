"""How a command ends: its exit code, and the words for what kept it from doing what was asked."""

DONE = 0
LEFT = 1
"""Something was refused or is left to be answered, or a finding says *please check first*."""
WRONG = 2
"""Words, an id, a day or a path that cannot be meant."""
UNREADABLE = 3
"""Not readable as a whole, open elsewhere, or no room."""
OURS = 70
"""Something of ours broke, which says nothing about anybody's data; the number that systems use for it."""

STOPPED = 130
"""Stopped from outside before it was done, by Ctrl+C or TERM; the number that shells use for it."""


class Ended(Exception):
    """The end of a command before it was done, with its exit code and the words for it."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code = code
