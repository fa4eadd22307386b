"""Meeting sheet: one printed page to have on the table when meeting a client."""

from dashboard import load, widgets
from dashboard.blocks import client_header
from dashboard.blocks import printed_sheet as block
from dashboard.blocks.client_choice import chosen_client

as_of, number = load.day(), widgets.client_number()

with widgets.page():
    story = chosen_client(number, as_of)
    block.top_bar(story)
    client_header.headline(story)
    widgets.say_which_day(as_of, load.today())
    block.sheet(story)
