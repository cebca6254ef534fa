"""Measures of a person, one a file; `algorithms.measures` is their table."""
