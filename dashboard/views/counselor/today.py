"""Today: who needs me, and why."""

import streamlit as st

st.title("This page will show who needs you, and why")
st.caption("Bring in a tracker, or look round a made-up office.")
