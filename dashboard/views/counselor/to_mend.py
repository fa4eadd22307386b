"""To mend: everything that the data says twice or cannot mean, each naming its place."""

import streamlit as st

from dashboard import load, widgets
from dashboard.actions import take_back
from dashboard.blocks import contradiction_list as block

whose = widgets.chosen_caseload(load.counselors(), load.cohorts())

with widgets.page():
    found, without_field = load.to_mend(whose)
    st.title(block.headline(found), anchor=False)
    if found:
        st.caption("Contradictions in the records, each with its place. Nothing here is anybody's fault.")
    if without_field:
        st.caption(widgets.escape(block.left_out(without_field, whose.field)))
    widgets.show_last_action(take_back)
    widgets.remember_list("To mend", [each.client_id for each in found])
    block.mend(found)
