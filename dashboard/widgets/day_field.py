"""A field for a day, which takes what is typed as it stands: what cannot be a day is refused where it is understood.

The browser's calendar refuses by itself, and then shows the day before it again: a day of another year became today.
"""

from datetime import date
from typing import Literal

import streamlit as st


def ask_day(label: str, key: str, day: date, width: int | Literal["stretch"] = "stretch") -> None:
    """A field for a day, with the likeliest in it; what stands in it is a text, as a command takes it."""
    st.text_input(label, day.isoformat(), key=key, placeholder="2026-11-22", width=width, autocomplete="off")
