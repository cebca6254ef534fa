"""Short words before the @ that are a role or somebody's initials: the name beside them tells.

``pr@`` is Public Relations, and Paula Reyes in a company of nine; ``dev@`` is a list of developers,
and Dev Patel. Whoever is taken for a mailbox is in no ranking, so a name whose initials they are
counts, unless it spells out the role, or is the company's.
"""

import re

from graph.people.role_words import PLACES, ROLES

__all__ = ["are_of"]

_SHORT = re.compile(r"[a-z]{2,3}")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")  # noqa: RUF001 - apostrophes as they are typed
_NAMES = frozenset({"dev"})  # roles that are given names
_SPELLED = frozenset(
    """human resources accounts account payable receivable public relations press network operations
    center centre data protection officer office all hands""".split()  # noqa: SIM905
)
_LONGEST = 100


def are_of(identity: str, name: str) -> bool:
    """Say whether the part before the @ is the initials of a name, and not the role it may be.

    >>> are_of("email:pr@x.example", "Paula Reyes"), are_of("email:pr@x.example", "Reyes, Paula")
    (True, True)
    >>> are_of("email:hr@x.example", "Human Resources"), are_of("email:hr@x.example", "Paula Reyes")
    (False, False)
    """
    local, _, domain = identity.removeprefix("email:").partition("@")
    words = _WORD.findall(name[:_LONGEST].lower())
    if not _SHORT.fullmatch(local) or not 2 <= len(words) <= 4:
        return False
    if any(word in ROLES - _NAMES or word in PLACES or word in _SPELLED for word in words):
        return False
    if any(len(word) > 2 and word != local and word in domain for word in words):
        return False  # a company's
    first = "".join(word[0] for word in words)
    given = first[1:] + first[0] if "," in name else first
    return local in (given, first[0] + first[-1]) or (local in _NAMES and words[0] == local)
