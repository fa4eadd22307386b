"""The memory of what came in from a file that still lies on the page, which says that then, not what would come in."""

from dashboard.widgets.visitor import memory
from data.bundle.outcome import Outcome


def keep_brought(file_id: str, outcome: Outcome) -> None:
    """Remember what came in from a file."""
    memory()["brought"] = (file_id, outcome)


def brought(file_id: str) -> Outcome | None:
    """What came in from this very file last; None where that was another one, or nothing."""
    file, outcome = memory().get("brought", ("", None))
    return outcome if file == file_id else None
