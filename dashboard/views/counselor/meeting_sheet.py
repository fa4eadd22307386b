"""The page *Meeting sheet*: what to have on the table when meeting a client, on one printed page."""

from dashboard import load, widgets
from dashboard.blocks import client as page_of_client
from dashboard.blocks import meeting_sheet as block

as_of, number = load.day(), widgets.client_number()

with widgets.page():
    story = page_of_client.asked_for(number, as_of)
    block.bar(story)
    page_of_client.headline(story)
    widgets.say_which_day(as_of, load.today())
    block.sheet(story)
