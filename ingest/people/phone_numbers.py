"""Phone numbers as cards and address books have them, where they say enough to be somebody's."""

from graph.people.identity import canonical, clean

__all__ = ["full_number"]


def full_number(text: str) -> str:
    """Give a number in its international form; empty for any other: it says too little abroad.

    >>> full_number("+48 600 100 200"), full_number("600 100 200")
    ('phone:+48600100200', '')
    """
    text = clean(text)
    try:
        found = canonical(text) if text.startswith(("+", "00")) else ""
    except ValueError:
        return ""
    return found if found.startswith("phone:") else ""
