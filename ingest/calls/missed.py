# ruff: noqa: RUF001 - letters that look alike in several alphabets are meant as they stand
"""Missed calls by what systems say of them, in the languages that their users read.

A call was missed where a word of these says so: not answered, refused, busy, a mailbox. That a call
has no length, or one of nothing, does not say so by itself: it may never have been written down.
"""

import re

__all__ = ["says_missed"]

_WORDS = """
    missed|no ?answer|not answer|unanswered|didn.t answer|did not answer|no response|no pick ?up
    voice ?mail|busy|declined|rejected|cancell?ed|left (?:a )?message|not reached|unreachable
    verpasst|nicht erreicht|nicht angenommen|nicht beantwortet|keine antwort|abgelehnt|besetzt
    entgangen|mailbox|abgebrochen|in abwesenheit|manqué|sans réponse|pas de réponse|pas répondu
    non abouti|refusé|occupé|messagerie|absence|perdida|sin respuesta|no contest|sin contestar
    perdiste|perdeu
    rechazada|comunica(?:ba|ndo)|ocupad[ao]|buzón|pers[ao]\\b|senza risposta|non risposta
    rifiutata|occupato|segreteria|não atendid|sem resposta|recusad|correio de voz|gemist
    geen gehoor|niet opgenomen|niet beantwoord|geweigerd|in gesprek|nieodebran|bez odpowiedzi
    odrzucon|zajęt|poczta głosowa|missa[dt]|inget svar|obesvara|upptagen|avvisa|ubesvare|ikke svar
    optaget|vastaamat|zmeškan|bez odpovědi|odmítnut|nem fogadott|cevapsız|meşgul|reddedildi
    pierdut|ratat|fără răspuns|αναπάντητ|пропущен|без ответа|не отве|отклон|занято|пропущено
    відхилен|فائتة|لم يرد|שלא נענתה|不在着信|応答なし|応答がありません|話し中|拒否|未接|未接通
    无人接听|無人接聽|无应答|忙线|已拒|부재중|받지 않|응답 없음|통화 중|tak terjawab|nhỡ|ไม่ได้รับ
"""
_MISSED = re.compile(
    "|".join(one.strip() for line in _WORDS.strip().split("\n") for one in line.split("|")),
    re.IGNORECASE,
)
_LONGEST = 300


def says_missed(text: str) -> bool:
    """Say whether a text says that a call was missed.

    >>> says_missed("Ann hat deinen Anruf verpasst."), says_missed("Ann hat dich angerufen.")
    (True, False)
    """
    return _MISSED.search(text[:_LONGEST]) is not None
