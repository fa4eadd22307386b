"""The comparison of an import's tables among themselves and with the office: new, differing, refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from core import labels
from core.findings import Finding
from data.bundle.differences import Difference, difference
from data.bundle.dismissal_targets import AIMS, find_targets
from data.bundle.empty_cells import fill, fill_added_on, fill_stages
from data.bundle.incoming_table import IncomingTable
from data.bundle.office_records import OfficeRecords
from data.bundle.reference_lookup import follow_references, own, refuse_moved
from data.bundle.refusals import Refusals
from data.bundle.row_numbers import TakeNumbers, number_by_id, number_by_key, refuse_repeated_keys
from data.bundle.row_references import RowReferences, question_keys
from data.bundle.stored_form import Arrived, arrived
from data.bundle.validation import Staged

ZONE = "time_zone"
# Every table after those that it leans on, so that one pass is enough; the settings first, for the sake of the zone.
IN_ORDER = (
    "settings", "counselors", "cohorts", "clients", "fields", "research", "contacts", "interviews", "prompts",
    "questions", "insights", "targets", "leads", "decisions", "follow_ups", "notes", "meetings", "check_ins",
    "letters", "dismissals",
)  # fmt: skip


@dataclass
class Comparison:
    """The rows that would be stored: tables in the order in which they lean on one another, and their differences."""

    tables: dict[str, Arrived] = field(default_factory=dict)
    differences: dict[str, Difference] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class Comparer:
    """What settling needs beside the rows.

    `zone` is the one that the source's times were read in, `office_zone` the one that the office has so far.
    """

    records: OfficeRecords
    take_numbers: TakeNumbers
    refusals: Refusals
    zone: ZoneInfo
    office_zone: ZoneInfo
    today: date

    def compare(self, tables: Mapping[str, Staged], progress: Callable[[str, int], None]) -> Comparison:
        """All tables of an import, each once, in order."""
        compared, references, zone = Comparison(), RowReferences(self.records), self.zone
        for table in IN_ORDER:
            if table not in tables:
                continue
            progress(f"Comparing {labels.table(table)}", tables[table].rows.num_rows)
            incoming = IncomingTable(tables[table], self.refusals, tables[table].rows)
            compared.findings += self._settle(incoming, references, tables)
            compared.tables[table], findings = arrived(incoming, references, zone)
            compared.findings += findings
            compared.differences[table] = difference(compared.tables[table], self.records)
            if table == "settings" and ZONE in compared.differences[table].waiting:
                zone = self.office_zone
        return compared

    def _settle(
        self, incoming: IncomingTable, references: RowReferences, tables: Mapping[str, Staged]
    ) -> list[Finding]:
        if incoming.own:
            number_by_id(incoming, self.records, self.take_numbers)
            own(incoming, references)
            refuse_moved(incoming, references)
            follow_references(incoming, references)
            references.enter(incoming)
        else:
            self._settle_keyed(incoming, references)
        findings = fill(incoming)
        if incoming.table == "interviews":
            findings += fill_stages(incoming, self.records)
        if incoming.table == "contacts":
            findings += fill_added_on(incoming, tables, self.records, self.zone, self.today)
        return findings

    def _settle_keyed(self, incoming: IncomingTable, references: RowReferences) -> None:
        if incoming.table == "questions":
            own(incoming, references)
            keys = question_keys(incoming.column("interview_id#"), incoming.column("position"))
            refuse_repeated_keys(incoming, keys, "position", "place in the same interview")
            stored = {"interview_id": incoming.column("interview_id#"), "position": incoming.column("position")}
            number_by_key(incoming, self.records, self.take_numbers, pa.table(stored))
            keys = question_keys(incoming.column("interview_id#"), incoming.column("position"))
            references.directories["questions"].enter(keys, incoming.column("#"), incoming.column("whose"))
        elif incoming.table == "dismissals":
            find_targets(incoming, references)
            parts = [incoming.column(name).cast(pa.string()) for name in ("code", *AIMS)]
            keys = pc.binary_join_element_wise(*parts, "\x1f", null_handling="replace")
            refuse_repeated_keys(incoming, keys, "record", "code and record")
            stored = {name: incoming.column(name) for name in ("code", *AIMS)}
            number_by_key(incoming, self.records, self.take_numbers, pa.table(stored))
        else:
            refuse_repeated_keys(incoming, incoming.column("name"), "name", "name")
            number_by_key(incoming, self.records, self.take_numbers, pa.table({"name": incoming.column("name")}))
