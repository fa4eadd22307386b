"""What is shown: the only room with Streamlit."""
