"""`make bench`: how fast Digwell is, as ratios in one run; exit 1 where something is slower than wanted."""

import sys
from collections.abc import Callable, Iterable

from bench import import_speed, large, questions, recording
from bench.lines import Line, show

# Parts that compare; the import prints a table of its own, because each of its steps runs in a process of its own.
PARTS: dict[str, Callable[[], Iterable[Line]]] = {
    "office": large.how_long,
    "questions": questions.lines,
    "recording": recording.measured,
}


def main(wanted: list[str]) -> int:
    """Run the parts that were named, or all of them."""
    met = True
    for name, part in PARTS.items():
        if not wanted or name in wanted:
            lines = list(part())
            show(name, lines)
            met &= all(line.is_met for line in lines)
    if not wanted or "import" in wanted:
        import_speed.compare(500_000, "folder", 1)
        import_speed.compare(200_000, "xlsx", 1)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
