"""Who belongs together: communities, how they are found, and what is said of any group."""
