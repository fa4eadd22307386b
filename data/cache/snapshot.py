"""A snapshot of each client as of a day: the case that rules look at, the figures, what their records contradict."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from core.case import Case
from core.clock import Clock
from core.viewer import Viewer
from data.cache.cache_file import CacheFile
from data.cases.gathering import caseload_cases
from data.contradictions import Contradiction, contradictions
from data.figures import by_client
from data.selection import selection
from data.store import Reader
from data.trends import activity


class ClientSnapshot(NamedTuple):
    """One client as of a day.

    The case, the figures in the order of `KEPT_FIGURES`, the steps forward in each of twelve weeks (oldest first, the
    running one last); and what their records contradict by the day it really is.
    """

    case: Case
    figures: tuple[Any, ...]
    steps: tuple[int, ...]
    contradictions: tuple[Contradiction, ...]


_ADAPTER: TypeAdapter[ClientSnapshot] = TypeAdapter(ClientSnapshot)
# The code and the queries with which things are worked out.
_RESTS_ON = {
    "core": (".py", ".toml"),
    "core.rules": (".py",),
    "data": (".py",),
    "data.cases": (".py",),
    "data.cache": (".py",),
    "data.queries": (".sql",),
}


def snapshots(
    reader: Reader,
    viewer: Viewer,
    clock: Clock,
    today: date,
    cache: CacheFile,
    fingerprint: str,
    *,
    revisions: Mapping[int, int] | None = None,
    **whose: Any,
) -> Iterator[tuple[int, ClientSnapshot]]:
    """A snapshot of each client of a caseload, by number; what is in the cache is not worked out again.

    `whose` is any of client, counselor, cohort, field, status, as in `data.selection.selection`; `fingerprint` is the
    `fingerprint_of` the office. Only what holds for `today`, the day it really is, is kept: other days are looked at
    once and left.
    `revisions` are those of the clients who are meant, where a viewer who may see them has asked already. One after the
    other, because all of a large office at once would take much memory.
    """
    if "client" not in whose:
        cache.looked_at(whose.get("counselor"))
    # Read before anything else, so that what is kept can be newer than its revision says, and never older.
    wanted = revisions or revisions_of(reader, viewer, **whose)
    kept = cache.find(wanted, today, fingerprint) if clock.as_of == today else {}
    if missing := wanted.keys() - kept.keys():
        fresh = computed(reader, viewer, clock, today, missing, whose)
        yield from fresh.items()
        if clock.as_of == today:
            cache.put(wanted, today, fingerprint, as_json(fresh))
        del fresh
    for client, text in kept.items():
        yield client, from_json(text)


def revisions_of(reader: Reader, viewer: Viewer, **whose: Any) -> dict[int, int]:
    """At which revision each client of a caseload is."""
    rows = reader.rows("caseload_revisions", viewer, **selection(**whose))
    return {row["client_id"]: row["revision"] for row in rows}


def computed(
    reader: Reader, viewer: Viewer, clock: Clock, today: date, clients: Collection[int], whose: Mapping[str, Any]
) -> dict[int, ClientSnapshot]:
    """The same, asked of the office: for one client alone, for more of them along with the whole caseload."""
    whose = {"client": next(iter(clients))} if len(clients) == 1 else whose
    found = caseload_cases(reader, viewer, clock, thorough=True, **whose)
    wrong: dict[int, list[Contradiction]] = {}
    for each in contradictions(reader, viewer, today, **whose):
        wrong.setdefault(each.client_id, []).append(each)
    counted = by_client(found.figures)
    weeks = activity(reader, viewer, clock.as_of, sorted(clients)).to_pylist()
    steps = {row["client_id"]: tuple(row["steps"]) for row in weeks}
    return {
        case.client_id: ClientSnapshot(
            case, counted[case.client_id], steps.get(case.client_id, ()), tuple(wrong.get(case.client_id, ()))
        )
        for case in found.cases
        if case.client_id in clients
    }


def from_json(text: bytes) -> ClientSnapshot:
    """A snapshot, from what the cache keeps."""
    return _ADAPTER.validate_json(text)


def as_json(found: Mapping[int, ClientSnapshot]) -> dict[int, bytes]:
    """Snapshots, as the cache keeps them."""
    return {client: _ADAPTER.dump_json(each) for client, each in found.items()}


def fingerprint_of(settings: Iterable[Mapping[str, Any]], counselors: Sequence[Any]) -> str:
    """A short mark of what every snapshot rests on beside the records.

    That is: the office's settings, whether there is anybody to look after clients, and how this Digwell works it out.
    """
    said = sorted((row["name"], str(row["value"])) for row in settings)
    return blake2b(repr((said, bool(counselors), _code())).encode(), digest_size=12).hexdigest()


@cache
def _code() -> str:
    """A fingerprint of the code and the queries with which things are worked out, so that a newer one begins anew."""
    digest = blake2b(digest_size=12)
    for room, kinds in _RESTS_ON.items():
        for entry in sorted(files(room).iterdir(), key=lambda each: each.name):
            if entry.name.endswith(kinds):
                digest.update(entry.read_bytes())
    return digest.hexdigest()
