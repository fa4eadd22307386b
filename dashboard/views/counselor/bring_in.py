"""Import and export: bring a file in, see what would come in, then decide; and take everything out."""

import streamlit as st

from dashboard import load, widgets
from dashboard.actions import take_back
from dashboard.blocks import import_details
from dashboard.blocks import import_preview as block
from dashboard.blocks.import_words import headline

with widgets.page():
    heading = st.empty()
    widgets.say_which_day(load.day(), load.today())
    widgets.show_last_action(take_back)
    found = block.choose_file() if load.can_change() else None
    outcome = block.brought_or_planned(found) if found else None
    heading.title(headline(outcome) if outcome else "Bring in a workbook", anchor=False)
    if found and outcome:
        block.decide(found, outcome)
        import_details.refused_cells(found.plan)
        import_details.table_counts(outcome)
        import_details.findings_and_changes(outcome)
    else:
        block.suggestions()
        block.export_everything()
