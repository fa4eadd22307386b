"""One made-up client while the life is being written: who and what is known so far, and how chance is asked."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as filled
from random import Random
from typing import TypeVar

from core.questions import BankPrompt
from data.demo.diary import Diary
from data.demo.lists import Occupation
from data.query import Row

T = TypeVar("T")
LAST = 10_000  # a day far ahead: no end is known


@dataclass(slots=True)
class Field:
    """A field that the client explores: open for requests from `since`, for talks until `until`.

    `prompts` are the questions still to be asked, `heard` counts the answers by topic, `fit` is how well it suits.
    """

    number: int
    row: Row
    occupation: Occupation
    since: int
    until: int = LAST
    prompts: deque[BankPrompt] = filled(default_factory=deque)
    heard: Counter[str] = filled(default_factory=Counter)
    fit: int = 3


@dataclass(slots=True)
class Contact:
    """Somebody the client knows of; `generation` is 0 without a referrer."""

    number: int
    row: Row
    field: Field
    generation: int = 0
    referrer: "Contact | None" = None
    talks: "list[Talk]" = filled(default_factory=list)

    @property
    def first_name(self) -> str:
        """The name one is called by."""
        name: str = self.row["name"]
        return name.partition(" ")[0]


@dataclass(slots=True)
class Talk:
    """An interview, from the request on; `held` and `thanked` are days, or None."""

    number: int
    row: Row
    contact: Contact
    field: Field
    held: int | None = None
    thanked: int | None = None


@dataclass(slots=True)
class Life:
    """One client's life; `imported` says that an import brought it today, else it was entered in Digwell."""

    index: int
    rng: Random
    diary: Diary
    counselor: int | None
    number: int = 0
    row: Row = filled(default_factory=dict)
    fields: list[Field] = filled(default_factory=list)
    contacts: list[Contact] = filled(default_factory=list)
    talks: list[Talk] = filled(default_factory=list)
    words: list[int] = filled(default_factory=list)
    imported: bool = False

    @property
    def held(self) -> list[Talk]:
        """The talks that were held, earliest first."""
        return sorted((talk for talk in self.talks if talk.held is not None), key=lambda talk: talk.held or 0)

    def write(self, table: str, **values: object) -> int:
        """Add a row of this client's; its number."""
        values["client_id"] = self.number
        number = self.diary.put(table, values)
        if self.imported:
            self.mark_imported(values, number)
        return number

    def mark_imported(self, row: Row, number: int) -> None:
        """Say beside a row that an import brought it today, under an id of its own."""
        row |= {"imported_on": 0, "source_id": f"{self.index + 1}-{number}"}

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self.rng.random() < share

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included; `low` where the bounds cross."""
        return low + int(self.rng.random() * (high - low + 1)) if high > low else low

    def pick(self, choices: Sequence[T]) -> T:
        """One of them, each as likely as the others."""
        return choices[int(self.rng.random() * len(choices))]
