"""What a run before said of those of whom nothing is new, so that it is not computed again."""
