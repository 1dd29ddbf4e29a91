"""Files of strangers: read within limits, refused with words, never run."""
