"""Small tables of text, read row by row, and what their columns are."""
