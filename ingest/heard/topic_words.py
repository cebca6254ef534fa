# ruff: noqa: RUF001 - letters that look alike in several alphabets are meant as they stand
"""Topic words: what a subject or a deal is called, however many answers it has been through.

A stored topic is a plain text and says by its beginning of which kind it is: ``subject:`` (of a
mail, an event, a ticket, a thread of a forum), ``deal:`` (by its name in a CRM), ``phrase:``
(`ingest.heard.phrases`); all others are tags.

A subject loses every mark of an answer, a forward or a list before it (``Re: AW: [list] Fwd:``, in
thirty languages), is put in lower case (Unicode's case folding, NFC) with single spaces and cut to
120 characters. What machines write (out of office, undeliverable, answers to invitations), what
says nothing ("no subject", "busy"), and what has no letter or fewer than 3 characters (2 of
Chinese, Japanese or Korean) is no topic. A deal keeps its case, for it is a name.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from graph.people.identity import clean

__all__ = [
    "DEAL", "PHRASE", "SUBJECT", "deal_topic", "is_answer", "kept_topics", "subject_topic",
]  # fmt: skip

SUBJECT, DEAL, PHRASE = "subject:", "deal:", "phrase:"

_MOST, _MOST_READ, _MOST_NAME = 120, 1_000, 200  # characters of a subject, before, and of a deal
_LEAST, _LEAST_IDEOGRAPHS, _IDEOGRAPHS = 3, 2, "\u2e80"

# what mail programs and CRMs put before a subject: answers, then forwards
_MARKS = """
    re aw antw antwort sv svar vs odp odpowiedź rv rsp resp res risp rif r ré rép réponse ynt
    yanıt cvp vá ats atb bls balas απ σχετ отв ответ відп відповідь השב תשובה رد 答复 答覆 回复 回覆
    返信 회신 답장 odg odpověď odpoveď risposta respuesta fw fwd wg weitergeleitet tr enc i vb
    email vl pd doorst
    ilt i̇lt trs teruskan tov továbbítás πρθ προω пер переслано הועבר 转发 轉寄 轉發 転送
    전달 przek videres videresendt framsent yml inoltra
"""
_NUMBERED = r"(?:\s?[\[(]\d{1,3}[\])]|[\^*-]?\d{1,2})?"  # Re[2]:, Re(2):, Re^2:, Re2:
_MARK = "|".join(sorted(_MARKS.split(), key=lambda mark: (-len(mark), mark)))
_BEFORE = re.compile(rf"(?:(?:{_MARK}){_NUMBERED}\s?[:\uff1a]\s*|\[[^\[\]]{{1,80}}\]\s*)+")
_ANSWERED = re.compile(rf"(?:\[[^\[\]]{{1,80}}\]\s*)?(?:{_MARK}){_NUMBERED}\s?[:\uff1a]")
_AFTER = re.compile(r"\s*[(\[](?:fwd?|re|was|war)\b[^()\[\]]*[)\]]$")

# the beginnings of what machines write
_MACHINES = """
    out of office|out of the office|automatic reply|automated reply|auto reply|auto-reply
    autoreply|automatic response|auto response|auto:|undeliver|delivery status notification
    delivery failure|delivery has failed|mail delivery|returned mail|failure notice
    message not delivered|read receipt|meeting forward notification|new time proposed|abwesenheit
    automatische antwort|unzustellbar|réponse automatique|absence du bureau|non remis
    respuesta automática|fuera de la oficina|no se puede entregar|no se pudo entregar
    risposta automatica|fuori sede|fuori ufficio|non recapitabile|resposta automática
    fora do escritório|não entregue|odpowiedź automatyczna|autoodpowiedź|poza biurem
    nie dostarczono|niedostarczon|automatisch antwoord|afwezigheid|onbestelbaar|frånvaro|fravær
    autosvar|automaattinen vastaus|автоответ|автоматический ответ
    не доставлено|自动回复|自動回覆|自動返信|自動応答|부재중|자동 회신
"""
# answers to invitations and receipts, which only a colon tells from what people write
_INVITATIONS = """
    accepted|declined|tentative|tentatively accepted|canceled|cancelled|canceled event|invitation
    cancelled event|updated invitation|read|not read|zugesagt|abgesagt|abgelehnt|zusage|absage
    mit vorbehalt|mit vorbehalt zugesagt|gelesen|einladung|aktualisierte einladung
    abgesagter termin|accepté|refusé|annulé|provisoire|lu|aceptado|aceptada|rechazado|rechazada
    cancelado|cancelada|leído|invitación|provisional|accettato|accettata|rifiutato|annullato|letto
    invito|aceito|aceite|recusado|convite|zaakceptowano|zaakceptowane|odrzucono|odrzucone
    anulowano|wstępnie zaakceptowano|zaproszenie|geaccepteerd|geweigerd|geannuleerd|uitnodiging
    godkänt|avböjt|inbjudan|принято|отклонено|приглашение|已接受|已拒绝|承諾|辞退
"""
_NOTHING = """
    no subject|none|kein betreff|ohne betreff|sans objet|aucun objet|sin asunto|sem assunto
    nessun oggetto|senza oggetto|brak tematu|bez tematu|geen onderwerp|inget ämne|ingen emne
    call|calls|phone call|e-mail|email|mail|meeting|task|event|busy|private|private appointment
    gebucht|beschäftigt|privat|privater termin|occupé|privé
    rendez-vous privé|ocupado|ocupada|privado|occupato|privato|zajęty|bezet|upptagen|optaget
    без темы|无主题|無主旨|件名なし
"""


def _listed(text: str) -> list[str]:
    return [one.strip() for line in text.split("\n") for one in line.split("|") if one.strip()]


_BEGINS, _ANSWERS = ("|".join(map(re.escape, _listed(one))) for one in (_MACHINES, _INVITATIONS))
_BY_MACHINES = re.compile(rf"(?:{_BEGINS}|(?:{_ANSWERS})(?: from [^:]{{1,60}})?\s?[:\uff1a])")
_EMPTY = frozenset(_listed(_NOTHING))


@lru_cache(maxsize=4096)
def subject_topic(text: str) -> tuple[str, ...]:
    """Give the topic that a subject is, in a tuple, or an empty one.

    >>> subject_topic("Re: AW: [sales] FWD:  Pricing for  ACME")
    ('subject:pricing for acme',)
    >>> subject_topic("Re[2]:"), subject_topic("Accepted: Pricing @ Tue 3pm")
    ((), ())
    """
    said = " ".join(clean(text[:_MOST_READ]).split()).casefold()
    if (begins := _BEFORE.match(said)) is not None:
        said = said[begins.end() :]
    if said.endswith((")", "]")):
        said = _AFTER.sub("", said)
    said = said[:_MOST].rstrip()
    if not said.isascii():
        said = unicodedata.normalize("NFC", said)
    least = _LEAST_IDEOGRAPHS if any(one >= _IDEOGRAPHS for one in said) else _LEAST
    if len(said) < least or said.strip("()<> ") in _EMPTY or _BY_MACHINES.match(said):
        return ()
    return (SUBJECT + said,) if any(map(str.isalpha, said)) else ()


def is_answer(text: str) -> bool:
    """Say whether a subject says of itself that it answers, or hands on, another.

    >>> is_answer("AW: Pricing"), is_answer("[sales] Re[2]: Pricing"), is_answer("Pricing")
    (True, True, False)
    """
    said = " ".join(clean(text[:_MOST_READ]).split()).casefold()
    return _ANSWERED.match(said) is not None


def deal_topic(name: str) -> tuple[str, ...]:
    """Give the topic that a deal of a CRM is, in a tuple, or an empty one without a name.

    >>> deal_topic("Acme  renewal "), deal_topic("")
    (('deal:Acme renewal',), ())
    """
    said = " ".join(clean(name[:_MOST_READ]).split())[:_MOST_NAME].rstrip()
    return (DEAL + said,) if said else ()


def kept_topics(found: Iterable[str], kinds: frozenset[str]) -> tuple[str, ...]:
    """Leave out the topics whose kind is not among those wanted.

    >>> kept_topics(["pricing", "subject:hello there", "deal:Acme"], frozenset({"tags", "deals"}))
    ('pricing', 'deal:Acme')
    """
    return tuple(topic for topic in found if _kind(topic) in kinds)


def _kind(topic: str) -> str:
    for begin, kind in ((SUBJECT, "subjects"), (DEAL, "deals"), (PHRASE, "phrases")):
        if topic.startswith(begin):
            return kind
    return "tags"
