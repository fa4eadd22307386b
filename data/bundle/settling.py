"""An import's tables, settled among themselves and with the office: what is new, what differs, what is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from core import labels
from core.findings import Finding
from data.bundle.beside import Beside
from data.bundle.differences import Difference, difference
from data.bundle.dismissed import AIMS, aim
from data.bundle.empty_cells import fill, fill_added_on, fill_stages
from data.bundle.incoming import Incoming
from data.bundle.numbers import TakeNumbers, number_by_id, number_by_key, refuse_repeated_keys
from data.bundle.references import References, follow_references, own, question_keys, refuse_moved
from data.bundle.refusals import Refusals
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
class Settled:
    """What would be stored: the tables in the order in which they lean on one another, and their differences."""

    tables: dict[str, Arrived] = field(default_factory=dict)
    differences: dict[str, Difference] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class Settling:
    """What settling needs beside the rows.

    `zone` is the one that the source's times were read in, `office_zone` the one that the office has so far.
    """

    beside: Beside
    take_numbers: TakeNumbers
    refusals: Refusals
    zone: ZoneInfo
    office_zone: ZoneInfo
    today: date

    def settle(self, tables: Mapping[str, Staged], progress: Callable[[str, int], None]) -> Settled:
        """All tables of an import, each once, in order."""
        settled, references, zone = Settled(), References(self.beside), self.zone
        for table in IN_ORDER:
            if table not in tables:
                continue
            progress(f"Comparing {labels.table(table)}", tables[table].rows.num_rows)
            incoming = Incoming(tables[table], self.refusals, tables[table].rows)
            settled.findings += self._settle(incoming, references, tables)
            settled.tables[table], findings = arrived(incoming, references, zone)
            settled.findings += findings
            settled.differences[table] = difference(settled.tables[table], self.beside)
            if table == "settings" and ZONE in settled.differences[table].waiting:
                zone = self.office_zone
        return settled

    def _settle(self, incoming: Incoming, references: References, tables: Mapping[str, Staged]) -> list[Finding]:
        if incoming.own:
            number_by_id(incoming, self.beside, self.take_numbers)
            own(incoming, references)
            refuse_moved(incoming, references)
            follow_references(incoming, references)
            references.enter(incoming)
        else:
            self._settle_keyed(incoming, references)
        findings = fill(incoming)
        if incoming.table == "interviews":
            findings += fill_stages(incoming, self.beside)
        if incoming.table == "contacts":
            findings += fill_added_on(incoming, tables, self.beside, self.zone, self.today)
        return findings

    def _settle_keyed(self, incoming: Incoming, references: References) -> None:
        if incoming.table == "questions":
            own(incoming, references)
            keys = question_keys(incoming.column("interview_id#"), incoming.column("position"))
            refuse_repeated_keys(incoming, keys, "position", "place in the same interview")
            stored = {"interview_id": incoming.column("interview_id#"), "position": incoming.column("position")}
            number_by_key(incoming, self.beside, self.take_numbers, pa.table(stored))
            keys = question_keys(incoming.column("interview_id#"), incoming.column("position"))
            references.directories["questions"].enter(keys, incoming.column("#"), incoming.column("whose"))
        elif incoming.table == "dismissals":
            aim(incoming, references)
            parts = [incoming.column(name).cast(pa.string()) for name in ("code", *AIMS)]
            keys = pc.binary_join_element_wise(*parts, "\x1f", null_handling="replace")
            refuse_repeated_keys(incoming, keys, "record", "code and record")
            stored = {name: incoming.column(name) for name in ("code", *AIMS)}
            number_by_key(incoming, self.beside, self.take_numbers, pa.table(stored))
        else:
            refuse_repeated_keys(incoming, incoming.column("name"), "name", "name")
            number_by_key(incoming, self.beside, self.take_numbers, pa.table({"name": incoming.column("name")}))
