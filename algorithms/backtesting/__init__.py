"""How right the answers would have been on this very history, and what that teaches."""
