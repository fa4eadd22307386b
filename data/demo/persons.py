"""Made-up clients and the people they know: names, employers, the ways in which people are found."""

from data.demo import lists
from data.demo.life import Contact, Field, Life

# How somebody without a referrer was found: weights are how often a word stands here.
_CHANNELS = (
    ("personal_network",) * 8 + ("alumni",) * 4 + ("linkedin",) * 4 + ("former_colleague",) * 3
    + ("association",) * 2 + ("community",) * 2 + ("faculty",) * 2 + ("event",) * 2
    + ("conference", "counselor", "news", "forum")
)  # fmt: skip
_CIRCLES = ("family", "friends", "friends", "neighbours", "neighbours", "teachers", "community")
_SENIORITIES = (0, 1, 1, 1, 2, 2, 2, 3, 3, 4)
_FORMATS = ("in_person", "phone", "phone", "video", "video", "email")
_SITUATIONS = (
    ("mid_career",) * 4 + ("early_career",) * 3 + ("graduate",) * 3 + ("student",) * 3 + ("returning",) * 3
    + ("executive", "other")
)  # fmt: skip
_EMPLOYED = ("mid_career", "early_career", "executive")
_SHARE_OF_GOALS = (None, None, None, None, 6, 6, 8, 8, 8, 10, 10, 12)
OLDEST_GENERATION = 4


def name(life: Life, nation: lists.Nation | None = None) -> str:
    """A name, from anywhere unless said, that nobody in this life bears yet."""
    taken = {contact.row["name"] for contact in life.contacts}
    while True:
        source = nation or life.pick(lists.nations())
        found = f"{life.pick(source.given)} {life.pick(source.family)}"
        if found not in taken:
            return found


def address(full_name: str, domain: str) -> str:
    """An e-mail address on a domain that is reserved for examples."""
    given, _, family = full_name.partition(" ")
    return f"{lists.slug(given)}.{lists.slug(family)}@{domain}"


def client(life: Life, started: int, **known: object) -> None:
    """Write the client's own row; what is not known is drawn."""
    situation = life.pick(_SITUATIONS)
    employed = situation in _EMPLOYED or life.chance(0.25)
    # In turn, so that people whom one counselor looks after are not called the same.
    nations = lists.nations()
    full_name = str(known.get("name") or name(life, nations[life.index * 5 % len(nations)]))
    row: dict[str, object] = {
        "counselor_id": life.counselor,
        "name": full_name,
        "email": address(full_name, "example.org"),
        "situation": situation,
        "mode": life.pick(("choosing", "choosing", "refining", "refining", "searching")),
        "current_employer": _place(life, life.pick(lists.read("occupations")["employers"])) if employed else None,
        "started_on": started,
        "goal_interviews": life.pick(_SHARE_OF_GOALS),
        "status": "active",
        "confidence": life.pick((2, 2, 3, 3, 3, 4)),
        "shares_network": life.chance(0.6),
    }
    row |= _barrier(life, started) if life.chance(0.45) else {}
    row |= known
    life.number = life.diary.write("clients", **row)
    life.row = life.diary.rows["clients"][-1]
    if life.imported:
        life.mark_imported(life.row, life.number)


def _barrier(life: Life, started: int) -> dict[str, object]:
    return {"barrier": life.pick(lists.voices("barriers")), "barrier_on": min(0, started + life.between(0, 5))}


def _place(life: Life, pattern: str) -> str:
    return pattern.replace("{place}", life.pick(lists.places()))


def contact(life: Life, field: Field, added: int, *, referrer: Contact | None = None, **known: object) -> Contact:
    """Write somebody the client knows of since that day; what is not known is drawn."""
    level = life.pick(_SENIORITIES)
    full_name = str(known.get("name") or name(life))
    row: dict[str, object] = {
        "name": full_name,
        "organization": _place(life, life.pick(field.occupation.organizations)),
        "title": field.occupation.titles[level],
        "seniority": lists.SENIORITIES[level],
        "email": address(full_name, "example.com") if life.chance(0.7) else None,
        "phone": f"555-{life.between(100, 199):04}" if life.chance(0.4) else None,
        "field_id": field.number,
        "added_on": added,
        "in_field": "yes" if life.chance(0.93) else "formerly",
        "preferred_format": life.pick(_FORMATS) if life.chance(0.5) else None,
        "interests": life.pick(lists.voices("interests")) if life.chance(0.35) else None,
    }
    row |= _led_by(referrer) if referrer else _found(life, added)
    row |= known
    number = life.write("contacts", **row)
    generation = referrer.generation + 1 if referrer else 0
    made = Contact(number, life.diary.rows["contacts"][-1], field, generation, referrer)
    life.contacts.append(made)
    return made


def _led_by(referrer: Contact) -> dict[str, object]:
    return {
        "channel": "referral",
        "closeness": "new",
        "referred_by": referrer.number,
        "shared_connection": f"{referrer.row['name']} led me there",
    }


def _found(life: Life, added: int) -> dict[str, object]:
    channel = life.pick(_CHANNELS)
    found: dict[str, object] = {"channel": channel, "closeness": "new"}
    if channel == "personal_network":
        closeness = life.pick(("inner", "acquaintance", "acquaintance"))
        found |= {"closeness": closeness, "circle": life.pick(_CIRCLES), "asked_on": added}
    elif channel == "former_colleague":
        found |= {"closeness": "acquaintance", "circle": "former_colleagues"}
    elif channel in {"event", "community"}:
        found["met_at"] = life.pick(lists.voices("events"))
    elif channel == "conference":
        found["met_at"] = life.pick(lists.voices("gatherings"))
    elif channel == "linkedin":
        found["profile_url"] = f"https://example.com/people/{life.index}-{len(life.contacts)}"
    if channel in {"alumni", "former_colleague", "community"} or life.chance(0.4):
        found["shared_connection"] = life.pick(lists.voices("connections"))
    return found


def referrer_for(life: Life, added: int, field: Field) -> Contact | None:
    """Somebody met before that day who may have led to a new name; nobody more often than not."""
    if not life.chance(0.4):
        return None
    met = [
        talk.contact
        for talk in life.talks
        if talk.held is not None and talk.held < added and talk.contact.generation < OLDEST_GENERATION
    ]
    near = [one for one in met if one.field is field]
    return life.pick(near or met) if met else None
