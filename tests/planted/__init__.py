"""Worlds whose regime changes are known, and what is said of them."""
