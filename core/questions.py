"""The shipped question bank, in our own words: what a client can ask somebody about their work (R93–R96)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

REFERRAL = "bank-referral"


@dataclass(frozen=True, slots=True)
class BankPrompt:
    """One question of the bank; its marks mean what they mean on an office's own prompts (`core.models.Prompt`).

    `prompt_id` begins with "bank-", which no office's own id may. `scope` is industry, organization, position, or
    None for the closing question. `priority`: higher is asked first. `heard_in`: rules, then articles, that name it.
    """

    prompt_id: str
    text: str
    topic: str
    scope: str | None
    priority: int
    heard_in: str
    findable_online: bool = False
    sensitive: bool = False
    drawback: bool = False


def _shipped() -> tuple[BankPrompt, ...]:
    text = files("core").joinpath("questions.toml").read_text(encoding="utf-8")
    return tuple(
        BankPrompt(prompt_id=entry.pop("id"), scope=entry.pop("scope", None), **entry)
        for entry in tomllib.loads(text)["prompt"]
    )


BANK: tuple[BankPrompt, ...] = _shipped()
"""All prompts, the most telling first, the closing question last."""

BY_ID: Mapping[str, BankPrompt] = MappingProxyType({prompt.prompt_id: prompt for prompt in BANK})
