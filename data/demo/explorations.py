"""The fields that a client explores: what was read about them, which were ruled out or chosen, and what was decided."""

from collections import deque

from core.questions import BANK, REFERRAL, BankPrompt
from data.demo import lists
from data.demo.life import Field, Life

_WANTED = tuple(prompt for prompt in BANK if not prompt.findable_online and prompt.prompt_id != REFERRAL)


def office_prompts() -> tuple[BankPrompt, ...]:
    """The office's own prompts that may be planned, known by their numbers."""
    return tuple(
        BankPrompt(
            str(number),
            entry["text"],
            entry["topic"],
            entry["scope"],
            entry["priority"],
            "",
            drawback=entry.get("drawback", False),
        )
        for number, entry in enumerate(lists.voices("prompts"), start=1)
        if entry.get("active", True)
    )


def explore(life: Life, occupation: lists.Occupation, since: int, **known: object) -> Field:
    """Write a field that the client explores from a day on."""
    row: dict[str, object] = {
        "name": occupation.field,
        "soc_code": occupation.soc,
        "familiarity": life.pick((1, 1, 2, 2, 2, 3)),
        "status": "exploring",
        "added_on": since,
    }
    number = life.write("fields", **(row | known))
    made = Field(number, life.diary.rows["fields"][-1], occupation, since, fit=life.pick((2, 3, 3, 4, 4)))
    made.prompts = _in_order(life)
    life.fields.append(made)
    return made


def _in_order(life: Life) -> deque[BankPrompt]:
    """The prompts in the order in which this client will ask them: by priority, with a will of one's own."""
    wanted = [*_WANTED, *office_prompts()]
    return deque(sorted(wanted, key=lambda prompt: life.rng.random() * 45 - prompt.priority))


def read_up(life: Life, field: Field, first: int, second: int | None = None) -> None:
    """Write the two sources read before anybody was asked (R37); without a second day, only the first."""
    work = field.occupation.work
    note = life.pick(lists.voices("research_notes")) if life.chance(0.5) else None
    life.write(
        "research",
        field_id=field.number,
        source="occupational_outlook",
        title=f"Occupational Outlook Handbook on {work}",
        read_on=first,
        note=note,
    )
    if second is not None:
        life.write(
            "research",
            field_id=field.number,
            source="association",
            title=f"{field.occupation.association}: so you want to work in {work}",
            url=f"https://example.org/{lists.slug(field.occupation.association)}",
            read_on=second,
            note=life.pick(lists.voices("research_notes")) if life.chance(0.5) else None,
        )


def decide(life: Life, field: Field, day: int, choice: str, **known: object) -> int:
    """Write what was decided about a field, and end it where it was ruled out; the decision's number."""
    status = {"rule_out": "ruled_out", "pursue": "chosen"}.get(choice)
    if status:
        field.row["status"] = status
    if choice == "rule_out":
        field.until = day
    reasons = "decisions_for" if choice == "pursue" else "decisions_against"
    others = [other.occupation.field for other in life.fields if other is not field]
    row: dict[str, object] = {
        "field_id": field.number,
        "decided_on": day,
        "choice": choice,
        "reason": life.pick(lists.voices(reasons)),
        "alternatives": ", ".join(others) or life.pick(lists.related(field.occupation.field)).field,
        "would_change_it": life.pick(lists.voices("would_change")) if life.chance(0.6) else None,
    }
    return life.write("decisions", **(row | known))


def field_at(life: Life, day: int, until: int) -> Field:
    """A field that could be asked about on a day and talked about until another; the first one more often."""
    open_then = [one for one in life.fields if one.since + 4 <= day and until <= one.until]
    if not open_then or (life.chance(0.6) and life.fields[0] in open_then):
        return life.fields[0]
    return life.pick(open_then)
