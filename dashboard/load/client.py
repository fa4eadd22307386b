"""One client as a page reads them: their records, their figures, why they need a word, what was noticed."""

from datetime import date

from core import today_row
from core.figures import KEPT_FIGURES
from core.findings import Finding
from core.today_row import TodayRow as PersonsRow
from core.today_row import stand
from dashboard.load.open_office import cached, clock, policy, snapshots_of, store, today, viewer, zone
from data import check, client_story
from data.cache.snapshot import ClientSnapshot
from data.query import Row


def story(client: int, as_of: date) -> client_story.Story:
    """One client's records as of a day; raises NotVisible where there is no such client."""
    return cached(
        lambda: client_story.story(store(), viewer(), client, as_of, zone(), policy()),
        "story",
        store().versions.client(client),
        client,
        as_of,
    )


def client_figures(client: int, as_of: date) -> Row:
    """The figures of one client."""
    return dict(zip(KEPT_FIGURES, _snapshot(client, as_of).figures, strict=True))


def _snapshot(client: int, as_of: date) -> ClientSnapshot:
    revision = story(client, as_of).card["revision"]
    return cached(
        lambda: dict(snapshots_of(as_of, revisions={client: revision}, client=client))[client],
        "known",
        (*store().versions.client(client), today()),
        client,
        as_of,
    )


def reasons_of(client: int, as_of: date) -> PersonsRow | None:
    """The reasons why one client needs a word, all that stand, with what is good to mention; None where nothing is."""
    return stand(_snapshot(client, as_of).case, clock(as_of)).row


def told_among_others(client: int, as_of: date) -> str:
    """What the row about several people says of one client; empty where they are not in it."""
    at = clock(as_of)
    return today_row.told_among_others(stand(_snapshot(client, as_of).case, at), at)


def noticed(client: int, as_of: date) -> list[Finding]:
    """Everything noticed about one client, as `digwell check` prints it."""
    found = _snapshot(client, as_of)
    return check.findings_of(found.case, clock(as_of), found.contradictions)
