"""Verbs that change what was learned: reading a story's text into blocks, withdrawing a consent's words."""
