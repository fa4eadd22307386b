"""Rules about contradictions and gaps in the records of clients and contacts, for *To mend* and `check`."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from core.findings import Severity
from core.rules.register import rule
from core.words import capital, counted, joined, short_day


class ContactRecord(NamedTuple):
    """A contact, with the names of the referral loop it is in, if it is in one."""

    name: str
    added_on: date | None
    loop: Sequence[str] = ()


class ClientRecord(NamedTuple):
    """A client; `silent` names what the rules would ask about and these records never hold."""

    name: str
    started_on: date | None
    silent: Sequence[str] = ()


@rule(
    "DAT217", Severity.WARN, source="records", remedy="Take one of the introductions out.",
    table="contacts", column="referred_by",
)  # fmt: skip
def referral_loop(contact: ContactRecord, today: date) -> str | None:
    """Somebody was first; while the chain bites its own tail, nobody in it has a generation."""
    if not contact.loop:
        return None
    if len(contact.loop) == 1:
        return f"{contact.name} is noted as introduced by {contact.name}."
    return f"{joined(contact.loop)} are each noted as introduced by the next, in a circle."


@rule(
    "DAT218", Severity.NUDGE, source="records", remedy="Add the day they came onto the list.",
    table="contacts", column="added_on",
)  # fmt: skip
def contact_without_a_day(contact: ContactRecord, today: date) -> str | None:
    """A person counts from the day they came onto the list; without one they are missing from every figure."""
    return None if contact.added_on else f"{contact.name} has no day of being added, so is not counted."


@rule(
    "DAT223", Severity.NUDGE, source="records", remedy="Correct the day.",
    table="contacts", column="added_on",
)  # fmt: skip
def contact_added_in_the_future(contact: ContactRecord, today: date) -> str | None:
    """Somebody who is added on a day that has not come is missing from every figure until then."""
    if contact.added_on and contact.added_on > today:
        return f"{contact.name} is noted as added on {short_day(contact.added_on, today)}, which is still ahead."
    return None


@rule(
    "DAT219", Severity.WARN, source="records", remedy="Add the day they began.",
    table="clients", column="started_on",
)  # fmt: skip
def client_without_a_start(client: ClientRecord, today: date) -> str | None:
    """How long it has been quiet is counted from the start where there is no step."""
    return None if client.started_on else f"{client.name} has no day of beginning."


@rule(
    "DAT240", Severity.INFO, source="records", remedy="Note them here, if you want to be told when one is missing.",
    table="clients",
)  # fmt: skip
def not_recorded(client: ClientRecord, today: date) -> str | None:
    """What records never hold says nothing about what was done; so nothing is flagged, and nothing praised."""
    return f"Not recorded here for {client.name}: {joined(client.silent, 5)}." if client.silent else None


@rule(
    "DAT200", Severity.INFO, source="records", remedy="Open To mend and look at each.",
    table="clients", action="Mend",
)  # fmt: skip
def records_to_mend(people: int, today: date) -> str:
    """Figures are as good as the records they are made of; each place that says two things at once can be named."""
    return f"{capital(counted(people, 'person has', 'people have'))} something in their records to mend"
