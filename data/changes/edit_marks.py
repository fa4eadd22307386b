"""Marks of what was edited here: which fields of a record that an import brought are ours by now, as `edited` says."""

from collections.abc import Collection

from data.tables import DAY_OF

# What stands in `edited` of a record that was entered in Digwell: all of it is ours.
NEVER_IMPORTED = "*"


def with_marks(edited: str | None, fields: Collection[str]) -> str:
    """The marks of a record after some of its fields were edited here; days follow from moments and have none."""
    if edited == NEVER_IMPORTED:
        return NEVER_IMPORTED
    return " ".join(sorted({*(edited or "").split(), *(set(fields) - set(DAY_OF.values()))}))


def without_marks(stands: str | None, was: str | None, became: str | None) -> str | None:
    """The marks of a record after an edit was undone that found `was` and left `became`.

    Other commands have left their marks in what `stands` there, and these stay.
    """
    now, old, new = (set((marks or "").split()) for marks in (stands, was, became))
    names = (now - (new - old)) | (old - new)
    # One mark stands for all fields: the record was never imported.
    return NEVER_IMPORTED if NEVER_IMPORTED in names else " ".join(sorted(names)) or None
