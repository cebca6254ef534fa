# ruff: noqa: RUF001 - letters that look alike in several alphabets are meant as they stand
"""Lines in conversations of Instagram and Messenger that only say that somebody reacted.

Beside a reaction, which stands with the message it is to, the download holds a line of its own:
"Liked a message", "Reacted ❤ to your message". That is no message; it is read in the languages
here, and where it is not, it counts as one.
"""

import re

__all__ = ["is_notice"]

_LONGEST = 160
_LINES = """
    liked a message|reacted .{1,24} to your (?:message|photo|video|voice message)
    gefällt eine nachricht|hat eine nachricht mit .{1,20} markiert
    hat (?:mit )?.{1,24} auf deine nachricht reagiert|a aimé un message
    a réagi (?:avec )?.{1,24} à votre message|a réagi à votre message .{1,40}
    le gustó un mensaje|(?:le )?ha gustado un mensaje|reaccionó (?:con )?.{1,24} a tu mensaje
    ha reaccionado (?:con )?.{1,24} a tu mensaje|ha messo .?mi piace.? a un messaggio
    ha reagito (?:con )?.{1,24} al tuo messaggio|curtiu uma mensagem|gostou de uma mensagem
    reagiu (?:com )?.{1,24} à (?:sua|tua) mensagem|heeft een bericht leuk gevonden
    vindt een bericht leuk|heeft met .{1,24} op je bericht gereageerd|polubiono wiadomość
    polubił(?:a|\\(a\\))? wiadomość|zareagowano .{1,24} na twoją wiadomość
    zareagował(?:a|\\(a\\))? .{1,24} na twoją wiadomość|har gillat ett meddelande
    gillade ett meddelande|synes godt om en besked|likte en melding|bir mesajı beğendi
    понравилось сообщение
"""
_NOTICE = re.compile(
    "(?:.{1,60} )?(?:" + "|".join(line.strip() for line in _LINES.strip().splitlines()) + ")[ .]*",
    re.IGNORECASE,
)


def is_notice(text: str) -> bool:
    """Say whether a line only tells of a reaction.

    >>> is_notice("Liked a message"), is_notice("Reacted 😂 to your message ")
    (True, True)
    >>> is_notice("Ola liked a message in the group, did you see it?")
    False
    """
    return 0 < len(text) <= _LONGEST and _NOTICE.fullmatch(text.strip()) is not None
