"""Spreadsheets in and out: how a file is read, what its rows mean, and what would change.

A *grid* is what stands in a file. A *table* is a kind of record as rows and columns, with the words a *column* is read
and written in. A *check* says of each row whether it is new, changed, the same or in error. ``vocabulary`` knows every
word and record a cell may name.
"""
