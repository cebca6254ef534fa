"""What Gmail's labels say: which messages of a Takeout are drafts, spam, trash or chat.

Takeout puts the labels of a message into one header, X-Gmail-Labels, separated by commas and in the
language of the account. The labels of the system are known in the languages below; in any other
language drafts, spam and trash are read as mail. The trash only holds what was thrown away within
the last month: were it counted, people would seem closer in that month than before.
"""

from collections.abc import Iterable
from functools import lru_cache

from ingest.addresses import decoded

__all__ = ["is_chat", "is_draft", "is_put_aside", "is_spam", "is_trash"]

_DRAFTS = frozenset(
    {
        "draft", "drafts", "entw\u00fcrfe", "entwurf", "brouillons", "brouillon", "borradores",
        "borrador", "bozze", "bozza", "rascunhos", "rascunho", "concepten", "concept",
        "wersje robocze", "kopie robocze", "utkast", "kladder", "kladde", "luonnokset", "koncepty",
        "piszkozatok", "taslaklar", "taslak", "esborranys", "draf", "ciorne",
        "mesaje nefinalizate", "\u0447\u0435\u0440\u043d\u043e\u0432\u0438\u043a\u0438",
        "\u0447\u0435\u0440\u043d\u0435\u0442\u043a\u0438", "\u4e0b\u66f8\u304d",
        "\u8349\u7a3f", "\uc784\uc2dc\ubcf4\uad00\ud568",
        "\u03c0\u03c1\u03cc\u03c7\u03b5\u03b9\u03c1\u03b1",
    }
)  # fmt: skip
_CHATS = frozenset({"chat", "chats"})
_SPAM = frozenset(
    {
        "spam", "skr\u00e4ppost", "s\u00f8ppelpost", "roskaposti", "correu brossa",
        "th\u01b0 r\u00e1c",
        "\u0441\u043f\u0430\u043c", "\u8ff7\u60d1\u30e1\u30fc\u30eb",
        "\u5783\u573e\u90ae\u4ef6", "\u5783\u573e\u90f5\u4ef6", "\uc2a4\ud338\ud568",
    }
)  # fmt: skip
_TRASH = frozenset(
    {
        "trash", "bin", "deleted", "papierkorb", "corbeille", "papelera", "cestino", "lixeira",
        "lixo", "prullenbak", "kosz", "papirkurv", "papirkurven", "papperskorgen", "papperskorg",
        "roskakori", "ko\u0161", "k\u00f4\u0161", "kuka", "lomt\u00e1r", "paperera", "sampah",
        "\u00e7\u00f6p kutusu", "\u00e7\u00f6p", "co\u0219 de gunoi", "th\u00f9ng r\u00e1c",
        "\u043a\u043e\u0440\u0437\u0438\u043d\u0430", "\u043a\u043e\u0448\u0438\u043a",
        "\u30b4\u30df\u7bb1", "\u5df2\u5220\u9664\u90ae\u4ef6", "\u5783\u573e\u6876",
        "\ud734\uc9c0\ud1b5",
    }
)  # fmt: skip


def is_chat(labels: Iterable[str]) -> bool:
    """Say whether a message is a line of a chat, which Gmail once kept beside the mail.

    >>> is_chat(["Chat"]), is_chat(["Inbox"])
    (True, False)
    """
    return any(not _CHATS.isdisjoint(_labels(value)) for value in labels)


def is_draft(labels: Iterable[str]) -> bool:
    """Say whether a message was never sent, by the values of its X-Gmail-Labels.

    >>> is_draft(["Important,Drafts"]), is_draft(["=?UTF-8?Q?Entw=C3=BCrfe?="]), is_draft(["Sent"])
    (True, True, False)
    """
    return any(not _DRAFTS.isdisjoint(_labels(value)) for value in labels)


def is_put_aside(labels: Iterable[str]) -> bool:
    """Say whether a message is spam or trash, which ties nobody.

    >>> is_put_aside(["Spam"]), is_put_aside(["Bin,Unread"]), is_put_aside(["Archived"])
    (True, True, False)
    """
    return is_spam(labels) or is_trash(labels)


def is_spam(labels: Iterable[str]) -> bool:
    """Say whether Gmail put a message aside as spam.

    >>> is_spam(["Spam,Unread"]), is_spam(['Inbox,"Spam, or not"'])
    (True, False)
    """
    return any(not _SPAM.isdisjoint(_labels(value)) for value in labels)


def is_trash(labels: Iterable[str]) -> bool:
    """Say whether a message was thrown away within the month before the export.

    >>> is_trash(["Trash,Unread"]), is_trash(["=?UTF-8?Q?Papierkorb?="]), is_trash(["Inbox"])
    (True, True, False)
    """
    return any(not _TRASH.isdisjoint(_labels(value)) for value in labels)


@lru_cache(maxsize=1_000)
def _labels(value: str) -> frozenset[str]:
    """Cut at the commas that stand outside quotes."""
    outside = "".join(decoded(value).split('"')[::2])
    return frozenset(label.strip().casefold() for label in outside.split(","))
