"""Keeps the site running: what it tells about itself, what it does by the clock, and what is wrong with it."""
