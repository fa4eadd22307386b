"""Hypothesis profiles: how many examples a property-based test tries, on a desk and where a change is judged."""

import os
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis.database import DirectoryBasedExampleDatabase

# A desk wants an answer soon and runs often: each run tries other examples, and what fails is kept and tried first.
# All of it is said, because Hypothesis begins with another profile where it sees a CI.
DAILY = settings(
    max_examples=20,
    derandomize=False,
    deadline=None,
    print_blob=True,
    database=DirectoryBasedExampleDatabase(Path(__file__).parent.parent / ".hypothesis" / "examples"),
    suppress_health_check=[HealthCheck.too_slow],
)
# A judge looks deeper and says the same of the same change every time, so that red is never chance and a desk sees it
# too, with CI=1. What is new is found at the desks; nothing is kept, because the machine is not.
CI = settings(DAILY, max_examples=40, derandomize=True, database=None)
# What is broken on purpose is to be noticed, not to be made simple.
MUTANTS = settings(CI, max_examples=100, phases=[Phase.explicit, Phase.generate])


def register() -> None:
    """Make the profiles known and take this place's; `--hypothesis-profile` takes another."""
    for name, profile in (("daily", DAILY), ("ci", CI), ("mutants", MUTANTS)):
        settings.register_profile(name, profile)
    settings.load_profile("ci" if os.environ.get("CI") else "daily")


def examples(in_a_hundred: int, **more: Any) -> settings:
    """Settings of a test whose examples cost more, or less, than others'.

    It tries `in_a_hundred` of them where the profile says a hundred, at least one; `more` are other settings of
    Hypothesis.
    """
    return settings(max_examples=max(1, round(settings().max_examples * in_a_hundred / 100)), **more)
