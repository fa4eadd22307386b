"""A bundle read as an office: in a private file of its own that is gone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from core.policy import Policy
from core.viewer import LOCAL
from data.bundle import importing
from data.bundle.outcome import Outcome
from data.bundle.validation import Progress
from data.forms import allowance
from data.store import Store

_OFFICE = b"DUCK"
_PACKED = b"PK"
_TEXTS = {".csv", ".tsv", ".txt", ".zip", ".xlsx"}


class NotWhole(Exception):
    """A bundle with refused rows, which is not read in place of an office; `outcome` tells them."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("Some rows of this bundle cannot be understood.")
        self.outcome = outcome


def is_bundle(path: Path) -> bool:
    """Whether something that is there is to be read as a bundle: by what it is, where that does not show by its name.

    An office is never taken for one, whatever it is called, nor is a file that may not be read.
    """
    if path.is_dir():
        return True
    if not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            head = stream.read(12)
    except OSError:
        return False
    return head[8:12] != _OFFICE and (head.startswith(_PACKED) or path.suffix.casefold() in _TEXTS)


@contextmanager
def as_office(bundle: Path, progress: Progress = importing.quiet) -> Iterator[Store]:
    """The office that a bundle makes, open; its records count as imported today.

    Raises Unreadable where the bundle cannot be read as a whole, NotWhole where any row of it is refused, and
    OfficeError where there is no room for it.
    """
    with TemporaryDirectory(prefix="digwell-") as folder:
        store = Store.open(Path(folder) / "office.duckdb", create=True)
        try:
            limits = allowance.on_the_command_line(Policy())
            plan = importing.read(bundle, store, today=store.today(), limits=limits, progress=progress)
            if plan.outcome.refused or plan.outcome.whole:
                raise NotWhole(plan.outcome)
            # Nothing was entered here, so the bundle knows better wherever the two differ.
            importing.apply(store, LOCAL, plan, overwrite=True, progress=progress)
            yield store
        finally:
            store.close()
