"""Meeting sheet: one printed page to have on the table when meeting a client."""

from dashboard import load, widgets
from dashboard.actions import take_back
from dashboard.blocks import client_header
from dashboard.blocks import printed_sheet as block
from dashboard.blocks.client_choice import chosen_client

as_of, number = load.day(), widgets.client_number()

with widgets.page():
    story = chosen_client(number, as_of)
    block.top_bar(story)
    client_header.headline(story)
    widgets.say_which_day(as_of, load.today())
    widgets.show_last_action(take_back, only=number)
    block.sheet(story)
