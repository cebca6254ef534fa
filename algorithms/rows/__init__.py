"""The interactions of a log as rows, pair by pair: what everything that looks back reads."""
