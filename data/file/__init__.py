"""The office's file: opened, brought up to date, copied, checked and backed up."""
