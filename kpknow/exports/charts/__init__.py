"""Bar charts as files of their own: numbers in, SVG or PNG out, each with its title, base, source and address."""
