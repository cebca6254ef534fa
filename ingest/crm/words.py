"""Words that users of CRM systems read in their own language: done, lost, mail, call, meeting.

What an API calls a thing is the same in every language; what stands in lists to choose from, in
exports for people and in formatted values is not.
"""

import re

from graph.model import Kind

__all__ = ["is_done", "is_lost", "kind_told", "life_stage"]

_DONE = re.compile(
    r"completed|done\b|closed|finished|erledigt|abgeschlossen|geschlossen|beendet|termin(?:[ée]|ad)"
    r"|achev|complét|clos\b|complet|finaliz|realizad|cerrad|conclu[ií]d|fechad|chius[ao]"
    r"|terminat|voltooid|afgerond|gesloten|zakończ|ukończ|wykonan|slutför|avslut|fullført"
    r"|afsluttet|valmis|dokončen|befejez|tamamland|завершен|выполнен|закрыт|完了|終了|完成|已完成|已结束|已關閉"
    r"|완료|종료",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"lost|verloren|perdu|perdid|pers[ao]\b|przegran|utracon|stracon|förlorad|tapt|tabt|hävit"
    r"|ztracen|prohran|elveszt|kaybed|проигран|потерян|упущен|失注|失単|丢单|输单|失败|已流失|유실|실패",
    re.IGNORECASE,
)
_MAIL = """
    e-?mail|^correo|^courriel|^mail\\b|^posta|メール|电子邮件|邮件|郵件|이메일|письмо
"""
_CALL = """
    \\bcall|anruf|llamada|appel|telefon|chiamata|ligação|chamada|telefoon|gesprek|rozmowa
    połączenie|samtal|звонок|電話|通話|电话|전화|통화
"""
_MEETING = """
    meeting|demo\\b|besuch|treffen|besprechung|termin\\b|reuni|rendez-vous|visit|riunione|incontro
    afspraak|vergadering|spotkanie|möte|møte|встреча|会議|打ち合わせ|打合せ|訪問|商談|会议|會議|拜访
    회의|미팅
"""
_CUSTOMERS = """
    customer|kunde|client|cliente|klant|klient|kund|asiakas|zákazník|müşteri|клиент|顧客|客户|客戶
    고객
"""
_SUBSCRIBERS = """
    subscriber|abonn|suscriptor|assinante|iscritto|subskrybent|подписчик|サブスクライバー|订阅者
"""
_LEADS = "lead|prospecto|リード|潜在客户|리드"


def _any(words: str, around: str = "({})") -> re.Pattern[str]:
    """One pattern of words that stand in lines, parted by bars."""
    joined = "|".join(line.strip() for line in words.strip().split("\n"))
    return re.compile(around.format(joined), re.IGNORECASE)


_KINDS = (
    (Kind.EMAIL, _any(_MAIL)), (Kind.CALL, _any(_CALL)), (Kind.MEETING, _any(_MEETING)),
)  # fmt: skip
_LIFE = tuple(
    (name, _any(words, r"(?:{})\w?\w?\w?"))
    for name, words in (
        ("customers", _CUSTOMERS), ("subscribers", _SUBSCRIBERS), ("leads", _LEADS),
    )
)  # fmt: skip


def is_done(text: str) -> bool:
    """Say whether a state says that something is done.

    >>> is_done("Completed"), is_done("Abgeschlossen"), is_done("完了"), is_done("Not completed")
    (True, True, True, False)
    """
    return bool(_DONE.match(text.strip()))


def is_lost(text: str) -> bool:
    """Say whether a stage says that a deal was lost.

    >>> is_lost("Closed Lost"), is_lost("Abgeschlossen und verloren"), is_lost("Closed Won")
    (True, True, False)
    """
    return _LOST.search(text) is not None


def kind_told(text: str) -> Kind | None:
    """What sort of contact a word for one means; None where it means none of these.

    >>> str(kind_told("Anruf")), str(kind_told("会議")), kind_told("Angebot")
    ('call', 'meeting', None)
    """
    return next((kind for kind, words in _KINDS if words.search(text)), None)


def life_stage(text: str) -> str:
    """The segment that a stage of somebody's life with a company means, else as it stands.

    >>> life_stage("Kunde"), life_stage("Lead"), life_stage("Evangelist")
    ('customers', 'leads', 'evangelist')
    """
    found = (name for name, words in _LIFE if words.fullmatch(text.strip()))
    return next(found, text.strip().lower())
