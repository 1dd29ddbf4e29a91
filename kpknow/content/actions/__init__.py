"""Verbs that every record understands: publish and withdraw."""
