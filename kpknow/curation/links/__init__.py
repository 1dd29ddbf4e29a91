"""Do the addresses we send readers to still answer? Asked only when somebody runs ``check_links``."""
