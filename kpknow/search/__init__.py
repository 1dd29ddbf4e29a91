"""Roof: finds anything a reader may see."""
