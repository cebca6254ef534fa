"""Whose a silence is: who stopped reaching out, who has left, and who took over."""
