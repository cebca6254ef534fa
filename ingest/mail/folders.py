"""What the folder says in which a mail lies: that it is a draft, or was put aside as junk.

A Maildir's folder is that above its `cur` and `new`; one below another begins with a dot and has
its name encoded as IMAP does (`.Entw&APw-rfe`). A mailbox's folder is its own name. Flags of a
Maildir stand in the name of each mail (`:2,DS`), and D is a draft. What was thrown away is mail
like any other: but for Gmail's, which only holds one month, such a folder says little.

References
----------
Bernstein, D. J. "Using maildir format." RFC 3501, 5.1.3 (names of folders).
"""

import os
import re
from collections.abc import Sequence

from ingest.mail.gmail_labels import is_draft, is_spam

__all__ = ["is_in_drafts", "is_in_junk", "is_maildir", "without_maildir"]

_OF_MAILDIR = ("cur", "new")
_FLAGS = re.compile(r".*[:;!]2,([A-Za-z]*)")
_JUNK = frozenset(
    {
        "junk", "junk e-mail", "junk email", "junk mail", "junk-e-mail", "bulk mail",
        "courrier indésirable", "correo no deseado", "posta indesiderata", "wiadomości-śmieci",
        "ongewenste e-mail", "lixo eletrônico", "lixo electrónico", "skräp",
    }
)  # fmt: skip
_SUFFIXES = (".gz", ".mbox", ".mbx", ".mboxrd", ".sbd", ".dir")


def is_in_drafts(place: str) -> bool:
    """Say whether a mail lies among those that were not sent.

    >>> is_in_drafts("Maildir/.Entw&APw-rfe/cur/1.host:2,S"), is_in_drafts("Mail/Drafts.mbox")
    (True, True)
    >>> is_in_drafts("Maildir/cur/1.host:2,DS"), is_in_drafts("Maildir/cur/1.host:2,S")
    (True, False)
    """
    flags = _FLAGS.fullmatch(place.rpartition("/")[2])
    return is_draft([_folder(place)]) or (flags is not None and "D" in flags[1])


def is_in_junk(place: str) -> bool:
    """Say whether a mail lies among what was put aside as junk.

    >>> is_in_junk("Maildir/.INBOX.Junk/cur/1.host:2,"), is_in_junk("Mail/Inbox")
    (True, False)
    """
    folder = _folder(place)
    return folder.casefold() in _JUNK or is_spam([folder])


def is_maildir(path: str) -> bool:
    """Say whether a hidden folder is one of a Maildir's."""
    return all(os.path.isdir(f"{path}/{name}") for name in _OF_MAILDIR)  # noqa: PTH112 - thousands


def without_maildir(parts: Sequence[str]) -> Sequence[str]:
    """Give the parts of a path but for the folder of a Maildir, which may begin with a dot.

    >>> without_maildir(("Mail", ".Sent", "cur", "1")), without_maildir((".cache", "1"))
    (('Mail', 'cur', '1'), ('.cache', '1'))
    """
    is_in_one = len(parts) > 2 and parts[-2] in _OF_MAILDIR
    return (*parts[:-3], *parts[-2:]) if is_in_one else parts


def _folder(place: str) -> str:
    """The name of the folder, without what would make it several labels."""
    *_, above, parent, name = ("", "", *place.rsplit("/", 2))
    if parent in _OF_MAILDIR:
        above = above[above.rfind("/") + 1 :]
        name = above.rpartition(".")[2] if above.startswith(".") else above
    else:
        if name == "mbox":  # in a folder of Apple's, Drafts.mbox/mbox
            name = parent
        while name.endswith(_SUFFIXES):
            name = name.rpartition(".")[0]
    return _decoded(name).replace(",", " ").replace('"', "")


def _decoded(name: str) -> str:
    """A name as IMAP encodes it: UTF-7 with "&" for "+" and "," for "/"."""
    if "&" not in name:
        return name
    try:
        return re.sub(
            r"&([A-Za-z0-9+,]*)-",
            lambda found: (
                f"+{found[1].replace(',', '/')}-".encode().decode("utf-7") if found[1] else "&"
            ),
            name,
        )
    except UnicodeError:
        return name
