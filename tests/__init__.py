"""The tests, one file a subject, mirroring the rooms."""
