"""Digwell's own script, and beside its pages two that draw nothing: what a run costs before we draw anything.

With ?empty in the address the script ends before it begins; with ?blank it does what every page shares (navigation,
sidebar, address) and the page itself is empty.
"""

import streamlit as st

from bench.serving import front

if "empty" not in st.query_params:
    exec(front())  # noqa: S102 - our own script, compiled once, as the server itself does
