"""Controls and blocks that pages share; the only place that remembers what somebody chose."""

from dashboard.widgets.choices import (
    Caseload,
    back_to_today,
    caseload,
    choose_caseload,
    choose_day,
    choose_with_me,
    chosen,
    client_number,
    day_in_address,
    is_with_me,
    keep_choices,
    say_which_day,
)  # fmt: skip
from dashboard.widgets.feedback import act, act_back, entered, tell
from dashboard.widgets.list_position import came_by, opened, recently_opened, turn_pages
from dashboard.widgets.pages import in_sight, made_once, page, page_called
from dashboard.widgets.row_form import ask, asked, never_mind
from dashboard.widgets.rows import WORDS, at_once, client_link, first_of, person_row, show_more
from dashboard.widgets.search_box import find, find_among
from dashboard.widgets.texts import draw, escape, lines, nothing_yet, question

__all__ = [
    "WORDS", "Caseload", "act", "act_back", "ask", "asked", "at_once", "back_to_today", "came_by", "caseload",
    "choose_caseload", "choose_day", "choose_with_me", "chosen", "client_link", "client_number", "day_in_address",
    "draw", "entered", "escape", "find", "find_among", "first_of", "in_sight", "is_with_me", "keep_choices", "lines",
    "made_once", "never_mind", "nothing_yet", "opened", "page", "page_called", "person_row", "question",
    "recently_opened", "say_which_day", "show_more", "tell", "turn_pages",
]  # fmt: skip
