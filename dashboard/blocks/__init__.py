"""Blocks of pages: each draws one thing that a page can show."""
