"""One source a file: reads a format, gives batches and what it rejected, with reasons."""
