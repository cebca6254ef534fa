"""LinkedIn: the CSV files of "Get a copy of your data"."""
