"""The same as a text to edit (DOCX, ECMA-376): real headings, lists and tables, in styles of our own."""
