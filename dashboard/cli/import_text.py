"""The words of `import` for a person at a terminal: what came in, what could not, what was noticed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from core.findings import Finding, Refusal, Severity
from core.labels import TABLES, resting
from core.words import capital, counted, plural
from dashboard.cli.output import Column, paragraph, sentence, table
from data.bundle.outcome import Counts, Outcome

_SHOWN = 100
_OF_A_CODE = 5
_COUNTED = ("added", "changed", "same", "differs", "refused")
_HEADINGS = ("New", "Changed", "As before", "Waiting", "To mend", "Behind those")


def outcome_text(outcome: Outcome, source: Path, *, dry_run: bool) -> str:
    """The outcome of an import, or of trying one: the answer first, then the tables, then what needs a person."""
    parts = [paragraph(_headline(outcome, source, dry_run=dry_run))]
    if counts := {name: each for name, each in outcome.tables.items() if any(_of(each))}:
        parts.append(f"\n{_tables(counts, outcome.behind)}")
    parts += [_refused(outcome), *_noticed(outcome)]
    return "".join([*parts, _next(outcome, dry_run=dry_run)])


def not_whole(outcome: Outcome) -> str:
    """Why a bundle is not read in place of an office."""
    first = "This bundle is not read in place of an office, because some of it cannot be understood."
    return f"{first}\n{_refused(outcome)}\nMend this, or bring the good rows into an office: digwell import --keep-good"


def _headline(outcome: Outcome, source: Path, *, dry_run: bool) -> str:
    records = capital(counted(outcome.coming, "record"))
    if not outcome.refused and not any(sum(_of(each)) for each in outcome.tables.values()):
        return f"There are no records in {source}."
    if outcome.whole:
        return f"Nothing came in from {source}: something that it must have is not there."
    left = outcome.left_in_words
    if outcome.coming and (outcome.stored or (dry_run and not outcome.refused)):
        come, kept = ("came in", "") if outcome.stored else ("would come in", "; nothing was stored")
        return f"{records} {come} from {source}{f'; {left}' if left else ''}{kept}."
    if left:
        return f"Nothing {'would come' if dry_run else 'came'} in from {source}: {left}."
    return f"Everything in {source} is here already."


def _of(counts: Counts) -> list[int]:
    return [getattr(counts, name) for name in _COUNTED]


def _tables(counts: dict[str, Counts], behind: Mapping[str, int]) -> str:
    columns = [Column("Table"), *(Column(heading, number=True) for heading in _HEADINGS[: 6 if behind else 5])]
    rows = []
    for name, each in counts.items():
        *others, refused = _of(each)
        rests = behind.get(name, 0)
        numbers = [*others, refused - rests, rests][: len(columns) - 1]
        rows.append([TABLES[name], *(f"{n:,}" if n else "–" for n in numbers)])
    return table(columns, rows)


def _refused(outcome: Outcome) -> str:
    if not outcome.refused:
        return ""
    lines = [
        paragraph(f"{_place_and_words(root.refusal)} {resting(root.behind)}", 2) for root in outcome.roots[:_SHOWN]
    ]
    more = len(outcome.roots) - _SHOWN
    rest = paragraph(f"and {more:,} more; --format json tells them all.", 2) if more > 0 else ""
    return f"\nTo mend\n{''.join(lines)}{rest}"


def _place_and_words(refusal: Refusal) -> str:
    if refusal.line:
        return refusal.sentence()
    return f"{refusal.file or refusal.table}: {refusal.why} {refusal.remedy}".rstrip()


def _noticed(outcome: Outcome) -> Iterable[str]:
    waiting = [finding for finding in outcome.findings if finding.severity is not Severity.INFO]
    info = [finding for finding in outcome.findings if finding.severity is Severity.INFO]
    yield from _section("Worth a look", waiting)
    yield from _section("Good to know", info)


def _section(label: str, found: Sequence[Finding]) -> Iterable[str]:
    """Findings under a heading, the first few of each code."""
    if found:
        yield f"\n{label}\n"
    told = Counter(finding.code for finding in found)
    shown: Counter[str] = Counter()
    for finding in found:
        shown[finding.code] += 1
        if shown[finding.code] <= _OF_A_CODE:
            yield paragraph(f"{sentence(finding.message)} {sentence(finding.remedy)} ({finding.code})", 2)
        if shown[finding.code] == told[finding.code] > _OF_A_CODE:
            more = told[finding.code] - _OF_A_CODE
            yield paragraph(f"and {more:,} more like it; --format json tells them all. ({finding.code})", 2)


def _next(outcome: Outcome, *, dry_run: bool) -> str:
    steps = []
    if outcome.asks_day_order:
        steps.append("Some days can be read two ways: say --day-first or --month-first.")
    if outcome.refused and not outcome.stored and not outcome.whole:
        steps.append("Mend these and bring the file in again, or bring in the rest now with --keep-good.")
    if outcome.waiting:
        which = plural(outcome.waiting, "the row that differs", "the rows that differ")
        steps.append(f"Take the file's word for {which} with --overwrite, or leave what was entered here.")
    if dry_run and outcome.coming and not steps:
        steps.append("To bring it in, say it once more without --dry-run.")
    return "".join(f"\n{paragraph(step)}" for step in steps)
