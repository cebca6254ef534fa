"""Contact cards (vCard): people with their addresses, organizations, names and birthdays."""
