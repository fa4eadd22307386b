"""The room of what is shown: the pages, the gate before them, and the command line; the only room with Streamlit."""
