"""How the office's file is kept: opened, brought up to date, copied, checked and backed up."""
