"""Mail that is written to nobody in particular: what lists, newsletters and machines send.

Most of it says so in its header. What a list hands on may all the same be one person's answer to
another, so the signs of a list can be left out of account: in archives, and where the list is one
that its readers write to.
"""

import re
from collections.abc import Mapping, Sequence

from ingest.role_addresses import BOT, kind_of

__all__ = ["BULK_NAMES", "BULK_VALUES", "is_bulk", "is_discussed"]

# Automated mail and lists: a header of these names says so by being there ...
BULK_NAMES = frozenset(
    {
        "list-id", "list-unsubscribe", "list-post", "mailing-list", "x-mailing-list", "x-beenthere",
        "feedback-id", "x-campaign", "x-campaign-id", "x-campaignid", "x-mailchimp-campaign-id",
        "x-mc-user", "x-auto-response-suppress", "x-autoreply", "x-autorespond",
        "x-autoreply-from",
    }
)  # fmt: skip
_LIST_NAMES = frozenset(
    {
        "list-id", "list-unsubscribe", "list-post", "mailing-list", "x-mailing-list", "x-beenthere",
    }
)  # fmt: skip
# ... and these by their value.
BULK_VALUES = {
    "precedence": re.compile(r"\s*(?:bulk|list|junk|auto[-_]reply)\b", re.IGNORECASE),
    "auto-submitted": re.compile(r"(?!\s*no\b)\s*\S", re.IGNORECASE),
    "content-type": re.compile(r"\s*multipart/report\b", re.IGNORECASE),
    "return-path": re.compile(r"\s*<\s*>"),
}
_DISCUSSED = frozenset({"mailing-list", "x-mailing-list", "x-beenthere"})
_CLOSED = re.compile(r"\s*no\b", re.IGNORECASE)  # of List-Post: only its owner writes
_BY_LIST = re.compile(r"\s*(?:bulk|list)\b", re.IGNORECASE)  # of Precedence


def is_discussed(header: Mapping[str, Sequence[str]]) -> bool:
    """Say whether a message came by a list that its readers write to.

    >>> [is_discussed({"list-post": [value]}) for value in ("<mailto:talk@x.example>", "NO")]
    [True, False]
    """
    posts = header.get("list-post", ())
    return not _DISCUSSED.isdisjoint(header) or any(not _CLOSED.match(one) for one in posts)


def is_bulk(header: Mapping[str, Sequence[str]], sender: str, *, by_list: bool = True) -> bool:
    """Say whether a message is bulk, by its header; or but for the signs of a list.

    >>> header = {"list-id": ["<talk.x.example>"], "precedence": ["list"]}
    >>> ann = "email:ann@x.example"
    >>> is_bulk(header, ann), is_bulk(header, ann, by_list=False)
    (True, False)
    """
    names = BULK_NAMES if by_list else BULK_NAMES - _LIST_NAMES
    if not names.isdisjoint(header) or kind_of(sender) == BOT:
        return True
    return any(
        sign.match(value)
        for key, sign in BULK_VALUES.items()
        for value in header.get(key, ())
        if by_list or key != "precedence" or not _BY_LIST.match(value)
    )
