"""Files of answers that survey tools write, read into anonymous answers."""
