"""JSON of any size and in any state: found, read piece by piece, and looked into with care."""
