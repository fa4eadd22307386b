"""The clients whose records a change touches, each asked for first in the viewer's scope and known to the versions."""

from collections.abc import Collection

from core.viewer import Viewer
from data.changes.versions import Touched
from data.connection import Cursor
from data.errors import NotVisible
from data.query import fetch_rows, scoped

# A client's counselor; nothing where the viewer may not see the client, or there is none: the answer is the same.
_ONE = scoped(
    "whose",
    "SELECT c.counselor_id FROM clients AS c JOIN visible_clients AS v ON v.client_id = c.client_id "
    "WHERE c.client_id = $client_id",
)
_MANY = scoped(
    "whose_many",
    "SELECT c.client_id, c.counselor_id FROM clients AS c JOIN visible_clients AS v ON v.client_id = c.client_id "
    "WHERE c.client_id IN (SELECT unnest(CAST($clients AS BIGINT[])))",
)
_WRITERS = {"local", "lead", "counselor"}
_KEEPERS = {"local", "lead"}
# Beyond this many, telling the versions of each client is not worth it: all of the office moves.
_MANY_CLIENTS = 1_000


class WriteScope:
    """The clients that a change may touch and does touch, with the counselors they have or had."""

    def __init__(self, cursor: Cursor, viewer: Viewer) -> None:
        self._cursor = cursor
        self._viewer = viewer
        self._seen: dict[int, int | None] = {}
        self._taken: set[int] = set()
        self._new: set[int] = set()
        self._counselors: set[int | None] = set()
        self._everything = False

    @property
    def reach(self) -> Collection[int] | None:
        """The clients among whose records something can have gone wrong; None for all of them."""
        return None if self._everything else self._taken

    @property
    def only(self) -> int | None:
        """The client that all of it is about, or None where it is about several or about the office."""
        return next(iter(self._taken)) if len(self._taken) == 1 and not self._everything else None

    @property
    def touched(self) -> Touched:
        """What the versions are told; the whole office where very many clients are touched."""
        everything = self._everything or len(self._taken) > _MANY_CLIENTS
        return Touched(frozenset() if everything else self._taken, self._counselors, everything)

    def raise_revisions(self) -> None:
        """Move the revision of each client touched who was there before, once."""
        if moved := sorted(self._taken - self._new):
            which = "= ?" if len(moved) == 1 else "IN (SELECT unnest(CAST(? AS BIGINT[])))"
            sql = f"UPDATE clients SET revision = revision + 1 WHERE client_id {which}"
            self._cursor.execute(sql, moved if len(moved) == 1 else [moved])

    def see(self, client: int | None) -> None:
        """Look at a client's record, or with None at the office's own. Raises NotVisible."""
        if self._viewer.role not in _WRITERS:
            raise NotVisible
        if client is not None and client not in self._seen:
            found = fetch_rows(self._cursor, _ONE, self._viewer, {"client_id": client})
            if not found:
                raise NotVisible
            self._seen[client] = found[0]["counselor_id"]

    def take(self, client: int | None) -> None:
        """Change a client's record, or with None the office's own, which a counselor does not. Raises NotVisible."""
        self.see(client)
        if client is None:
            self.take_office()
        else:
            self._taken.add(client)
            self._counselors.add(self._seen[client])

    def take_office(self) -> None:
        """Change what belongs to the whole office. Raises NotVisible."""
        if self._viewer.role not in _KEEPERS:
            raise NotVisible
        self._everything = True

    def take_new(self, client: int, counselor: int | None) -> None:
        """Add a client; a counselor adds their own, and those without one. Raises NotVisible."""
        if self._viewer.role not in _WRITERS:
            raise NotVisible
        if self._viewer.role == "counselor" and counselor not in {None, self._viewer.person}:
            raise NotVisible
        self._seen[client] = counselor
        self._taken.add(client)
        self._new.add(client)
        self._counselors.add(counselor)

    def hand_over(self, counselor: int | None) -> None:
        """A client passes to another counselor, whose caseload changes too."""
        self._counselors.add(counselor)

    def take_many(self, clients: Collection[int], *, new: bool = False) -> None:
        """Change many clients' records, all of them there by now. Raises NotVisible."""
        if self._viewer.role not in _WRITERS:
            raise NotVisible
        missing = [client for client in clients if client not in self._seen]
        if missing:
            self._cursor.execute(_MANY.sql, _MANY.bound(self._viewer, {"clients": missing}))
            self._seen.update(self._cursor.fetchall())
            if not all(client in self._seen for client in missing):
                raise NotVisible
        self._taken.update(clients)
        self._counselors.update(self._seen[client] for client in clients)
        if new:
            self._new.update(clients)
