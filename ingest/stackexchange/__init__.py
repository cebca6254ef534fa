"""Stack Exchange: pages of its API, and dumps, with questions, answers, comments and users."""
