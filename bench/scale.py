"""The scale of a bench, how much and how often: as promised in `make bench`, a handful in the test of the bench."""

from dataclasses import dataclass
from pathlib import Path

LARGE = Path(__file__).with_name("offices") / "large.duckdb"


@dataclass(frozen=True, slots=True)
class Scale:
    """Clients of the office, rows of the bundle and of the workbook; `often` 1 is as often as a steady median needs."""

    office: Path = LARGE
    clients: int = 40_000
    bundle_rows: int = 500_000
    workbook_rows: int = 200_000
    often: float = 1.0

    def times(self, number: int) -> int:
        """So many times at the full scale, fewer at a smaller one."""
        return max(1, round(number * self.often))
