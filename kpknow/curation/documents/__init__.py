"""Texts brought in from files: what they hold is proposed as passages, and a person decides."""
