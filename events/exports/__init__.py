"""What files say of what happened; whoever is shielded is in no cell."""
