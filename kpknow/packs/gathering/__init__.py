"""What a pack says, from what may leave this site today. Each kind of subject in a fixed number of queries."""
