"""Digwell's own script, and beside its pages two that draw nothing: what a run costs before we draw anything.

With ?blank in the address it does what every page of this server shares (navigation, sidebar, address) and the page
itself is empty, as if an empty file were added to the views: that is the empty page that pages are compared with.
With ?nothing the script ends before it begins: the least that Streamlit does for any click.
"""

import streamlit as st

from bench.serving import front

if "nothing" not in st.query_params:
    exec(front())  # noqa: S102 - our own script, compiled once, as the server itself does
