"""What files say of what was learned: words that consent lets leave this site, and nobody's name without it."""
