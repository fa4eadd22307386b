"""The viewer, a role and a person: every query is asked, and every change made, for one."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["local", "lead", "counselor", "client", "presenter"]


@dataclass(frozen=True, slots=True)
class Viewer:
    """A role and, for a counselor or a client, the number of that person's record in the store.

    local: this machine's owner, everything · lead: all clients of the office · counselor: their own clients and
    those without a counselor · client: their own records · presenter: nothing but made-up records.
    """

    role: Role
    person: int | None = None


LOCAL = Viewer("local")
