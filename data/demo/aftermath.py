"""The aftermath of a made-up client's talks: thanks, names, books, hellos, insights, decisions, letters."""

from data.demo import explorations, lists, owed
from data.demo.life import Contact, Field, Life, Talk
from data.demo.parts import Part

_GIFTS = ("book", "book", "idea", "idea", "organization", "opportunity")
_INSIGHTS = ("reality", "reality", "reality", "hidden_demand", "drawback", "drawback", "limitation", "opportunity",
             "gap", "does", "values", "pain_point")  # fmt: skip
_ABOUT_A_PLACE = {"does", "values", "pain_point"}
_NAME_SINCE = 20, 34
# Days after a talk: on any weekday at least three working days after the thank-you was due, and still worth writing.
_LATE_SINCE, _LATE_UNTIL = 6, 27


def follow(life: Life, part: Part) -> None:
    """Write all that follows from the talks held, the names given and the fields decided on."""
    forgotten = _forgotten(life, part)
    thank_yous = {talk.number: _after(life, talk, thanked=talk.number not in forgotten) for talk in life.held}
    for contact in life.contacts:
        thank_referrer(life, contact)
        say_hello(life, contact, thank_yous, after=life.between(4, 60))
    confirm_what_is_ahead(life)
    if part.late == "lead":
        _leave_a_name(life)
    _decide(life, part)
    _aim_at_places(life)
    _write_letters(life)
    _say_when(life)


def _forgotten(life: Life, part: Part) -> set[int]:
    """The talks whose thank-you is still to go: the latest one or two that are old enough, where that is the part."""
    if part.late != "thank_you":
        return set()
    old_enough = [talk.number for talk in life.held if -_LATE_UNTIL <= (talk.held or 0) <= -_LATE_SINCE]
    return set(old_enough[-life.between(1, 2) :])


def _after(life: Life, talk: Talk, *, thanked: bool) -> int:
    held = talk.held or 0
    day = held + life.pick((0, 1, 1, 1)) if thanked else None
    number = owed.after_talk(life, talk, day, held + life.pick((0, 0, 0, 1)))
    if talk.row["resume_requested"]:
        owed.resume(life, talk, held + life.between(0, 1))
    if talk.row.get("scheduled_on") is not None and life.chance(0.2):
        _give(life, talk)
    if life.chance(0.6):
        learn(life, talk)
    if talk.thanked is not None and held < -60 and life.chance(0.2):
        talk.row |= {"stage": "closed", "closed_on": min(0, held + life.between(10, 30))}
    return number


def _give(life: Life, talk: Talk) -> None:
    kind = life.pick(_GIFTS)
    names = {"book": "books", "idea": "ideas", "opportunity": "opportunities"}
    if kind in names:
        name = life.pick(lists.voices(names[kind]))
    else:
        pattern = life.pick(talk.field.occupation.organizations)
        name = pattern.replace("{place}", life.pick(lists.places()))
    owed.gift(life, talk, kind, name, (talk.held or 0) + life.between(2, 13))


def learn(life: Life, talk: Talk) -> None:
    """Write something learned in a talk."""
    kind = life.pick(_INSIGHTS)
    text = life.pick(lists.voices(f"insights.{kind}"))
    bridged = (talk.held or 0) + life.between(15, 60)
    gap = kind == "gap"
    life.write(
        "insights",
        field_id=talk.field.number,
        interview_id=talk.number,
        kind=kind,
        text=text,
        name=text if gap else None,
        topic="skills_qualifications" if gap else None,
        organization=talk.contact.row["organization"] if kind in _ABOUT_A_PLACE else None,
        said_on=talk.held,
        bridge=lists.read("voices")["bridges"][text] if gap else None,
        bridged_on=bridged if gap and bridged <= 0 else None,
    )


def thank_referrer(life: Life, contact: Contact, *, never: bool = False) -> None:
    """Write the word to whoever led here, for the name and for the talk held (where not `never`), and the name."""
    if contact.referrer is None:
        return
    added = contact.row["added_on"]
    owed.thanks_to_referrer(life, contact, added, added + life.between(0, 1))
    first = next((talk for talk in contact.talks if talk.held is not None), None)
    if first is not None and first.held is not None:
        told = None if never else first.held + life.between(0, 1)
        owed.thanks_to_referrer(life, contact, first.held, told, first)
    giving = [talk for talk in contact.referrer.talks if talk.held is not None and talk.held <= added]
    if giving and life.chance(0.6):
        owed.gift(life, giving[-1], "person", contact.row["name"], added)


def say_hello(life: Life, contact: Contact, thank_yous: dict[int, int], *, after: int | None) -> None:
    """Write the hellos after the latest talk with somebody, `after` days once they open; None for never."""
    held = [talk for talk in contact.talks if talk.held is not None]
    if held:
        latest = max(held, key=lambda talk: talk.held or 0)
        owed.hellos(life, latest, thank_yous[latest.number], after=after)


def confirm_what_is_ahead(life: Life) -> None:
    """Write the line that confirms each appointment ahead."""
    for talk in life.talks:
        if talk.row["stage"] in {"scheduled", "confirmed"} and talk.held is None:
            owed.confirmation(life, talk)


def _leave_a_name(life: Life) -> None:
    """A name that came some weeks ago, in a talk or in a line afterwards, and that nobody has written to."""
    old = [talk for talk in life.held if (talk.held or 0) <= -_NAME_SINCE[0]]
    if old:
        nation = life.pick(lists.nations())
        name = f"{life.pick(nation.given)} {life.pick(nation.family)}"
        given = max(old[-1].held or 0, -life.between(*_NAME_SINCE))
        owed.gift(life, old[-1], "person", name, None, given_on=given)


def _decide(life: Life, part: Part) -> None:
    for field in list(life.fields):
        if field.until < 0:
            _announce(life, field, field.until, "rule_out")
    if part.status == "closed" and life.held:
        day = min(-1, (life.held[-1].held or 0) + life.between(3, 12))
        _announce(life, life.fields[0], day, "pursue")


def _announce(life: Life, field: Field, day: int, choice: str) -> None:
    number = explorations.decide(life, field, day, choice)
    owed.news_of_decision(life, field, number, day, day + life.between(1, 12))


def _aim_at_places(life: Life) -> None:
    if life.row["mode"] != "searching":
        return
    for talk in life.held[: life.between(0, 3)]:
        life.write(
            "targets",
            organization=talk.contact.row["organization"],
            field_id=talk.field.number,
            added_on=talk.held,
        )


def _write_letters(life: Life) -> None:
    """Some of the latest letters were written here: requests by e-mail, and thank-yous."""
    for talk in [talk for talk in life.talks if talk.row["request_method"] == "email"][-2:]:
        if life.chance(0.2):
            _letter(life, talk, "request_email", "request", talk.row["requested_on"])
    for talk in [talk for talk in life.held if talk.thanked is not None][-2:]:
        if life.chance(0.12):
            _letter(life, talk, "thank_you", "thank_you", talk.thanked)


def _letter(life: Life, talk: Talk, kind: str, model: str, sent: int | None) -> None:
    link, employer = talk.contact.row.get("shared_connection"), life.row.get("current_employer")
    words = {
        "who": talk.contact.row["name"],
        "name": life.row["name"],
        "place": f"I work at {employer}" if employer else "I am free to look round at present",
        "work": talk.field.occupation.work,
        "link": f"There is a small connection between us: {link}." if link else "Your path caught my eye.",
        "minutes": str(talk.row["minutes_requested"] or 15),
        "point": life.pick(lists.voices("points")),
    }
    text: str = lists.read("voices")["letters"][model]
    for name, value in words.items():
        text = text.replace(f"{{{name}}}", value)
    to = {"contact_id": talk.contact.number, "interview_id": talk.number}
    life.write("letters", **to, kind=kind, text=text, sent_on=sent, channel="email")


def _say_when(life: Life) -> None:
    """Some have a day by which it should be settled; those on their way have time enough for what is left."""
    if life.row["status"] == "active" and life.chance(0.5):
        goal = life.row["goal_interviews"] or 6
        left = max(0, goal - len(life.held))
        first = life.held[0].held or 0 if life.held else 20
        life.row["needed_by"] = max(left * 35 + life.between(40, 160), first + 100)
    if life.fields and life.chance(0.5):
        work = life.fields[0].occupation.work
        text: str = life.pick(lists.voices("pitches"))
        life.row["pitch"] = text.replace("{work}", work).replace("{Work}", work[0].upper() + work[1:])
        life.row["pitch_practised_on"] = min(0, life.row["started_on"] + life.between(4, 20))
