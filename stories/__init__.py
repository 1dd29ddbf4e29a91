"""What was learned, and how far it can be trusted.

Story: something somebody told, read as Blocks. Block: a heading, paragraph or speaker's turn with a lasting id.
Media: a film, a podcast or a picture of a story. Highlight: a passage somebody said, with its source.
Theme: a synthesis of highlights. Finding: one claim of a theme. Evidence: what a finding rests on.
Synthesis: an ordered report by the participants of an event. Comment: a reader's words, held until a person read them.
"""
