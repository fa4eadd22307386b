"""The script: who is here, which pages there are, what every page shares."""

import streamlit as st

from dashboard.shell import STATIC

# A picture of our own: for a material icon the browser would ask a font host elsewhere.
st.set_page_config(page_title="Digwell", page_icon=str(STATIC / "icon.png"), layout="wide")
st.logo(str(STATIC / "logo.svg"), size="large")
st.navigation([st.Page("views/counselor/today.py", title="Today", icon=":material/wb_twilight:", default=True)]).run()
