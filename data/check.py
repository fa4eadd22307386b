"""All findings of an office or of one client, as `digwell check` prints them: reasons, contradictions, settings."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.case import Case
from core.clock import Clock
from core.findings import Finding, Location
from core.policy import Policy
from core.reasons import reasons
from core.records import ClientRecord
from core.rules import judged
from core.viewer import Viewer
from data.cases.gathering import caseload_cases
from data.contradictions import Contradiction, contradictions
from data.query import Reader


def findings(
    reader: Reader,
    viewer: Viewer,
    as_of: date,
    policy: Policy,
    *,
    client: int | None = None,
    now: datetime | None = None,
) -> list[Finding]:
    """Everything noticed about the active clients, or about one client whatever the status, as `digwell check` prints.

    Reasons, good news, contradictions (of all clients, as they stand), settings that are not understood, and what is
    not recorded; those put aside are marked. `now` is the moment it really is, in the office's zone; without it the
    day is taken from its beginning.
    """
    settings = {row["name"]: row["value"] for row in reader.rows("settings", viewer)}
    clock = Clock.at(
        as_of, now, policy, now.tzinfo if now and now.tzinfo else ZoneInfo(settings.get("time_zone") or "UTC")
    )
    cases = caseload_cases(reader, viewer, clock, thorough=True, client=client).cases
    about_people = [finding for case in cases for finding in _of_case(case, clock)]
    today = max(as_of, now.date()) if now else as_of
    about_records = [each.finding for each in contradictions(reader, viewer, today, client=client, status="all")]
    about_office = Policy.from_settings(settings)[1] if client is None else []
    return _gravest_first([*about_people, *about_records, *about_office])


def findings_of(case: Case, clock: Clock, contradictions: Iterable[Contradiction]) -> list[Finding]:
    """The same for one client whose case and contradictions are at hand."""
    return _gravest_first([*_of_case(case, clock), *(each.finding for each in contradictions)])


def _gravest_first(found: Iterable[Finding]) -> list[Finding]:
    return sorted(found, key=lambda each: (each.severity.rank, each.client_id, each.code, each.where.id))


def as_json(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as `digwell check` prints them (docs/records.md); what is not known or does not apply is null."""
    return [
        {
            "code": each.code,
            "severity": each.severity.value,
            "message": each.message,
            "where": {
                "table": each.where.table or None,
                "id": each.where.id or None,
                "column": each.where.column or None,
                "line": each.where.line,
            },
            "remedy": each.remedy or None,
            "client_id": each.client_id or None,
            "rule": each.rule or None,
            "dismissed": each.dismissed,
        }
        for each in found
    ]


def _of_case(case: Case, clock: Clock) -> Iterator[Finding]:
    for reason in reasons(case, clock):
        yield reason.finding(case)
    record = ClientRecord(case.name, case.started_on, _silent(case))
    for rule, message in judged(record, clock.as_of):
        where = Location("clients", case.key, rule.column)
        yield Finding(rule.code, rule.severity, message, where, rule.remedy, case.key, rule=rule.name)


def _silent(case: Case) -> list[str]:
    """What the rules would ask about, and these records never hold."""
    kinds = {
        "confirmations": any(not talk.confirms and not talk.confirmed for talk in case.talks),
        "questions": any(not talk.plans for talk in case.talks),
        "your words with them": case.last_word is None and case.meets_on is None,
    }
    return [kind for kind, is_missing in kinds.items() if is_missing]
