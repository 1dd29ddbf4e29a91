"""Django's PostgreSQL, over a network that may fall silent."""
