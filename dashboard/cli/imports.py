"""The work of `import` and `restore`: records into an office, and a backup into its place."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from core.viewer import LOCAL
from dashboard.cli import connect, import_text, output, paths
from dashboard.cli.exits import DONE, LEFT, WRONG, Ended
from data import backup, suggested_follow_ups
from data.bundle import importing, refused_rows
from data.bundle.importing import Plan
from data.bundle.outcome import Outcome
from data.commands.entry import NotAccepted
from data.errors import OfficeError, OfficeInUse
from data.figures import office_policy
from data.file import opening
from data.forms import allowance
from data.forms.sheets import Limits, Unwritable
from data.store import Store, reading

Progress = Callable[[str, int, int], None]
_ON_THE_PAGE = "Bring the file in there, on its page Import and export, or close it there first."
_NOT_THERE = (
    "A backup can only take the place of an office that nobody has open: close it there first. "
    "Records come in while it is open, on its page Import and export."
)


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The options of an import, as the command's switches say them."""

    dry_run: bool = False
    keep_good: bool = False
    overwrite: bool = False
    with_follow_ups: bool = False
    day_first: bool | None = None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The report of an import, in both forms, with what is said beside it, and the exit code."""

    as_text: str
    as_json: str
    said: str
    code: int


def import_source(source: Path, office: Path, wishes: ImportOptions, progress: Progress) -> ImportReport:
    """Bring a source into an office, making one where nothing is there; raises what `exits.ending_for` knows."""
    _refuse_paths(source, office)
    if wishes.dry_run and not office.exists():
        return _brought(source, _tried(source, wishes, progress), wishes, [])
    is_new = not office.exists()
    try:
        store = Store.open(office, create=True)
    except OfficeInUse as held:
        raise connect.in_use(office, held, _ON_THE_PAGE) from held
    stored = False
    try:
        found, said = _stored(store, source, wishes, progress)
        stored = found.stored
    finally:
        store.close()
        if is_new and not stored:
            opening.forget(store.path)
    made = [f"A new office was made: {office}"] if is_new and stored else []
    return _brought(source, found, wishes, [*made, *said])


def _refuse_paths(source: Path, office: Path) -> None:
    if not source.exists():
        raise Ended(WRONG, f"There is nothing at {source}. Check the path.")
    paths.refuse_for_an_office(office)
    if office.exists() and source.samefile(office):
        raise Ended(WRONG, f"{office} is both what should come in and where it should go.")


def _tried(source: Path, wishes: ImportOptions, progress: Progress) -> Outcome:
    """What would come into an office that is not there yet."""
    with TemporaryDirectory(prefix="digwell-") as folder:
        store = Store.open(Path(folder) / "office.duckdb", create=True)
        try:
            return _stored(store, source, wishes, progress)[0]
        finally:
            store.close()


def _stored(store: Store, source: Path, wishes: ImportOptions, progress: Progress) -> tuple[Outcome, list[str]]:
    """What came in, or would, and what is said of it."""
    limits = allowance.on_the_command_line(office_policy(store, LOCAL))

    def tell(what: str, rows: int) -> None:
        progress(what, rows, 0)

    plan = importing.read(source, store, today=store.today(), day_first=wishes.day_first, limits=limits, progress=tell)
    if wishes.dry_run:
        return importing.tried(store, LOCAL, plan, overwrite=wishes.overwrite, progress=tell), []
    found = importing.apply(store, LOCAL, plan, keep_good=wishes.keep_good, overwrite=wishes.overwrite, progress=tell)
    said = _kept_aside(plan, found, limits) if found.stored and found.refused else []
    return found, said + (_follow_ups(store, found) if wishes.with_follow_ups else [])


def _kept_aside(plan: Plan, found: Outcome, limits: Limits) -> list[str]:
    try:
        path = refused_rows.write(plan, found, limits=limits)
    except Unwritable as problem:
        return [f"The good rows came in; the rows to mend could not be written down: {problem}"]
    return [f"The rows to mend are in {path}, each with its problem. Mend them there, and bring that in."]


def _follow_ups(store: Store, found: Outcome) -> list[str]:
    if not found.stored:
        return ["No follow-ups were added, because nothing came in."]
    try:
        return [suggested_follow_ups.add_suggested(store, LOCAL, store.today()).sentence]
    except NotAccepted:
        return ["Nothing is owed for recent talks that is not on record already."]


def _brought(source: Path, found: Outcome, wishes: ImportOptions, said: list[str]) -> ImportReport:
    return ImportReport(
        import_text.outcome_text(found, source, dry_run=wishes.dry_run),
        output.as_json(found.document()),
        "\n".join(said),
        LEFT if found.unanswered or found.whole else DONE,
    )


# ── backups ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def restore_backup(kept: Path, office: Path, replace: bool, progress: Progress) -> str:
    """Put a backup in the place of an office; the sentence that says so. Raises what `exits.ending_for` knows."""
    if not kept.is_file():
        raise Ended(WRONG, f"There is no backup at {kept}. Check the path.")
    paths.refuse_for_an_office(office)
    if office.exists():
        _refuse_open(office)
        if office.samefile(kept):
            raise Ended(WRONG, f"{office} is both the backup and the office. Name another place for the office.")
        if not replace:
            raise Ended(WRONG, f"{office} is there already. Say --replace to put the backup in its place; it is kept.")
    day = datetime.now().astimezone().date()
    before = backup.restore(kept, office, day=day, replace=replace, progress=progress)
    and_before = f" What was there before is kept at {before}." if before else ""
    return f"{office} is as the backup had it.{and_before}"


def _refuse_open(office: Path) -> None:
    try:
        with reading(office.resolve()):
            pass
    except OfficeInUse as held:
        raise connect.in_use(office, held, _NOT_THERE) from held
    except OfficeError:
        # Whatever is wrong with it, a backup may take its place.
        pass
