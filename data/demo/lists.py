"""The word lists that made-up people are drawn from, read once from the TOML files beside this module."""

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

SENIORITIES = ("entry", "mid", "senior", "lead", "executive")


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation: the field's name, its noun inside a sentence, O*NET-SOC code, family, association, titles.

    `titles` run from entry to executive, `organizations` are patterns with {place}.
    """

    field: str
    work: str
    soc: str
    family: str
    association: str
    titles: tuple[str, ...]
    organizations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nation:
    """First and family names that go together."""

    given: tuple[str, ...]
    family: tuple[str, ...]


@cache
def read(name: str) -> dict[str, Any]:
    """One of the TOML files, whole."""
    return tomllib.loads(files("data.demo").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def nations() -> tuple[Nation, ...]:
    """The lists of names."""
    return tuple(Nation(tuple(entry["given"]), tuple(entry["family"])) for entry in read("names")["people"])


@cache
def occupations() -> tuple[Occupation, ...]:
    """All occupations."""
    families = read("occupations")["families"]
    return tuple(
        Occupation(
            titles=tuple(entry.pop("titles")),
            organizations=tuple(families[entry["family"]]["organizations"]),
            **entry,
        )
        for entry in (dict(entry) for entry in read("occupations")["occupations"])
    )


@cache
def occupation(field: str) -> Occupation:
    """The occupation of a field's name."""
    return next(one for one in occupations() if one.field == field)


@cache
def related(field: str) -> tuple[Occupation, ...]:
    """The other occupations of the same family."""
    own = occupation(field)
    return tuple(one for one in occupations() if one.family == own.family and one is not own)


@cache
def places() -> tuple[str, ...]:
    """Places that do not exist."""
    return tuple(read("occupations")["places"])


@cache
def voices(name: str) -> tuple[Any, ...]:
    """A list of words from voices.toml; a dot leads into a part of it."""
    found: Any = read("voices")
    for step in name.split("."):
        found = found[step]
    return tuple(found)


@cache
def answers(family: str, topic: str) -> tuple[str, ...]:
    """The answers that people of a family of occupations give on a topic."""
    said = read("answers")
    return tuple(said[family].get(topic) or said["any"][topic])


@cache
def slug(name: str) -> str:
    """A name as it stands in an address: letters of ASCII only."""
    bare = unicodedata.normalize("NFKD", name.translate(_LETTERS)).encode("ascii", "ignore").decode()
    return "".join(sign for sign in bare.lower() if sign.isalnum())


_LETTERS = str.maketrans({"ø": "o", "ł": "l", "Ł": "L", "ı": "i", "đ": "d", "ß": "ss", "æ": "ae", "Ø": "O"})
