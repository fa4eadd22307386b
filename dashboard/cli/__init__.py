"""The command line: `digwell`, its commands, what they print, and how they end."""
