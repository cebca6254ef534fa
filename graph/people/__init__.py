"""Who is one person, what they are called, and which organization they belong to."""
