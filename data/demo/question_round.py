"""The questions of an interview: which were planned, which were asked, and what was answered."""

from functools import cache

from core.questions import BY_ID, REFERRAL, BankPrompt
from data.demo import lists
from data.demo.life import Field, Life, Talk

_CAME_UP = (0, 0, 1, 1, 1, 2)
_DELICATE = {"compensation", "own_fit"}


def plan(life: Life, talk: Talk, count: int) -> None:
    """Write the questions planned for a talk that was not held (yet)."""
    chosen = _taken(talk.field, count - 1)
    talk.field.prompts.extendleft(reversed(chosen))
    for position, prompt in enumerate([*chosen, BY_ID[REFERRAL]], start=1):
        _write(life, talk, position, prompt, planned=True, asked=False, answered=False)


def ask(life: Life, talk: Talk, count: int, answered: float = 0.92) -> None:
    """Write the questions of a talk that was held: what was planned, what came up, and the answers."""
    chosen = _taken(talk.field, count - 1)
    talk.field.prompts.extend(chosen)
    position = 0
    for prompt in [*chosen, BY_ID[REFERRAL]]:
        position += 1
        asked = life.chance(0.95)
        _write(life, talk, position, prompt, planned=True, asked=asked, answered=asked and life.chance(answered))
    for prompt in _came_up(life):
        position += 1
        _write(life, talk, position, prompt, planned=False, asked=True, answered=life.chance(answered))


def ask_exactly(life: Life, talk: Talk, prompt_ids: list[str]) -> None:
    """Write these prompts of the bank as planned, asked and answered."""
    for position, prompt_id in enumerate(prompt_ids, start=1):
        _write(life, talk, position, BY_ID[prompt_id], planned=True, asked=True, answered=True)


def _taken(field: Field, count: int) -> list[BankPrompt]:
    """The next prompts of a field, taken off its list: at most one delicate one, and that one last."""
    plain: list[BankPrompt] = []
    delicate: list[BankPrompt] = []
    put_back: list[BankPrompt] = []
    while field.prompts and len(plain) + len(delicate) < count:
        prompt = field.prompts.popleft()
        if not (prompt.sensitive or prompt.topic in _DELICATE):
            plain.append(prompt)
        else:
            (put_back if delicate else delicate).append(prompt)
    field.prompts.extendleft(reversed(put_back))
    return plain + delicate


@cache
def _own_questions() -> tuple[BankPrompt, ...]:
    entries = lists.read("answers")["any"]["own_questions"]
    return tuple(BankPrompt("", entry["text"], entry["topic"], entry["scope"], 0, "") for entry in entries)


def _came_up(life: Life) -> list[BankPrompt]:
    """Questions of the client's own that nobody had planned."""
    own = _own_questions()
    first = life.between(0, len(own) - 1)
    return [own[(first + step) % len(own)] for step in range(life.pick(_CAME_UP))]


def _write(
    life: Life, talk: Talk, position: int, prompt: BankPrompt, *, planned: bool, asked: bool, answered: bool
) -> None:
    comparable = prompt.topic != "referral" and talk.field.heard[prompt.topic] > 0
    if prompt.prompt_id == REFERRAL and talk.held is not None:
        talk.row["referral_asked"] = asked
    from_bank = prompt.prompt_id.startswith("bank-")
    life.write(
        "questions",
        interview_id=talk.number,
        position=position,
        topic=prompt.topic,
        text=prompt.text,
        bank_id=prompt.prompt_id if from_bank else None,
        prompt_id=int(prompt.prompt_id) if prompt.prompt_id and not from_bank else None,
        asked=asked,
        answered=answered,
        answer=_answer(life, talk, prompt.topic, answered=answered) if asked else None,
        agrees=life.chance(0.8) if answered and comparable else None,
        scope=prompt.scope,
        planned=planned,
    )
    if answered:
        talk.field.heard[prompt.topic] += 1


def _answer(life: Life, talk: Talk, topic: str, *, answered: bool) -> str | None:
    if not answered:
        return life.pick(lists.answers("any", "unanswered")) or None
    said = life.pick(lists.answers(talk.field.occupation.family, topic))
    return f"{said} {life.pick(lists.answers('any', 'tails'))}" if life.chance(0.3) else said
