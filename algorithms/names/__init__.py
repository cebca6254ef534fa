"""The words of a name, in any alphabet and spelling: compared, and how rare they are."""
