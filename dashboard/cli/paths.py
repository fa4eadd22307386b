"""Paths looked at before any work begins: whether something can be put there."""

from pathlib import Path

from dashboard.cli.exits import WRONG, Ended


def refuse_taken(target: Path) -> None:
    """End where something is at a target already, an empty folder excepted, or its folder is not there."""
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise Ended(WRONG, f"{target} is there already. Choose another name, or move it away first.")
    _refuse_without_folder(target)


def refuse_for_an_office(office: Path) -> None:
    """End where an office can neither be nor be made."""
    _refuse_without_folder(office)
    if office.is_dir():
        raise Ended(WRONG, f"{office} is a folder. Name a file in it, such as {office / 'office.duckdb'}.")


def _refuse_without_folder(path: Path) -> None:
    folder = path.resolve().parent
    if not folder.is_dir():
        raise Ended(WRONG, f"There is no folder {folder}. Make it first, or check the path.")
