"""What the site is made of: ``make sbom`` writes the list, tests say that it is current."""
