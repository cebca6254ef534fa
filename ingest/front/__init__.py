"""Front: records of its API and of connectors: messages, comments, conversations, people."""
