"""From a history to a run: what is computed at one moment, how it is kept and read back."""
