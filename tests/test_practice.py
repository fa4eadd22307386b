"""Sources of rules and numbers: a person reads the practice and the article, never a number of the catalogue alone."""

import re

import pytest

from core.policy import Policy
from core.practice import PRACTICE, in_words
from core.rules import RULES

SOURCES = sorted({rule.source for rule in RULES.values()} | {number.source for number in Policy.numbers()})


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_is_told_in_words_with_its_article(source: str) -> None:
    told = in_words(source)
    numbers = re.findall(r"R\d+", source)
    assert numbers == re.findall(r"R\d+", told)
    assert all(words in told and article in told for words, article in (PRACTICE[number] for number in numbers))
    assert not re.fullmatch(r"R\d+", told)


def test_no_practice_is_kept_that_nothing_rests_on() -> None:
    assert set(PRACTICE) <= {number for source in SOURCES for number in re.findall(r"R\d+", source)}
