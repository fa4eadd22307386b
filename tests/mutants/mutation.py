"""One mutation: a text of the program, what stands there instead, and the tests that must fail then."""

import re
from dataclasses import dataclass
from pathlib import Path

# What a mutation may break.
ROOMS = ("core", "data", "dashboard")


@dataclass(frozen=True)
class Mutation:
    """`name` says what the broken program would do; `tests` are files or functions, as pytest takes them."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def faults(self, root: Path) -> list[str]:
        """What keeps it from being tried on a tree, in words: its text must stand there once, its tests be there."""
        return [*self._faults_of_the_text(root), *(fault for test in self.tests if (fault := _fault(root, test)))]

    def _faults_of_the_text(self, root: Path) -> list[str]:
        if self.old == self.new:
            return ["it changes nothing"]
        path = root / self.file
        found = path.read_text(encoding="utf-8").count(self.old) if path.is_file() else 0
        if found == 1:
            return []
        elsewhere = [name for name in _holders(root, self.old) if name != self.file]
        where = f"; it stands in {', '.join(elsewhere)}" if elsewhere else ""
        return [f"its text stands {found} times in {self.file}{where}"]

    def apply(self, root: Path) -> str:
        """Break the tree; the text of the file as it was."""
        path = root / self.file
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(self.old, self.new), encoding="utf-8")
        return text


def _holders(root: Path, text: str) -> list[str]:
    paths = (path for room in ROOMS for end in ("py", "sql") for path in (root / room).rglob(f"*.{end}"))
    return sorted(str(path.relative_to(root)) for path in paths if text in path.read_text(encoding="utf-8"))


def _fault(root: Path, test: str) -> str | None:
    file, _, name = test.partition("::")
    if not (root / file).is_file():
        return f"there is no {file}"
    if name and not re.search(rf"^(def|class) {name}\b|^{name} =", (root / file).read_text("utf-8"), re.MULTILINE):
        return f"there is no {name} in {file}"
    return None
