"""Short digests: sixteen letters and digits that name what was made after what it was made of."""

import hashlib

__all__ = ["short_digest"]


def short_digest(text: str) -> str:
    """Name a text that says all that something was made from: equal texts, equal names.

    >>> short_digest("")
    'e3b0c44298fc1c14'
    """
    return hashlib.sha256(text.encode()).hexdigest()[:16]
