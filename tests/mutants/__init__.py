"""Mutations: the program broken on purpose in one place at a time, each with the tests that must notice."""
