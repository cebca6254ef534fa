"""What Facebook and Instagram share: conversations, names, and lines that only notify."""
