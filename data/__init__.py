"""What is stored: the office's file, its questions, and every way in and out of it."""
