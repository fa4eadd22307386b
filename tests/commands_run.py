"""The `digwell` command in a test: called in this process where it only computes, as a process of its own elsewhere."""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from dashboard.cli.main import main
from tests.bundles import AMARA, BEN, contact, interview, write_bundle
from tests.conftest import BIN

AS_OF = "2026-11-22"
DANA = {"counselor_id": "dana", "name": "Dana Whitlow"}
# Amara: three talks and two fields; a thank-you that is late. Ben: has listed two people, written to none.
OFFICE: Mapping[str, list[dict[str, Any]]] = {
    "settings": [{"name": "time_zone", "value": "Europe/Berlin"}],
    "counselors": [DANA],
    "cohorts": [{"cohort_id": "spring", "name": "Spring 2026"}],
    "clients": [
        {**AMARA, "counselor_id": "dana", "cohort_id": "spring"},
        {**BEN, "counselor_id": "dana", "name": "Ben Ōkafor 李"},
        {"client_id": "c3", "name": "=Cara", "started_on": "2026-03-02", "status": "closed"},
    ],
    "fields": [{"field_id": "f1", "client_id": "c1", "name": "Nursing"}],
    "contacts": [
        contact("p1", added_on="2026-09-01"),
        contact("p2", added_on="2026-10-01", referred_by="p1"),
        contact("p3", added_on="2026-11-02"),
        contact("p4", "c2", added_on="2026-10-20"),
        contact("p5", "c2", added_on="2026-10-28"),
    ],
    "interviews": [
        interview("i1", "p1", field_id="f1", requested_on="2026-09-10", replied_on="2026-09-12", held_on="2026-09-20"),
        interview("i2", "p2", field_id="f1", requested_on="2026-10-10", replied_on="2026-10-12", held_on="2026-11-10"),
        interview("i3", "p3", requested_on="2026-11-20"),
    ],
    "questions": [
        {"interview_id": "i1", "topic": "compensation", "text": "Which range?", "asked": "yes", "answered": "yes"}
    ],
    "follow_ups": [
        {"follow_up_id": "u1", "client_id": "c1", "contact_id": "p2", "interview_id": "i2", "kind": "thank_you",
         "due_on": "2026-11-11"},
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)

    @property
    def complaints(self) -> list[str]:
        """What it said beside the document, but for how far it is: on a busy machine anything may take a second."""
        return [line for line in self.err.splitlines() if " …" not in line]


def digwell(*words: str | Path) -> Ended:
    """Call it in this process."""
    ended = CliRunner().invoke(main, [str(word) for word in words])
    return Ended(ended.exit_code, ended.stdout, ended.stderr)


def digwell_process(*words: str | Path, cwd: Path | None = None, **env: str) -> Ended:
    """Call it as a person does."""
    line = [str(BIN / "digwell"), *map(str, words)]
    ended = subprocess.run(line, capture_output=True, timeout=60, cwd=cwd, env={**os.environ, **env}, check=False)
    return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


def make_office(folder: Path) -> Path:
    """An office with the three clients above, brought in from a bundle."""
    bundle = write_bundle(folder / "bundle.zip", OFFICE)
    office = folder / "office.duckdb"
    ended = digwell("import", bundle, office)
    assert ended.code == 0, ended
    return office


def whole(ended: Ended) -> Any:
    """The document of a command that ended well and said nothing beside it."""
    assert (ended.code, ended.complaints) == (0, []), ended
    return ended.document
