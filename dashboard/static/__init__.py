"""Fonts, logo, icon: files that are served or drawn as they are."""
