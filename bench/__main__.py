"""`make bench`: how fast Digwell is, as ratios in one run; exit 1 where something is slower than wanted.

    python -m bench [PART …]

Without a part, all of them.
"""

import argparse
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType

from bench import clicks, import_speed, large, queries, recording
from bench.lines import Line, show
from bench.scale import Scale

Part = Callable[[Scale], list[Line]]
PARTS: dict[str, Part] = {
    "office": large.how_long,
    "queries": queries.lines,
    "recording": recording.measured,
    "clicks": clicks.lines,
    "import": import_speed.lines,
}
_WITHOUT_OFFICE = {"import"}


def measure(names: list[str], scale: Scale) -> list[Line]:
    """Measure these parts and print each as soon as it is there."""
    if not _WITHOUT_OFFICE.issuperset(names):
        large.made(scale)
    found: list[Line] = []
    for name in names:
        load, began = os.getloadavg()[0], time.monotonic()
        lines = PARTS[name](scale)
        show(name, lines, load, (time.monotonic() - began) / 60)
        found += lines
    return found


def main(given: list[str]) -> int:
    """Run the parts that were named, or all of them; 0 where everything is as wanted, else 1."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"one of {', '.join(PARTS)}; without any, all of them")
    wanted = parser.parse_args(given).parts
    if unknown := [name for name in wanted if name not in PARTS]:
        parser.error(f"there is no part {', '.join(unknown)}; the parts are {', '.join(PARTS)}")
    # Queries are asked here without a page, which Streamlit's log remarks on each time.
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True
    # So that the servers and folders that were started go away on TERM as they do on Ctrl+C.
    signal.signal(signal.SIGTERM, _stop)
    try:
        lines = measure(wanted or list(PARTS), Scale())
    except KeyboardInterrupt:
        print("\nStopped; nothing of it is left.", file=sys.stderr)
        return 130
    missed = [line for line in lines if not line.is_met]
    print(
        f"\n{len(lines) - len(missed)} of {len(lines)} as wanted.", *(f"\n  ✗ {line.what}" for line in missed), sep=""
    )
    return 1 if missed else 0


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
