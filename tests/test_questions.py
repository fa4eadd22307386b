"""The shipped question bank: every prompt has a topic, a scope and words of our own."""

import re

import pytest

from core.models import Prompt
from core.questions import BANK, BY_ID, REFERRAL, BankPrompt
from core.topics import TOPICS
from core.vocabulary import SCOPE

# Words with which a question begins that yes or no would answer.
_CLOSED = re.compile(r"(is|are|was|were|do|does|did|have|has|can|could|would|will|should)\b", re.IGNORECASE)


def test_the_bank_has_the_twenty_two_prompts_of_the_articles() -> None:
    assert len(BANK) == len(BY_ID) == 22


def test_every_topic_can_be_asked_about() -> None:
    assert {prompt.topic for prompt in BANK} == {topic.name for topic in TOPICS}


def test_every_topic_can_be_asked_about_with_something_that_no_reference_book_tells() -> None:
    assert {prompt.topic for prompt in BANK if not prompt.findable_online} == {topic.name for topic in TOPICS}


@pytest.mark.parametrize("prompt", BANK, ids=lambda prompt: prompt.prompt_id)
class TestEachPrompt:
    def test_is_a_prompt_as_the_records_know_them(self, prompt: BankPrompt) -> None:
        Prompt.model_validate(
            {
                "prompt_id": prompt.prompt_id,
                "text": prompt.text,
                "topic": prompt.topic,
                "scope": prompt.scope,
                "priority": prompt.priority,
                "findable_online": prompt.findable_online,
                "sensitive": prompt.sensitive,
                "drawback": prompt.drawback,
            }
        )

    def test_has_an_id_that_no_office_may_give(self, prompt: BankPrompt) -> None:
        assert re.fullmatch(r"bank-[a-z]+(-[a-z]+)*", prompt.prompt_id)

    def test_is_one_open_question(self, prompt: BankPrompt) -> None:
        assert prompt.text.count("?") == 1
        assert prompt.text.endswith("?")
        assert not _CLOSED.match(prompt.text)

    def test_names_its_scope_unless_it_is_the_closing_one(self, prompt: BankPrompt) -> None:
        assert (prompt.scope is None) == (prompt.prompt_id == REFERRAL)
        assert prompt.scope is None or prompt.scope in SCOPE.words

    def test_names_where_it_was_heard(self, prompt: BankPrompt) -> None:
        assert re.fullmatch(r"R\d+(, R\d+)*: S\d(, S\d)*", prompt.heard_in)

    def test_is_marked_delicate_where_its_topic_is(self, prompt: BankPrompt) -> None:
        assert prompt.sensitive == (prompt.topic in {"compensation", "own_fit"})


def test_one_prompt_asks_for_the_drawbacks() -> None:
    assert [prompt.prompt_id for prompt in BANK if prompt.drawback] == ["bank-drawbacks"]


def test_the_most_telling_come_first_and_the_closing_one_last() -> None:
    assert [prompt.priority for prompt in BANK] == sorted((prompt.priority for prompt in BANK), reverse=True)
    assert BANK[-1].prompt_id == REFERRAL


def test_what_a_reference_book_tells_comes_after_what_only_people_tell() -> None:
    findable = {prompt.priority for prompt in BANK if prompt.findable_online}
    assert max(findable) < min(p.priority for p in BANK if not p.findable_online and p.prompt_id != REFERRAL)


def test_nobody_is_asked_what_they_earn() -> None:
    assert not any(re.search(r"\b(you|your)\b.*\b(earn|salary|paid|make)\b", prompt.text) for prompt in BANK)
