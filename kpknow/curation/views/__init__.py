"""Addresses of the staff beside the admin's own, and the one that shows a draft to somebody."""
