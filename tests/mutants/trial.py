"""Trials: a copy of the tree, a mutation in it, its tests run, and what they made of it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from enum import Enum
from pathlib import Path

from tests.mutants.mutation import Mutation

_NOT_COPIED = (".git", ".venv", "made-up", "offices", "build", "*.egg-info", ".*_cache", ".hypothesis", "__pycache__")
_AT_MOST = 600  # seconds
_PASSED, _FAILED = 0, 1


class Verdict(Enum):
    """What the tests made of a mutation."""

    KILLED = "noticed"
    SURVIVED = "SURVIVED"
    NOT_JUDGED = "NOT JUDGED"


def copied(root: Path, target: Path) -> Path:
    """A copy of a tree to break, compiled in such a way that a changed file is never taken for the one before."""
    shutil.copytree(root, target, symlinks=True, ignore=shutil.ignore_patterns(*_NOT_COPIED))
    compiled = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", str(target)]
    subprocess.run(compiled, check=True)
    return target


def passes(tree: Path, tests: Iterable[str]) -> str | None:
    """What went wrong with tests of a tree that is whole; None where all pass."""
    ended = _run(tree, tests)
    return None if ended is not None and ended.returncode == _PASSED else _words(ended)


def tried(tree: Path, mutation: Mutation) -> tuple[Verdict, str]:
    """The verdict on a mutation, with what was said where there is none; the tree is whole again afterwards."""
    before = mutation.apply(tree)
    try:
        ended = _run(tree, mutation.tests)
    finally:
        (tree / mutation.file).write_text(before, encoding="utf-8")
    if ended is not None and ended.returncode == _FAILED:
        return Verdict.KILLED, ""
    if ended is not None and ended.returncode == _PASSED:
        return Verdict.SURVIVED, ""
    return Verdict.NOT_JUDGED, _words(ended)


def _run(tree: Path, tests: Iterable[str]) -> subprocess.CompletedProcess[str] | None:
    """The tests, until the first that fails; None where they did not end in time."""
    # The commands that tests start are installed elsewhere, and are to be those of this tree too.
    env = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1", "CI": ""}
    line = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--hypothesis-profile=mutants"]
    try:
        return subprocess.run(
            [*line, *tests], cwd=tree, env=env, capture_output=True, text=True, timeout=_AT_MOST, check=False
        )
    except subprocess.TimeoutExpired:
        return None


def _words(ended: subprocess.CompletedProcess[str] | None) -> str:
    return f"no answer in {_AT_MOST} seconds" if ended is None else (ended.stdout + ended.stderr)[-3_000:]
