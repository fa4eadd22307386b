"""The register of rules: each with its code, how much it asks, its group on *Today*, and what mends it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from inspect import getdoc
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from core.findings import Severity

Judge = TypeVar("Judge", bound=Callable[..., Any])


class Said(NamedTuple):
    """What a rule says of a client: since when, in which words, on which stored values.

    `since` is the day it is counted from, `began` the day it became true where that is another one, `at` the
    appointment it hangs on; `person` is the contact who waits. `table`, `number` and `key` name the record, where it
    is one of the client's and not the client.
    """

    since: date
    words: str
    facts: tuple[object, ...]
    began: date | None = None
    person: str = ""
    at: datetime | None = None
    table: str = "clients"
    number: int | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the practice, or of what records must not say at once.

    `group` is where it stands in *Today* (0: it does not bring a client there), `action` the one click that goes with
    it, `clears` what makes it go, `numbers` the policy's numbers it rests on. What `lasts` is not put off by a word.
    """

    code: str
    name: str
    severity: Severity
    source: str
    remedy: str
    why: str
    judge: Callable[..., Any]
    group: int = 0
    action: str = ""
    clears: str = ""
    numbers: Sequence[str] = ()
    first_ever: bool = False
    lasts: bool = False
    table: str = "clients"
    column: str = ""


_RULES: dict[str, Rule] = {}
RULES: Mapping[str, Rule] = MappingProxyType(_RULES)


def rule(code: str, severity: Severity, *, source: str, remedy: str, **more: Any) -> Callable[[Judge], Judge]:
    """Register a function as a rule; its name is the breach, its docstring the why. A code is given out once."""

    def register(judge: Judge) -> Judge:
        if code in _RULES:
            raise ValueError(f"{code} is {_RULES[code].name} already")
        why = getdoc(judge)
        if not why:
            raise ValueError(f"{judge.__name__} does not say why")
        _RULES[code] = Rule(code, judge.__name__, severity, source, remedy, why, judge, **more)
        return judge

    return register
