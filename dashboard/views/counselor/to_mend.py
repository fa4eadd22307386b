"""To mend: everything that the data says twice or cannot mean, each naming its place."""

import streamlit as st

from dashboard import load, widgets
from dashboard.actions import take_back
from dashboard.blocks import contradiction_list as block

whose = widgets.chosen_caseload(load.counselors(), load.cohorts())

with widgets.page():
    found = [each for each in load.to_mend(whose) if each.finding.dismissed is None]
    st.title(block.headline(found), anchor=False)
    if found:
        st.caption("Contradictions in the records, each with its place. Nothing here is anybody's fault.")
    widgets.show_last_action(take_back)
    widgets.remember_list("To mend", [each.client_id for each in found])
    block.mend(found)
