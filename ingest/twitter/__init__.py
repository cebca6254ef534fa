"""X, once Twitter: downloaded archives, and answers of its API in versions 1.1 and 2."""
