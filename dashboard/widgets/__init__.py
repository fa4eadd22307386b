"""Controls and blocks that pages share; the only place that remembers what somebody chose."""

from dashboard.widgets.brought_in import brought, keep_brought
from dashboard.widgets.choices import (
    Caseload,
    back_to_today,
    choose_caseload,
    choose_day,
    chosen,
    chosen_caseload,
    client_number,
    day_in_address,
    keep_choices,
    say_which_day,
)  # fmt: skip
from dashboard.widgets.day_field import ask_day
from dashboard.widgets.feedback import (
    act,
    act_undo,
    entered,
    forget_refused,
    say_refused,
    show_last_action,
    wait_for_action,
)
from dashboard.widgets.list_position import list_navigation, recently_opened, remember_list, remember_opened
from dashboard.widgets.pages import in_sight, made_once, page, page_called
from dashboard.widgets.paging import choose_page, first_shown, one_page, skipped
from dashboard.widgets.row_form import close_form_below, form_below, open_form_below
from dashboard.widgets.rows import client_link, person_row, rows_with_buttons, show_more, shown_and_rest, word_buttons
from dashboard.widgets.search_box import find_by_name, find_by_name_and_kind
from dashboard.widgets.texts import draw, draw_trend, escape, group_heading, heading, lines, nothing_yet
from dashboard.widgets.uninterrupted import uninterrupted
from dashboard.widgets.with_client import choose_with_me, is_with_me, nobody_is_with_me, who_is_with_me

__all__ = [
    "Caseload", "act", "act_undo", "ask_day", "back_to_today", "brought", "choose_caseload", "choose_day",
    "choose_page", "choose_with_me", "chosen", "chosen_caseload", "client_link", "client_number",
    "close_form_below", "day_in_address", "draw", "draw_trend", "entered", "escape", "find_by_name",
    "find_by_name_and_kind", "first_shown", "forget_refused", "form_below", "group_heading", "heading",
    "in_sight", "is_with_me", "keep_brought", "keep_choices", "lines", "list_navigation", "made_once",
    "nobody_is_with_me", "nothing_yet", "one_page", "open_form_below", "page", "page_called", "person_row",
    "recently_opened", "remember_list", "remember_opened", "rows_with_buttons", "say_refused", "say_which_day",
    "show_last_action", "show_more", "shown_and_rest", "skipped", "uninterrupted", "wait_for_action",
    "who_is_with_me", "word_buttons",
]  # fmt: skip
