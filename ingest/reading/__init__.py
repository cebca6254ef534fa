"""Reading in several processes: pieces of work go out, batches come back in their order."""
