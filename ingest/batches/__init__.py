"""From what sources yield to the columns of a batch."""
