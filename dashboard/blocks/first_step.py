"""The first step in an empty office: what this page will show, and the two ways to begin."""

import streamlit as st

from dashboard import load, widgets

FIRST_HEADLINE = "This page will show who needs you, and why."


def first_step() -> None:
    """Bring in a workbook, or look round a made-up office."""
    with st.grid(2, min_column_width=300):
        with st.container(border=True, height="stretch"):
            st.header("Bring in your own", anchor=False)
            st.markdown(
                "Fill in the template, or use a workbook you have in this form. You see what comes in before it does."
            )
            way_in()
            st.download_button(
                "Empty template", data=load.template, file_name="digwell-template.xlsx", key="first_template",
                on_click="ignore", icon=":material/description:",
            )  # fmt: skip
        with st.container(border=True, height="stretch"):
            st.header("Look round first", anchor=False)
            st.markdown("A made-up office with sixty people who do not exist. In a terminal:")
            st.code("digwell demo", language=None)


def way_in() -> None:
    """The link to where a workbook comes in."""
    st.page_link(widgets.page_called("Import and export"), label="Bring in a workbook", icon=":material/upload:")
