"""Verbs that change what happened and what may be shown of it."""
