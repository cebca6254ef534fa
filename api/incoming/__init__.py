"""What comes in: files, folders that are followed, and records handed over by HTTP."""
