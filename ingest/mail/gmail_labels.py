# ruff: noqa: RUF001 - letters that look alike in several alphabets are meant as they stand
"""What Gmail's labels say: which messages of a Takeout are drafts, spam, trash or chat.

Takeout puts the labels of a message into one header, X-Gmail-Labels, separated by commas and in the
language of the account. The labels of the system are known in some forty languages; in any other
one drafts, spam and trash are read as mail. The trash only holds what was thrown away within
the last month: were it counted, people would seem closer in that month than before.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from ingest.mail.addresses import decoded

__all__ = ["is_chat", "is_draft", "is_put_aside", "is_spam", "is_trash"]

_DRAFTS = frozenset(
    {
        "draft", "drafts", "entwürfe", "entwurf", "brouillons", "brouillon", "borradores",
        "borrador", "bozze", "bozza", "rascunhos", "rascunho", "concepten", "concept",
        "wersje robocze", "kopie robocze", "utkast", "kladder", "kladde", "luonnokset", "koncepty",
        "piszkozatok", "taslaklar", "taslak", "esborranys", "draf", "ciorne",
        "mesaje nefinalizate", "черновики", "чернетки", "下書き", "草稿", "임시보관함", "πρόχειρα",
        "skice", "nacrti", "osnutki", "juodraščiai", "melnraksti", "mustandid", "drög", "mga draft",
        "thư nháp", "чернови", "недовршене", "טיוטות", "المسودات", "مسودات", "پیش‌نویس‌ها",
        "ड्राफ़्ट", "ร่างจดหมาย", "แบบร่าง", "ฉบับร่าง",
    }
)  # fmt: skip
_CHATS = frozenset({"chat", "chats"})
_SPAM = frozenset(
    {
        "spam", "skräppost", "søppelpost", "roskaposti", "correu brossa",
        "thư rác", "спам", "迷惑メール", "垃圾邮件", "垃圾郵件", "스팸함",
        "neželena pošta", "vsiljena pošta", "neželjena pošta", "šlamštas", "mēstules",
        "surogātpasts", "rämpspost", "ruslpóstur", "ανεπιθύμητα", "ανεπιθύμητη αλληλογραφία",
        "непожељне",
        "ספאם", "דואר זבל", "الرسائل غير المرغوب فيها", "غير مرغوب فيها", "هرزنامه", "स्पैम",
        "จดหมายขยะ", "สแปม",
    }
)  # fmt: skip
_TRASH = frozenset(
    {
        "trash", "bin", "deleted", "papierkorb", "corbeille", "papelera", "cestino", "lixeira",
        "lixo", "prullenbak", "kosz", "papirkurv", "papirkurven", "papperskorgen", "papperskorg",
        "roskakori", "koš", "kôš", "kuka", "lomtár", "paperera", "sampah",
        "çöp kutusu", "çöp", "coș de gunoi", "thùng rác", "корзина", "кошик", "ゴミ箱",
        "已删除邮件", "垃圾桶", "휴지통",
        "tong sampah", "basurahan", "otpad", "smetnjak", "smeti", "šiukšliadėžė", "miskaste",
        "atkritne", "prügikast", "rusl", "κάδος απορριμμάτων", "κάδος αχρήστων", "κάδος", "отпад",
        "кошче", "אשפה", "المهملات", "سلة المهملات", "حذف‌شده‌ها", "ट्रैश", "รายการลบ", "ถังขยะ",
        "已刪除的郵件", "已刪除郵件", "垃圾箱", "coş de gunoi",
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
    outside = "".join(unicodedata.normalize("NFC", decoded(value)).split('"')[::2])
    return frozenset(label.strip().casefold() for label in outside.split(","))
