"""Named questions: each `queries/<question>.sql` with its parameters, and the scope that stands in front of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from core.viewer import Viewer

# The one text that says whose records a viewer may see; every question reads from it.
SCOPE = """visible_clients AS (
    SELECT client_id
    FROM clients
    WHERE CASE $viewer_role
        WHEN 'local' THEN TRUE
        WHEN 'lead' THEN TRUE
        WHEN 'counselor' THEN counselor_id = $viewer_person OR counselor_id IS NULL
        WHEN 'client' THEN client_id = $viewer_person
        WHEN 'presenter' THEN EXISTS (SELECT 1 FROM office WHERE office.name = 'made_up' AND office.value = 'yes')
        ELSE FALSE
    END
)"""

_COMMENT = re.compile(r"--[^\n]*")
_BUILDS_ON = re.compile(r"^-- Builds on: (\w+)\.$", re.MULTILINE)
_PARAMETER = re.compile(r"\$([a-z_][a-z0-9_]*)")
_WITH = re.compile(r"WITH\s+(?:RECURSIVE\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """A question's name, its SQL with the scope in front, and the parameters that it mentions."""

    name: str
    sql: str
    parameters: frozenset[str]

    def bound(self, viewer: Viewer, given: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters as the engine takes them; raises TypeError for one that is missing or unknown."""
        values = {"viewer_role": viewer.role, "viewer_person": viewer.person, **given}
        if unknown := given.keys() - self.parameters:
            raise TypeError(f"The question {self.name} has no parameter {', '.join(sorted(unknown))}.")
        if missing := self.parameters - values.keys():
            raise TypeError(f"The question {self.name} needs {', '.join(sorted(missing))}.")
        return {name: values[name] for name in self.parameters}


def scoped(name: str, text: str) -> Question:
    """A question made of a text that reads from `visible_clients`."""
    bare = _bare(text)
    before = "".join(f",\n{part} AS (\n{_bare(_text(part))}\n)" for part in _parts(text))
    if begins := _WITH.match(bare):
        sql = f"WITH RECURSIVE {SCOPE}{before},\n{bare[begins.end() :]}"
    else:
        sql = f"WITH RECURSIVE {SCOPE}{before}\n{bare}"
    return Question(name, sql, frozenset(_PARAMETER.findall(sql)))


def _bare(text: str) -> str:
    return _COMMENT.sub("", text).strip().removesuffix(";")


def _parts(text: str) -> list[str]:
    """The questions that a text builds on ("-- Builds on: figures." in its head), each after what it builds on itself.

    Such a question stands in front under its own name, so that what it says is said once.
    """
    found: list[str] = []
    for part in _BUILDS_ON.findall(text):
        found += [each for each in (*_parts(_text(part)), part) if each not in found]
    return found


def _text(name: str) -> str:
    return files("data.queries").joinpath(f"{name}.sql").read_text(encoding="utf-8")


@cache
def question(name: str) -> Question:
    """The question of that name; raises FileNotFoundError where there is none."""
    return scoped(name, _text(name))


def names() -> tuple[str, ...]:
    """All questions there are."""
    found = (entry.name for entry in files("data.queries").iterdir() if entry.name.endswith(".sql"))
    return tuple(sorted(name.removesuffix(".sql") for name in found))
