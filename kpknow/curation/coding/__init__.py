"""The coding workbench: a text is read once, what matters in it is marked and tied to themes.

Three kinds of text: a story's blocks, the notes of a session, the open answers to a survey question.
"""
