"""What is heard in a text before it is dropped: tone, language, topics and key phrases."""
