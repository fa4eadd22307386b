"""The room of what is stored: the office's file, its queries, and every way in and out of it."""
