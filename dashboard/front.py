"""The script of every page: who is here, which pages there are, what all of them share."""

import streamlit as st

from dashboard import launch, load, widgets
from dashboard.blocks.others_names import ask_before_others

# A picture of our own: for a material icon the browser would ask a font host elsewhere. By address, since a file would
# be read and sent at every run.
ICON, LOGO = "/app/static/icon.png", "/app/static/logo.svg"
st.set_page_config(page_title="Digwell", page_icon=ICON, layout="wide")
st.logo(LOGO, size="large")
if not launch.is_guarded():
    st.title("Digwell was started without its lock")
    st.write("Please close it and start it with `digwell run`, or with `streamlit run dashboard/app.py`.")
    st.stop()

COUNSELOR = "views/counselor"


def pages() -> list[st.Page]:
    """All pages, in the order of the navigation."""
    return [
        st.Page(f"{COUNSELOR}/today.py", title="Today", icon=":material/wb_twilight:", default=True),
        st.Page(f"{COUNSELOR}/client.py", title="Client", icon=":material/person:"),
        st.Page(f"{COUNSELOR}/follow_ups.py", title="Follow-ups", icon=":material/mail:"),
        st.Page(f"{COUNSELOR}/to_mend.py", title="To mend", icon=":material/rule:"),
        st.Page(f"{COUNSELOR}/meeting_sheet.py", title="Meeting sheet", visibility="hidden"),
        st.Page(f"{COUNSELOR}/bring_in.py", title="Import and export", icon=":material/swap_vert:"),
    ]


page = st.navigation(widgets.made_once(pages))
st.set_page_config(page_title=f"{page.title} · Digwell")  # of all tabs; never a person's name, which others may read
if widgets.keep_choices(page.title):
    widgets.forget_refused()
widgets.wait_for_action()
ask_before_others(page.title)
with st.sidebar:
    widgets.choose_caseload(load.counselors(), load.cohorts(), load.field_names())
    widgets.choose_day(load.today())
page.run()
