"""The four figures: their names in the order of printing, the names of groups, and the sums of some clients."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal

GroupedBy = Literal["counselor", "cohort", "office"]
Whose = Literal["active", "others", "all"]

# Counts are whole numbers; reply_rate, coverage and referral_share are shares from 0 to 1, not rounded, and empty where
# there is nothing to divide by; oldest_overdue_days is in days, empty where nothing is overdue.
FIGURES = (
    "interviews_held", "interviews_recent", "reply_rate",
    "topics_answered", "topics_total", "coverage", "topics_replicated",
    "follow_ups_open", "follow_ups_overdue", "oldest_overdue_days",
    "contacts", "contacts_new", "contacts_interviewed", "contacts_warm", "referral_share", "generations",
)  # fmt: skip
# Of these a group without anybody has none; the others are empty.
COUNTS = frozenset(FIGURES) - {"reply_rate", "coverage", "referral_share", "oldest_overdue_days"}
# What follow_ups_overdue is the sum of: promises that can still be kept, those that are too old, those that their talk
# says are over, and hellos.
PARTS_OF_OVERDUE = ("promises_late", "promises_old", "promises_over", "hellos_late")
# Counts that stand beside the figures, so that nobody is misled; what they are for says core/figure_notes.py.
BESIDE = (
    *PARTS_OF_OVERDUE, "oldest_promise_days",
    "interviews_recent_before", "requests", "replies", "requests_agreed", "requests_last_7_days",
    "people_talked_with", "contacts_referred", "contacts_new_imported", "contacts_warm_ending",
)  # fmt: skip
# A client's row also has the stage of the latest step forward, and the days since then or since the start.
CLIENT_FIGURES = ("client_id", *FIGURES, "stage", "stuck_days")
# What is kept of a client's figures, in this order; `is_halted` says whether PAC201 holds of them.
KEPT_FIGURES = (*CLIENT_FIGURES, *BESIDE, "is_halted")
# A group's row: counts are sums, shares are sums over sums, the oldest and the generations are maxima.
GROUP_FIGURES = ("group_id", "group_name", "clients", "clients_stuck", *FIGURES)

# What a group is called that stands for clients without a counselor or cohort, or for everybody.
UNNAMED: Mapping[str, str] = MappingProxyType(
    {"counselor": "No counselor yet", "cohort": "No cohort yet", "office": "The whole office"}
)

_OLDEST = ("oldest_overdue_days", "oldest_promise_days")
_SHARES = {
    "reply_rate": ("replies", "requests"),
    "coverage": ("topics_answered", "topics_total"),
    "referral_share": ("contacts_referred", "contacts"),
}


def summed(clients: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """The figures of some clients together: counts are sums, shares sums over sums, the oldest and generations maxima.

    Each client comes as `KEPT_FIGURES`, in that order. The keys are `clients`, `clients_stuck`, `FIGURES` and `BESIDE`;
    without any client the shares and the oldest are None, and everything else is 0.
    """
    rows = list(clients)
    columns = dict(zip(KEPT_FIGURES, zip(*rows, strict=True), strict=False))
    found: dict[str, Any] = {name: sum(columns.get(name, ())) for name in (*COUNTS, *BESIDE) if name not in _OLDEST}
    found |= {"clients": len(rows), "clients_stuck": sum(columns.get("is_halted", ()))}
    for name, (part, whole) in _SHARES.items():
        found[name] = found[part] / found[whole] if found[whole] else None
    for name in _OLDEST:
        found[name] = max((days for days in columns.get(name, ()) if days is not None), default=None)
    found["generations"] = max(columns.get("generations", ()), default=0)
    return {name: found[name] for name in ("clients", "clients_stuck", *FIGURES, *BESIDE)}
