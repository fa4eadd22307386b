"""The apostrophe in a CSV that keeps a spreadsheet from running a value as a formula: put there and taken off."""

import re

# What a spreadsheet would take for a formula, and what stands for such a value in a CSV of ours: docs/records.md, Text.
_FORMULA = re.compile(r"'*(?!\+[0-9 ]+\Z)[=+\-@|%\t]")


def guarded(text: str) -> str:
    """A value as it goes into a CSV: with one apostrophe in front where a spreadsheet would take it for a formula."""
    return "'" + text if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """A value of a CSV without the apostrophe that `guarded` put there."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text
