"""Protects the people in the records and the people who read them: headers, outside players, pictures, checks."""
