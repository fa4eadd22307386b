"""Import and export: bring a file in, see what would come in, then decide; and take everything out."""

import streamlit as st

from dashboard import load, widgets
from dashboard.actions import take_back
from dashboard.blocks import import_preview as block

with widgets.page():
    heading = st.empty()
    widgets.say_which_day(load.day(), load.today())
    widgets.show_last_action(take_back)
    found = block.choose_file() if load.can_change() else None
    heading.title(block.headline(found.outcome) if found else "Bring in a workbook", anchor=False)
    if found:
        block.decide(found.plan)
        block.refused_cells(found.plan)
        block.table_counts(found.outcome)
        block.findings_and_changes(found.outcome)
    else:
        block.suggestions()
        block.export_everything()
