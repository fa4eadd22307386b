"""The records: every table of the bundle, its columns in order, and the shape each value must have."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field

from core import vocabulary as words
from core.cells import Cell, Count, Id, IdCell, Minutes, NumberCell, Rating, Text, YesNo
from core.days import Day
from core.moments import Instant
from core.topics import TOPIC

Months = Annotated[int, NumberCell(1, 120)]
Position = Annotated[int, NumberCell(1, 1_000)]
Priority = Annotated[int, NumberCell(-1_000, 1_000)]


def filled(about: str, *, refers: str = "") -> Any:
    """A column that must be there, and filled in every row."""
    return Field(description=about, json_schema_extra={"need": "filled", "refers": refers})


def column(about: str, *, empty: str = "") -> Any:
    """A column that must be there but may be empty; `empty` says what an empty cell stands for."""
    return Field(default=None, description=about, json_schema_extra={"need": "column", "refers": "", "empty": empty})


def optional(about: str, *, refers: str = "") -> Any:
    """A column that may be missing altogether."""
    return Field(default=None, description=about, json_schema_extra={"need": "optional", "refers": refers})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: need is "filled", "column" (there, maybe empty) or "optional" (maybe absent)."""

    name: str
    about: str
    need: str
    cell: Cell
    refers: str
    empty: str

    @property
    def kind(self) -> str:
        """The kind of its cells: id, text, day, instant, yes_no, number, word or words; a reference is "ref"."""
        return "ref" if self.refers else self.cell.kind


class Record(BaseModel):
    """One row of one table; a field that is None is unknown, and unknown is never no."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]

    @classmethod
    @cache
    def columns(cls) -> tuple[Column, ...]:
        """The columns in the order of the bundle."""
        return tuple(_column(name, info) for name, info in cls.model_fields.items())


def _column(name: str, info: Any) -> Column:
    extra = info.json_schema_extra
    cell = next((mark for mark in info.metadata if isinstance(mark, Cell)), None) or _cell(info.annotation)
    return Column(name, info.description, extra["need"], cell, extra["refers"], extra.get("empty", ""))


def _cell(annotation: Any) -> Cell:
    for part in get_args(annotation):
        if isinstance(part, Cell):
            return part
        if get_origin(part) is Annotated:
            return _cell(part)
    raise TypeError(f"{annotation} names no cell")


class Counselor(Record):
    """Somebody who looks after clients."""

    table, key = "counselors", ("counselor_id",)
    counselor_id: Id = filled("The counselor's id")
    name: Text = filled("The counselor's name")
    email: Text | None = column("Where mail reaches the counselor")


class Cohort(Record):
    """A group of clients who go through a programme together."""

    table, key = "cohorts", ("cohort_id",)
    cohort_id: Id = filled("The cohort's id")
    name: Text = filled("The cohort's name")
    starts_on: Day | None = optional("The day it begins")
    ends_on: Day | None = optional("The day it ends")


class Client(Record):
    """A person exploring a career."""

    table, key = "clients", ("client_id",)
    client_id: Id = filled("The client's id")
    counselor_id: Id | None = optional("Who looks after the client", refers="counselors")
    name: Text = filled("The client's name")
    email: Text | None = optional("Where mail reaches the client")
    cohort_id: Id | None = optional("The client's cohort", refers="cohorts")
    situation: Annotated[str, words.SITUATION] | None = optional("Where the client stands in working life (R16)")
    mode: Annotated[str, words.MODE] | None = optional("Choosing a path, refining one, or searching for work (R9)")
    current_employer: Text | None = optional("Who employs the client now (R54)")
    started_on: Day = filled("The day the client began")
    needed_by: Day | None = optional("The day a decision or a job is needed by (R47)")
    leaves_by: Day | None = optional("The day the client means to leave the present job (R18)")
    goal_interviews: Count | None = optional("How many talks the client aims at; empty: the office's usual number")
    status: Annotated[str, words.CLIENT_STATUS] | None = optional("Active, paused or closed; empty: active")
    confidence: Rating | None = optional("Confidence at the start, 1 to 5 (R1)")
    barrier: Annotated[str, words.BARRIER] | None = optional("What holds the client back (R1)")
    barrier_on: Day | None = optional("The day the barrier was named")
    pitch: Text | None = optional("Why this field, in the client's words (R46)")
    pitch_practised_on: Day | None = optional("The day the pitch was practised (R46)")
    shares_network: YesNo | None = optional("Whether the client lets others of the office be introduced")


class CareerField(Record):
    """A field of work that a client explores."""

    table, key = "fields", ("field_id",)
    field_id: Id = filled("The field's id")
    client_id: Id = filled("Whose field it is", refers="clients")
    name: Text = filled("The field's name, such as Nursing")
    soc_code: Text | None = optional("Its O*NET-SOC code, such as 29-1141.00")
    familiarity: Rating | None = optional("How well the client knew it before, 1 to 5 (R10)")
    status: Annotated[str, words.FIELD_STATUS] | None = optional("Exploring, leading, ruled out or chosen")
    added_on: Day | None = optional("The day it was added")
    decide_by: Day | None = optional("The day the client means to decide on it by")


class Research(Record):
    """A source read before talking to people."""

    table, key = "research", ("research_id",)
    research_id: Id = filled("The source's id")
    field_id: Id = filled("The field it is about", refers="fields")
    source: Annotated[str, words.SOURCE] | None = column("What kind of source (R37)")
    title: Text | None = column("Its title")
    url: Text | None = optional("Its address")
    read_on: Day | None = column("The day it was read")
    note: Text | None = optional("What it said")


class Contact(Record):
    """Somebody a client knows of, has asked or has talked to."""

    table, key = "contacts", ("contact_id",)
    contact_id: Id = filled("The contact's id")
    client_id: Id = filled("Whose contact it is", refers="clients")
    name: Text = filled("The contact's name")
    organization: Text | None = optional("Where the contact works")
    title: Text | None = optional("The contact's title there")
    seniority: Annotated[str, words.SENIORITY] | None = optional("The contact's seniority")
    email: Text | None = optional("Where mail reaches the contact")
    phone: Text | None = optional("Where a call reaches the contact")
    profile_url: Text | None = optional("The contact's public profile")
    channel: Annotated[str, words.CHANNEL] | None = column("How the contact was found (R50)", empty="other")
    closeness: Annotated[str, words.CLOSENESS] | None = optional("How close they were before (R56)")
    shared_connection: Text | None = optional("What connects the two (R57)")
    preferred_format: Annotated[str, words.FORMAT] | None = optional("How the contact prefers to talk (R64)")
    referred_by: Id | None = optional("Which contact led to this one (R61)", refers="contacts")
    field_id: Id | None = optional("The field the contact stands for", refers="fields")
    added_on: Day | None = column("The day the contact was added", empty="the earliest day known of that person")
    in_field: Annotated[str, words.IN_FIELD] | None = optional("Whether the contact works in the field (R4)")
    met_at: Text | None = optional("Where they met (R59)")
    circle: Annotated[str, words.CIRCLE] | None = optional("Which circle of the client's own (R49)")
    asked_on: Day | None = optional("The day the client asked this person for names (R49)")
    time_zone: Text | None = optional("The contact's IANA time zone")
    keep_in_touch_months: Months | None = optional("Months between hellos, if longer than usual (R105)")
    interests: Text | None = optional("What the contact cares about (R106)")


class Interview(Record):
    """One informational interview, from the idea to the thank-you."""

    table, key = "interviews", ("interview_id",)
    interview_id: Id = filled("The interview's id")
    client_id: Id = filled("Whose interview it is", refers="clients")
    contact_id: Id = filled("With whom", refers="contacts")
    field_id: Id | None = optional("The field it is about", refers="fields")
    purpose: Annotated[str, words.PURPOSE] | None = optional("What it is for (R5)")
    stage: Annotated[str, words.STAGE] | None = column("How far it has come", empty="what the dates say")
    requested_on: Day | None = optional("The day the request went out")
    request_method: Annotated[str, words.METHOD] | None = optional("How it was requested")
    minutes_requested: Minutes | None = optional("Minutes asked for (R70)")
    replied_on: Day | None = optional("The day an answer came")
    scheduled_on: Day | None = optional("The day the appointment was agreed")
    scheduled_for: Instant | None = optional("The appointment")
    format: Annotated[str, words.FORMAT] | None = optional("How they talk")
    platform: Text | None = optional("On which platform (R75)")
    confirmed_on: Day | None = optional("The day it was confirmed (R78)")
    held_on: Day | None = optional("The day they talked")
    closed_on: Day | None = optional("The day it ended, whichever way")
    initiated_by: Annotated[str, words.INITIATOR] | None = optional("Who began it (R118a)")
    minutes_actual: Minutes | None = optional("Minutes it took (R70)")
    reschedules: Count | None = optional("How often it was moved (R80)")
    resume_presented: YesNo | None = optional("Whether a résumé was shown (R77)")
    asked_for_job: YesNo | None = optional("Whether the client turned it to a job (R77)")
    talk_share: Annotated[str, words.TALK_SHARE] | None = optional("How much the client talked (R86)")
    referral_asked: YesNo | None = optional("Whether the client asked who else to talk to (R91)")
    resume_requested: YesNo | None = optional("Whether the contact asked for a résumé (R104)")
    notes_on: Day | None = optional("The day the notes were written (R98)")
    highlights: Text | None = optional("What stood out (R98)")
    difficulties: Text | None = optional("What was hard about holding it (R99)")
    improvements: Text | None = optional("What to do differently (R99)")
    expected: Text | None = optional("What the client expected (R97)")
    heard: Text | None = optional("What the client heard (R97)")
    fit_skills: Rating | None = optional("Fit with skills, 1 to 5 (R11)")
    fit_values: Rating | None = optional("Fit with values, 1 to 5 (R11)")
    fit_abilities: Rating | None = optional("Fit with abilities, 1 to 5 (R11)")
    fit_knowledge: Rating | None = optional("Fit with knowledge, 1 to 5 (R13)")
    fit_experience: Rating | None = optional("Fit with experience, 1 to 5 (R13)")
    fit_interests: Rating | None = optional("Fit with interests, 1 to 5 (R13)")
    fit_lifestyle: Rating | None = optional("Fit with lifestyle, 1 to 5 (R13)")
    belonging: Rating | None = optional("Whether these felt like the client's people, 1 to 5 (R110)")
    energy: Rating | None = optional("Energy afterwards, 1 to 5 (R111)")
    confidence_before: Rating | None = optional("Confidence before, 1 to 5 (R14)")
    confidence_after: Rating | None = optional("Confidence after, 1 to 5 (R14)")
    outcome: Annotated[str, words.OUTCOME] | None = optional("How it went (R109)")
    prepared: Annotated[str, words.PREPARED] | None = optional("What was prepared (R40, R44, R45)")
    memorable_line: Text | None = optional("The one line to be remembered by (R48)")
    memorable_used: YesNo | None = optional("Whether that line was used (R48)")
    why_agreed: Annotated[str, words.WHY_AGREED] | None = optional("Why the contact said yes (R34)")
    on_time: YesNo | None = optional("Whether the client was on time (R79)")
    missed_by: Annotated[str, words.SIDE] | None = optional("Who did not come (R80)")
    cut_short: YesNo | None = optional("Whether it was cut short (R84)")
    atmosphere: Annotated[str, words.ATMOSPHERE] | None = optional("How it felt (R118c)")
    asked_most: Annotated[str, words.SIDE] | None = optional("Who asked most (R118e)")
    openings_raised_by: Annotated[str, words.SIDE] | None = optional("Who raised openings (R77)")
    thanked_in_person: YesNo | None = optional("Whether the client said thank you at the end (R89)")
    said_keep_in_touch: YesNo | None = optional("Whether the client said they would keep in touch (R90)")
    interest_signal: YesNo | None = optional("Whether the contact showed interest in the client (R20)")
    impression: Rating | None = optional("The impression made, 1 to 5 (R33)")
    notes_permitted: YesNo | None = optional("Whether notes were welcome (R84)")
    extended_by: Annotated[str, words.SIDE] | None = optional("Who made it longer (R118d)")
    clarity_after: Rating | None = optional("Clarity of direction afterwards, 1 to 5 (R24)")
    outcomes: Annotated[str, words.OUTCOMES] | None = optional("What came of it (R12, R24)")


class Question(Record):
    """A question planned for, or asked in, one interview; its place in the interview is its key."""

    table, key = "questions", ("interview_id", "position")
    interview_id: Id = filled("In which interview", refers="interviews")
    position: Position | None = column("Its place in the interview", empty="the row's order")
    topic: Annotated[str, TOPIC] | None = column("Its topic")
    text: Text = filled("Its words")
    bank_id: Id | None = optional("The prompt it was taken from")
    asked: YesNo | None = column("Whether it was asked", empty="no")
    answered: YesNo | None = column("Whether it was answered", empty="no")
    answer: Text | None = optional("The answer")
    agrees: YesNo | None = optional("Whether the answer agrees with what others said")
    scope: Annotated[str, words.SCOPE] | None = optional("Industry, organization or position (R19)")
    planned: YesNo | None = optional("Whether it was planned (R81)")
    pinned: YesNo | None = optional("Whether it stays in the plan")


class FollowUp(Record):
    """Something owed to somebody after a talk."""

    table, key = "follow_ups", ("follow_up_id",)
    follow_up_id: Id = filled("The follow-up's id")
    client_id: Id = filled("Whose it is", refers="clients")
    contact_id: Id | None = optional("To whom", refers="contacts")
    interview_id: Id | None = optional("After which interview", refers="interviews")
    kind: Annotated[str, words.FOLLOW_UP_KIND] = filled("What is owed")
    opens_on: Day | None = optional("The day it may be done from")
    due_on: Day = filled("The day it should be done by")
    done_on: Day | None = optional("The day it was done")
    note: Text | None = optional("A word about it")
    because_of: Id | None = optional("The record it follows from")
    touch: Annotated[str, words.TOUCH] | None = optional("What kind of hello it was (R106)")


class Note(Record):
    """A note on a client, private unless shared."""

    table, key = "notes", ("note_id",)
    note_id: Id = filled("The note's id")
    client_id: Id = filled("On whom", refers="clients")
    author: Text | None = column("Who wrote it: client, a counselor's id, or a name")
    created_on: Day | None = column("The day it was written")
    shared: YesNo | None = column("Whether client and counselor both read it", empty="no")
    text: Text = filled("The note")


class Insight(Record):
    """Something learned about a field, an organization or a gap."""

    table, key = "insights", ("insight_id",)
    insight_id: Id = filled("The insight's id")
    client_id: Id = filled("Whose insight it is", refers="clients")
    field_id: Id | None = optional("The field it is about", refers="fields")
    interview_id: Id | None = optional("The interview it came from", refers="interviews")
    kind: Annotated[str, words.INSIGHT_KIND] = filled("What kind of insight (R95, R26, R30)")
    text: Text | None = column("The insight")
    name: Text | None = optional("What is counted as the same (R26)")
    topic: Annotated[str, TOPIC] | None = optional("The topic it belongs to")
    research_id: Id | None = optional("The source it came from", refers="research")
    organization: Text | None = optional("The organization it is about (R30)")
    said_on: Day | None = optional("The day it was said (R6)")
    bridge: Text | None = optional("What would bridge the gap (R26)")
    bridged_on: Day | None = optional("The day the gap was bridged")


class TargetOrganization(Record):
    """An organization that a client may apply to."""

    table, key = "targets", ("target_id",)
    target_id: Id = filled("The organization's id in this list")
    client_id: Id = filled("Whose it is", refers="clients")
    organization: Text | None = column("The organization")
    field_id: Id | None = optional("The field", refers="fields")
    added_on: Day | None = optional("The day it was added")
    applied_on: Day | None = optional("The day the client applied (R31)")


class Lead(Record):
    """A name, book, organization, opportunity or idea that a contact gave."""

    table, key = "leads", ("lead_id",)
    lead_id: Id = filled("Its id")
    client_id: Id = filled("To whom it was given", refers="clients")
    interview_id: Id | None = optional("In which interview", refers="interviews")
    contact_id: Id | None = optional("Who gave it", refers="contacts")
    kind: Annotated[str, words.LEAD_KIND] = filled("What was given (R85)")
    name: Text = filled("Its name")
    volunteered: YesNo | None = optional("Whether the contact offered it unasked (R15)")
    given_on: Day | None = optional("The day it was given; empty: the talk's day")
    done_on: Day | None = optional("The day it was followed up (R108)")
    dropped_on: Day | None = optional("The day it was set aside")
    told_giver_on: Day | None = optional("The day the giver heard how it went (R108)")


class Meeting(Record):
    """A counselor's own word to a client: a meeting, a call, a message, a kind word."""

    table, key = "meetings", ("meeting_id",)
    meeting_id: Id = filled("Its id")
    client_id: Id = filled("With whom", refers="clients")
    counselor_id: Id | None = optional("By whom", refers="counselors")
    kind: Annotated[str, words.MEETING_KIND] = filled("Meeting, call, message or kind word")
    planned_for: Instant | None = optional("When it is planned")
    happened_on: Day | None = optional("The day it happened")
    about: Text | None = optional("Codes of the reasons meant; empty: all that stood that day")


class CheckIn(Record):
    """How a client feels on a day."""

    table, key = "check_ins", ("check_in_id",)
    check_in_id: Id = filled("Its id")
    client_id: Id = filled("Who", refers="clients")
    taken_on: Day | None = column("The day")
    confidence: Rating | None = optional("Confidence, 1 to 5 (R1)")
    clarity: Rating | None = optional("Clarity of direction, 1 to 5 (R24)")
    focus: Rating | None = optional("Focus, 1 to 5 (R22)")
    stress: Rating | None = optional("Stress, 1 to 5 (R22)")
    energy: Rating | None = optional("Energy, 1 to 5 (R111)")


class Decision(Record):
    """What a client decided about a field."""

    table, key = "decisions", ("decision_id",)
    decision_id: Id = filled("Its id")
    client_id: Id = filled("Who decided", refers="clients")
    field_id: Id = filled("On which field", refers="fields")
    decided_on: Day | None = column("The day")
    choice: Annotated[str, words.CHOICE] | None = column("Pursue, rule out or keep exploring")
    reason: Text | None = optional("Why")
    alternatives: Text | None = optional("What else was open (R113)")
    would_change_it: Text | None = optional("What would change it (R113)")


class Prompt(Record):
    """A question of the office's or a client's own, ready to be planned."""

    table, key = "prompts", ("prompt_id",)
    prompt_id: Id = filled("Its id")
    client_id: Id | None = optional("Whose it is; empty: the office's", refers="clients")
    field_id: Id | None = optional("The field it is for", refers="fields")
    topic: Annotated[str, TOPIC] | None = column("Its topic")
    scope: Annotated[str, words.SCOPE] | None = column("Industry, organization or position")
    text: Text = filled("Its words")
    findable_online: YesNo | None = optional("Whether it is easily found online (R41)")
    sensitive: YesNo | None = optional("Whether it is a delicate one (R88)")
    drawback: YesNo | None = optional("Whether it asks for drawbacks (R38)")
    priority: Priority | None = optional("Higher comes first (R83)")
    active: YesNo | None = optional("Whether it may be planned; empty: yes")


class Letter(Record):
    """A letter or message, drafted or sent."""

    table, key = "letters", ("letter_id",)
    letter_id: Id = filled("Its id")
    client_id: Id = filled("Who writes", refers="clients")
    contact_id: Id | None = optional("To whom", refers="contacts")
    interview_id: Id | None = optional("For which interview", refers="interviews")
    kind: Annotated[str, words.LETTER_KIND] = filled("What it is for")
    text: Text | None = column("Its text")
    sent_on: Day | None = optional("The day it went out")
    channel: Annotated[str, words.METHOD] | None = optional("How it went out")


class Dismissal(Record):
    """A finding put aside, with its reason; it lapses when the facts it was about change."""

    table, key = "dismissals", ("code", "record")
    code: Id = filled("The finding's code")
    record: Id = filled("What it is about: table/id, or questions/INTERVIEW/POSITION")
    reason: Text | None = column("Why")
    by: Text | None = column("By whom")
    on: Day | None = column("The day")
    until: Day | None = optional("The day it comes back")
    facts: Text | None = optional("The digest of the values that the rule read")


class Setting(Record):
    """A number or word of the office's own."""

    table, key = "settings", ("name",)
    name: Id = filled("The setting's name")
    value: Text | None = column("Its value")


RECORDS: tuple[type[Record], ...] = (
    Counselor, Cohort, Client, CareerField, Research, Contact, Interview, Question, FollowUp, Note, Insight,
    TargetOrganization, Lead, Meeting, CheckIn, Decision, Prompt, Letter, Dismissal, Setting,
)  # fmt: skip
TABLES: Mapping[str, type[Record]] = MappingProxyType({record.table: record for record in RECORDS})
MUST_BE_PRESENT = ("clients", "contacts", "interviews")
BECAUSE_OF: Mapping[str, str] = MappingProxyType(
    {
        "thank_referrer": "contacts",
        "lead": "leads",
        "resource": "leads",
        "keep_in_touch": "follow_ups",
        "decision_update": "decisions",
    }
)


def own_id(table: str) -> str:
    """The column that holds a table's own id, or "" for tables that are known by a key instead."""
    key = TABLES[table].key
    column = next(iter(TABLES[table].columns()))
    is_id = len(key) == 1 and isinstance(column.cell, IdCell) and table != "settings"
    return key[0] if is_id else ""
