"""When every feed of a log was heard from, so that missing data is not taken for silence."""
