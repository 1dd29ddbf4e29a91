"""A brief of at most four pages (PDF/UA-1, typeset by typst from data alone, never from markup)."""
