"""The questions of a talk, and what was answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.viewer import Viewer
from core.words import counted
from data.changes.change import Change
from data.commands.entry import Done, done, entered
from data.errors import NotVisible
from data.store import Store

Given = Sequence[Mapping[str, Any]]


def note_answers(store: Store, viewer: Viewer, talk: int, questions: Given) -> Done:
    """Note questions of a talk and their answers; those with a `question_id` are there already and are corrected."""
    with store.change(viewer, "note answers") as change:
        client = change.record("interviews", talk)["client_id"]
        note_questions(change, client, talk, questions)
        return done(change, f"{counted(len(questions), 'question').capitalize()} noted.", talk)


def note_questions(change: Change, client: int, talk: int, questions: Given, *, is_new: bool = False) -> None:
    """Write questions into a talk, new ones after those that stand there, in the order given.

    No question stands in a talk that `is_new`. A new question counts as asked unless said otherwise, and as
    answered where it has an answer. Raises NotAccepted for what the records do not take, NotVisible for a
    `question_id` of another talk or a `prompt_id` of another client.
    """
    if not questions:
        return
    standing = [] if is_new else change.rows("questions_of_talk", client_id=client, interview_id=talk)
    there = {row["question_id"]: row["position"] for row in standing}
    place = max(there.values(), default=0)
    new = []
    for given in questions:
        values = dict(given)
        number = values.pop("question_id", None)
        if number is None:
            place += 1
            new.append(_new_question(change, client, values) | {"interview_id": talk, "position": place})
        elif number in there:
            change.edit("questions", number, entered("questions", values, change.zone))
        else:
            raise NotVisible
    change.add_many("questions", _alike(new))


def _new_question(change: Change, client: int, values: dict[str, Any]) -> dict[str, Any]:
    prompt = values.pop("prompt_id", None)
    if prompt is not None and change.record("prompts", prompt)["client_id"] not in {None, client}:
        raise NotVisible
    answered = bool(str(values.get("answer") or "").strip())
    usual = {"topic": None, "text": None, "asked": True, "answered": answered}
    return {"client_id": client, "prompt_id": prompt, **entered("questions", {**usual, **values}, change.zone)}


def _alike(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [{name: row.get(name) for name in names} for row in rows]
