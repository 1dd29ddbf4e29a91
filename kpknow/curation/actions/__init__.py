"""Verbs of curators: merge, undo, tell apart."""
