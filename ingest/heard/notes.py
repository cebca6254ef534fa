"""Notes: what somebody put down about another, as in a CRM, rather than said to them.

A note is heard for the tone of who wrote it, and only where they are the sender of what it stands
in: a call that came in is the caller's, and what was noted of it is not. A tone heard in one says
so: it is given by ``note: vader 1.0.0``.
"""

__all__ = ["NOTE", "Note", "noted"]

NOTE = "note"
"""What a tone of a note is given by begins with; as a channel in ``unread``, it means all notes."""


class Note(str):
    """A text that its writer did not say to anybody."""

    __slots__ = ()


def noted(text: str, writer: str, sender: str) -> Note | None:
    """Give what *writer* noted, where the interaction is theirs; None else, and for no text.

    >>> noted("went well", "zoho:1", "zoho:1"), noted("went well", "zoho:1", "zoho:2")
    ('went well', None)
    """
    return Note(text) if text and writer == sender else None
