"""Roof: the staff's own pages: merging tags."""
