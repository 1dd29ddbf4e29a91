"""The benchmark: ``make bench``. Not a test: nothing here is collected."""
