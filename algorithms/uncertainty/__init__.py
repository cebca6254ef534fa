"""How far a rank could be off, by other logs that the same habits could have left."""
