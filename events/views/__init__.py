"""Readers' pages, one noun a module."""
