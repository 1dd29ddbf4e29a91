"""Who changed what, and taking it back: the database writes it down, a chain keeps it honest, an erasure empties it."""
