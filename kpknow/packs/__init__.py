"""Take-home packs: slides, a brief, tables and references of a theme, synthesis, event or choice of stories.

Gathering tells what a pack says (``gathering``), the writers of ``kpknow.exports`` write it, and a Pack remembers which
records went in, never their words.
"""
