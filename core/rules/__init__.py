"""The practice, one file a subject, one small pure function a rule."""
