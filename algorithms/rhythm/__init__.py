"""How two people are usually in touch: days, gaps, conversations, and what silence makes."""
