"""Collections of texts brought in by the thousand, to measure with: one JSON object a line.

A *line* describes one record; its *digest* tells whether it changed since it was loaded; a *mark* (CorpusRecord) says
that a record came from a corpus. Whatever has no mark is never touched.
"""
