"""Slides to adapt (PPTX, ECMA-376): a template of our own, real placeholders, charts that stay editable."""
