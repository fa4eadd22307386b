"""The counselor's side: words with a client, notes, how the client felt from time to time."""

from data.demo import lists
from data.demo.life import Life

_KINDS = ("meeting", "meeting", "meeting", "call", "message", "message", "kind_word")
_HOURS = (9 * 60, 9 * 60 + 30, 10 * 60, 11 * 60, 13 * 60 + 30, 14 * 60, 15 * 60, 16 * 60)


def word(life: Life, day: int, kind: str | None = None) -> None:
    """Write a counselor's word on a day; a meeting was planned for that day."""
    kind = kind or life.pick(_KINDS)
    life.words.append(day)
    life.write(
        "meetings",
        counselor_id=life.counselor,
        kind=kind,
        planned_for=(day, life.pick(_HOURS)) if kind == "meeting" else None,
        happened_on=day,
    )


def words(life: Life, first: int, last: int, apart: tuple[int, int] = (12, 26)) -> None:
    """Write words from one day to another, the first a meeting, so many days apart."""
    if life.counselor is None or first > 0:
        return
    day, kind = first, "meeting"
    while day < last - 5:
        word(life, day, kind)
        day += life.between(*apart)
        kind = ""
    word(life, last)


def appointment(life: Life, day: int, minute: int | None = None, kind: str = "meeting") -> None:
    """Write a meeting that is planned and has not happened yet."""
    at = minute if minute is not None else life.pick(_HOURS)
    life.write("meetings", counselor_id=life.counselor, kind=kind, planned_for=(day, at))


def note(life: Life, day: int, text: str, *, shared: bool, by_client: bool = False) -> None:
    """Write a note of the client's or of the counselor's."""
    author = "client" if by_client else life.counselor or "counselor"
    life.write("notes", author=author, created_on=day, shared=shared, text=text)


def notes(life: Life, until: int) -> None:
    """Write notes on some of the days on which they spoke; the client's own before the last of these."""
    for day in life.words:
        if life.chance(0.28):
            shared = life.chance(0.55)
            kind = "counselor_notes_shared" if shared else "counselor_notes_private"
            note(life, day, _filled(life, life.pick(lists.voices(kind))), shared=shared)
        if day - 1 > until and life.chance(0.2):
            text = _filled(life, life.pick(lists.voices("client_notes")))
            note(life, day - 1, text, shared=life.chance(0.7), by_client=True)


def _filled(life: Life, text: str) -> str:
    first = life.talks[0].contact.first_name if life.talks else "my neighbour"
    given = life.row["name"].partition(" ")[0]
    work = life.fields[0].occupation.work if life.fields else "this"
    return text.replace("{first}", first).replace("{name}", given).replace("{work}", work)


def check_ins(life: Life, first: int, last: int) -> None:
    """Write how the client felt, about once a month, a little better each time."""
    day, level = first, int(life.row.get("confidence") or 3)
    while day <= last:
        life.write(
            "check_ins",
            taken_on=day,
            confidence=min(5, level + life.between(0, 1)),
            clarity=min(5, level + life.between(-1, 1)),
            focus=life.between(2, 5),
            stress=life.between(1, 4),
            energy=life.between(2, 5),
        )
        day += life.between(26, 40)
        level = min(5, max(1, level + life.pick((0, 0, 1))))
