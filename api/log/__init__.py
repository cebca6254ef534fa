"""The log of a store as it is read: history, feeds, who is one person, who belongs where."""
