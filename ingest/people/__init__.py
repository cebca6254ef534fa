"""Files of people and organizations: who is who, where, since when."""
