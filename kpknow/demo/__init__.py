"""Fills an empty site with the facts and figures of five real documents, in our own words."""
