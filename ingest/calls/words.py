"""Words of call logs in the languages that telephones speak: columns, directions, outcomes."""

import re
import unicodedata
from collections.abc import Sequence

from ingest.calls.missed import says_missed

__all__ = ["COLUMNS", "DIRECTED", "TALKED", "as_box", "plain", "sorts_in"]

_NAMES = {
    "date": """date datetime starttime calldate timestamp start dateandtime startdate datestarted
        callstarttime datetimetzoffsetincl datetzoffsetincl
        datum datumuhrzeit datumunduhrzeit beginn dateheure dateetheure fecha fechahora
        fechayhora data dataora dataeora datahora dataehora datumtijd dataiczas tarih дата
        датавремя датаивремя 日時 日付 日期 时间 날짜""",
    "utc": "datetimeutc dateutc starttimeutc startdatetimeutc",
    "time": """time calltime timetzoffsetincl uhrzeit zeit heure hora ora godzina czas tijd saat
        время 時刻 時間""",
    "duration": """duration durationtotal totalduration durationinseconds talking durationsec
        durationseconds durations callduration talktime billsec
        dauer gesprachsdauer anrufdauer duree dureedappel duracion durata duracao duur
        gespreksduur czastrwania sure длительность продолжительность 通話時間 通话时长 时长
        通話時長 통화시간""",
    "sort": """direction calldirection type calltype richtung typ art anruftyp anrufart sens
        typedappel tipo tipodellamada tipodechamada tipodichiamata direccion direzione direcao
        sentido richting soort kierunek rodzaj typpolaczenia yon направление тип типзвонка 種別
        種類 类型 類型 呼叫类型 유형""",
    "status": """status result actionresult callresult disposition callstatus category ergebnis
        statut resultat estado resultado stato esito resultaat wynik durum статус результат
        状態 状态 結果 结果""",
    "medium": "type typ tipo typu",
    "number": """number phonenumber phone othernumber contactnumber nummer rufnummer telefon
        telefonnummer numero numerodetelephone telephone numerodetelefono telefono
        numeroditelefono numerodetelefone telefone telefoonnummer numer numertelefonu numara
        номер номертелефона телефон 電話番号 番号 电话号码 号码 電話號碼 전화번호""",
    "name": """name contact contactname contact_name kontakt kontaktname nom nombre contacto
        nome contatto contato naam nazwa imie isim kisi имя контакт 名前 氏名 姓名
        联系人 이름""",
    "from": """from caller callerid callernumber src source fromnumber callingnumber
        originatingnumber von anrufer de desde origen
        appelant da chiamante van beller od dzwoniacy origem arayan от звонил 発信者 主叫""",
    "to": """to callee calleenumber dst destination destinationnumber tonumber callednumber
        dialednumber terminatingnumber an angerufener angerufene nach a
        para destino vers appele chiamato naar gebelde do wywolywany aranan кому 着信者 被叫""",
    "fromname": "fromname callername",
    "toname": "toname calleename",
    "answered": "answered isanswered",
    "connected": "dateconnected connected answertime answeredat callanswertime timeanswered",
    "ended": "dateended ended endtime endedat callendtime timeended enddatetime",
    "external": "externalnumber customernumber",
    "internal": "internalnumber",
    "agent": "user agent agentname username operatorname ownername",
    "agentmail": "useremail agentemail operatoremail owneremail userprincipalname",
}

_OUT = """
    outgoing outbound dialed dialled placed ausgehend gewahlt abgehend sortant emis saliente
    realizada enviada uscita effettuata feita efetuada saida efectuada uitgaand wychodz wykonan
    utgaende udgaende utgående lahteva giden исходящ 発信 拨出 呼出 去电 撥出 발신
"""
_IN = """
    incoming inbound received eingehend ankommend angenommen entrant recu reçu entrante recibida
    entrata ricevuta recebida entrada inkomend ontvangen przychodz odebran inkommande indgaende
    saapuva gelen входящ 着信 来电 呼入 拨入 接听 來電 수신
"""
_TAKEN = """
    answered completed connected beantwortet angenommen verbunden repondu abouti contestad atendid
    respondid risposta completad beantwoord odebran zakonczon besvarad отвечен принят 応答 已接 通话
"""
_REFUSED = frozenset(
    {"blocked", "failed", "congestion", "gesperrt", "blockiert", "bloque", "bloqueada"}
)


def plain(text: str) -> str:
    """A word without accents, blanks and marks, in lower case.

    >>> plain("Durée (s)"), plain("Gesprächs-Dauer")
    ('durees', 'gesprachsdauer')
    """
    parted = unicodedata.normalize("NFKD", text[:100]).casefold()
    return "".join(one for one in parted if one.isalpha())


COLUMNS = {name: tuple(plain(word) for word in words.split()) for name, words in _NAMES.items()}
"""Columns by what they hold, under the names that `plain` gives."""

TALKED = ("durationincall", "incallduration", "talking", "talktime", "billsec")
"""Columns that tell how long somebody talked, beside one that counts the ringing as well."""

DIRECTED = ("direction", "calldirection")
"""Columns that tell which way a call went, beside one that tells what sort it was."""

_BOX = (
    frozenset({"nebenstelle", "eigenerufnummer"}), frozenset({"extension", "telephonenumber"}),
    frozenset({"poste", "numerodetelephone"}), frozenset({"extension", "numerodetelefono"}),
)  # fmt: skip
_BOX_SORTS = {"1": "incoming", "2": "missed", "3": "outgoing", "4": "outgoing", "10": "rejected"}


def as_box(names: Sequence[str], found: dict[str, str]) -> dict[str, str]:
    """What a FRITZ!Box writes: sorts of calls by number, lengths in hours and minutes.

    >>> names = ("Typ", "Datum", "Name", "Rufnummer", "Nebenstelle", "Eigene Rufnummer", "Dauer")
    >>> as_box(names, {"sort": "4", "duration": "0:12"})
    {'sort': 'outgoing', 'duration': '0:12:00'}
    """
    folded = {plain(name) for name in names}
    sort = found.get("sort", "").strip()
    if sort not in _BOX_SORTS or not any(one <= folded for one in _BOX):
        return found
    length = found.get("duration", "").strip()
    length = f"{length}:00" if length.count(":") == 1 else length
    return {**found, "sort": _BOX_SORTS[sort], "duration": length}


def _begins(words: str) -> re.Pattern[str]:
    """A word that begins so; what is written without blanks, anywhere."""
    stems = sorted({plain(word) for word in words.split()})
    spelled = "|".join(stem for stem in stems if stem.isascii() or stem[0] < "\u0500")
    others = "|".join(stem for stem in stems if stem[0] >= "\u0500")
    return re.compile(rf"\b(?:{spelled})|{others}")


_STEMS = {"out": _begins(_OUT), "in": _begins(_IN), "taken": _begins(_TAKEN)}


def sorts_in(*texts: str) -> frozenset[str]:
    """What a row says of its call: in, out, missed, taken; nothing where it says none of these.

    >>> sorted(sorts_in("Incoming call", "No answer")), sorted(sorts_in("Ausgehend", "Beantwortet"))
    (['in', 'missed'], ['out', 'taken'])
    """
    found: set[str] = set()
    for text in texts:
        words = _words(text)
        said = {name for name, stems in _STEMS.items() if words == name or stems.search(words)}
        if says_missed(text) or says_missed(words) or words in _REFUSED:
            said = said - {"taken"} | {"missed"}
        found |= said
    return frozenset(found)


def _words(text: str) -> str:
    """``NoAnswer``, ``no-answer`` and ``Non répondu`` as words in lower case without accents."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|[^\w]+|_", " ", text[:100])
    return " ".join(filter(None, map(plain, parted.split())))
