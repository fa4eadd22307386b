"""The room of what is shown, and the only one with Streamlit."""
