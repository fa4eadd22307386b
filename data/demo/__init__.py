"""The made-up office: people who do not exist, dated relative to today."""
