"""The entrance: signing in, the second factor, leaving."""
