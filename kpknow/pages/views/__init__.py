"""Pages of the roof, one noun a module."""
