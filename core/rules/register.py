"""The register of rules: each with its code, how much it asks, where it rests, what mends it, and what judges."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from inspect import getdoc
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias, TypeVar

from core.case import Case
from core.clock import Clock
from core.codes import give
from core.findings import Severity


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


Record = TypeVar("Record", bound=tuple[Any, ...])
# Whatever there is to say of a case by its clock, and the one sentence on a record by the day it really is.
CaseJudge: TypeAlias = Callable[[Case, Clock], Iterator[Said]]
RecordJudge: TypeAlias = Callable[[Record, date], str | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the practice, or of what records must not say at once.

    `of` is the kind of what it judges: `Case`, or one of `core.records`. `group` is where it stands in *Today* (0: it
    does not bring a client there), `action` the one click that goes with it, `clears` what makes it go, `numbers` the
    policy's numbers it rests on. What `lasts` is not put off by a word. While what `harms` somebody stands, its client
    is praised for nothing. `column` is where a record has to be mended.
    """

    code: str
    name: str
    of: type
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
    harms: bool = False
    column: str = ""


_RULES: dict[str, Rule] = {}
_RULES_OF: dict[type, list[Rule]] = {}
RULES: Mapping[str, Rule] = MappingProxyType(_RULES)


def rules_of(kind: type) -> Sequence[Rule]:
    """The rules that judge what is of a kind: `Case`, or one of `core.records`."""
    return _RULES_OF.get(kind, ())


def judged(record: tuple[Any, ...], today: date) -> Iterator[tuple[Rule, str]]:
    """What the rules say of a record: each that finds something, with its sentence."""
    for rule in rules_of(type(record)):
        if words := rule.judge(record, today):
            yield rule, words


def case_rule(
    code: str,
    severity: Severity,
    *,
    source: str,
    group: int,
    action: str,
    remedy: str,
    clears: str,
    numbers: Sequence[str] = (),
    first_ever: bool = False,
    lasts: bool = False,
    harms: bool = False,
) -> Callable[[CaseJudge], CaseJudge]:
    """Register a function as a rule about a client's case; its name is the breach, its docstring the why.

    Raises ValueError for a code that is given out already, and for a function that does not say why.
    """

    def register(judge: CaseJudge) -> CaseJudge:
        place = {"group": group, "action": action, "clears": clears}
        kind = {"first_ever": first_ever, "lasts": lasts, "harms": harms}
        _register(judge, code, Case, severity=severity, source=source, remedy=remedy, numbers=numbers, **place, **kind)
        return judge

    return register


def record_rule(
    code: str,
    severity: Severity,
    of: type[Record],
    column: str = "",
    *,
    remedy: str,
    source: str = "records",
    action: str = "",
) -> Callable[[RecordJudge[Record]], RecordJudge[Record]]:
    """Register a function as a rule about the records of a kind; its name is the breach, its docstring the why.

    Raises ValueError for a code that is given out already, and for a function that does not say why.
    """

    def register(judge: RecordJudge[Record]) -> RecordJudge[Record]:
        _register(judge, code, of, severity=severity, source=source, remedy=remedy, column=column, action=action)
        return judge

    return register


def _register(judge: Callable[..., Any], code: str, of: type, **about: Any) -> None:
    why = getdoc(judge)
    if not why:
        raise ValueError(f"{judge.__name__} does not say why")
    give(code, judge.__name__)
    _RULES[code] = Rule(code, judge.__name__, of, why=why, judge=judge, **about)
    _RULES_OF.setdefault(of, []).append(_RULES[code])
