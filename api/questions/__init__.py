"""The questions that the engine answers, one family a file."""
