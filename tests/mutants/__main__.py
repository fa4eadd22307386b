"""`make mutants`: every mutation tried, two at a time; ends with 1 where one was not noticed.

Words after it choose the mutations that have one of them in their name or file.
"""

import queue
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.mutants.mutation import Mutation
from tests.mutants.mutations import MUTATIONS
from tests.mutants.trial import Verdict, copied, passes, tried

ROOT = Path(__file__).parents[2]
WORKERS = 2


def main(words: list[str]) -> int:
    """Try those mutations; 0 where each was noticed."""
    chosen = [each for each in MUTATIONS if not words or any(word in f"{each.name} {each.file}" for word in words)]
    if faults := [f"{each.name}: {fault}" for each in chosen for fault in each.faults(ROOT)]:
        print("\n".join(faults))
        return 1
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="digwell-mutants-") as folder:
        trees: queue.Queue[Path] = queue.Queue()
        with ThreadPoolExecutor(WORKERS) as workers:
            for tree in workers.map(lambda n: copied(ROOT, Path(folder) / str(n)), range(WORKERS)):
                trees.put(tree)
            if broken := [said for said in workers.map(lambda part: _whole(trees, part), _parts(chosen)) if said]:
                print("These tests do not pass as it is, so that they notice nothing.\n", *broken, sep="\n")
                return 1
            found = list(workers.map(lambda each: _tried(trees, each), chosen))
    seconds = time.monotonic() - began
    unnoticed = [name for name, verdict in found if verdict is not Verdict.KILLED]
    print(f"{len(found) - len(unnoticed)} of {len(found)} mutations were noticed, in {seconds:.0f} seconds.")
    print(*(f"Not noticed: {name}" for name in unnoticed), sep="\n", end="\n" if unnoticed else "")
    return 1 if unnoticed or not found else 0


def _parts(chosen: list[Mutation]) -> list[list[str]]:
    """The tests of all of them, each once, in as many parts as there are workers."""
    tests = list(dict.fromkeys(test for each in chosen for test in each.tests))
    return [part for n in range(WORKERS) if (part := tests[n::WORKERS])]


def _whole(trees: "queue.Queue[Path]", tests: list[str]) -> str | None:
    tree = trees.get()
    try:
        return passes(tree, tests)
    finally:
        trees.put(tree)


def _tried(trees: "queue.Queue[Path]", mutation: Mutation) -> tuple[str, Verdict]:
    tree, began = trees.get(), time.monotonic()
    try:
        verdict, said = tried(tree, mutation)
    finally:
        trees.put(tree)
    print(f"{verdict.value:10} {time.monotonic() - began:5.1f} s  {mutation.name}", flush=True)
    if said:
        print(said, flush=True)
    return mutation.name, verdict


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
