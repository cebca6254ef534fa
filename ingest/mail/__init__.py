"""Mail: mailboxes, single messages, and everything that one message says."""
