"""Measures of two people, one a file; `measures` is their table."""
