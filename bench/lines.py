"""The table that `make bench` prints: what was wanted, what was seen, and what it is made of."""

import os
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One thing measured, in its unit ("×", "s", "MB"); `made_of` says in words what the number comes from."""

    what: str
    wanted: float
    seen: float
    unit: str
    made_of: str
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        """Whether it is as wanted."""
        return self.seen >= self.wanted if self.at_least else self.seen <= self.wanted


def show(part: str, lines: Iterable[Line], before: float, minutes: float) -> None:
    """One part of the table, with the machine's load before and after it and how long it took."""
    after, cores = os.getloadavg()[0], os.cpu_count()
    print(f"\n{part}  (load {before:.1f} before, {after:.1f} after; {cores} cores; {minutes:.1f} min)")
    for line in lines:
        mark, sign = ("✓" if line.is_met else "✗"), ("≥" if line.at_least else "≤")
        wanted, seen = f"{sign} {line.wanted:g} {line.unit}", f"{rounded(line.seen)} {line.unit}"
        print(f"  {mark} {line.what:<62} wanted {wanted:<9} seen {seen:<8} {line.made_of}", flush=True)


def rounded(number: float) -> str:
    """A number with as many places as mean something."""
    return f"{number:.0f}" if number >= 20 else f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def ratio(what: str, wanted: float, ours: float, theirs: float, beside: str = "") -> Line:
    """How many times longer ours takes, both in seconds."""
    made_of = f"{1e3 * ours:.1f} ms : {1e3 * theirs:.1f} ms" + (f"; {beside}" if beside else "")
    return Line(what, wanted, ours / theirs, "×", made_of)


def by_turns(works: Mapping[str, Callable[[int], object]], rounds: int) -> dict[str, float]:
    """The median seconds of each piece of work; each round does all of them, so that all meet the same load.

    Each is told the number of the round; one more round goes first, to warm up.
    """
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            began = time.perf_counter()
            work(number)
            if number:
                seconds[name].append(time.perf_counter() - began)
    return {name: statistics.median(each) for name, each in seconds.items()}
