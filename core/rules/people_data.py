"""Rules about the records of clients and contacts: days that are missing or ahead, referral loops, what is not kept."""

from datetime import date

from core.findings import Severity
from core.records import CaseloadRecord, ClientRecord, ContactRecord
from core.rules.register import record_rule
from core.words import capital, counted, joined, short_day


@record_rule("DAT217", Severity.WARN, ContactRecord, "referred_by", remedy="Take one of the introductions out.")
def referral_loop(contact: ContactRecord, today: date) -> str | None:
    """Somebody was first; while the chain bites its own tail, nobody in it has a generation."""
    if not contact.loop:
        return None
    if len(contact.loop) == 1:
        return f"{contact.name} is noted as introduced by {contact.name}."
    return f"{joined(contact.loop)} are each noted as introduced by the next, in a circle."


@record_rule("DAT218", Severity.NUDGE, ContactRecord, "added_on", remedy="Add the day they came onto the list.")
def contact_without_a_day(contact: ContactRecord, today: date) -> str | None:
    """A person counts from the day they came onto the list; without one they are missing from every figure."""
    return None if contact.added_on else f"{contact.name} has no day of being added, so is not counted."


@record_rule("DAT223", Severity.NUDGE, ContactRecord, "added_on", remedy="Correct the day.")
def contact_added_in_the_future(contact: ContactRecord, today: date) -> str | None:
    """Somebody who is added on a day that has not come is missing from every figure until then."""
    if contact.added_on and contact.added_on > today:
        return f"{contact.name} is noted as added on {short_day(contact.added_on, today)}, which is still ahead."
    return None


@record_rule("DAT219", Severity.WARN, ClientRecord, "started_on", remedy="Add the day they began.")
def client_without_a_start(client: ClientRecord, today: date) -> str | None:
    """How long it has been quiet is counted from the start where there is no step."""
    return None if client.started_on else f"{client.name} has no day of beginning."


@record_rule(
    "DAT240", Severity.INFO, ClientRecord, remedy="Note them here, if you want to be told when one is missing."
)
def not_recorded(client: ClientRecord, today: date) -> str | None:
    """What records never hold says nothing about what was done; so nothing is flagged, and nothing praised."""
    return f"Not recorded here for {client.name}: {joined(client.silent, 5)}." if client.silent else None


@record_rule("DAT200", Severity.INFO, CaseloadRecord, remedy="Open To mend and look at each.", action="Mend")
def records_to_mend(caseload: CaseloadRecord, today: date) -> str | None:
    """Figures are as good as the records they are made of; each place that says two things at once can be named."""
    if not caseload.to_mend:
        return None
    return f"{capital(counted(caseload.to_mend, 'person has', 'people have'))} something in their records to mend"
