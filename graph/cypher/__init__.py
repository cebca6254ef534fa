"""Cypher of power users: how it is asked, and how what does more than read is refused."""
