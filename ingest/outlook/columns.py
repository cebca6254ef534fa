# ruff: noqa: E501, RUF001  # columns are called in many alphabets, some of wide letters
"""The columns of Outlook's CSV files in several languages, and of Google Contacts.

Classic Outlook writes the header in the language of its user: English, German, French, Spanish,
Polish, Italian, Dutch and Portuguese are known here; contacts in Russian, Japanese, Chinese (both
scripts) and Korean, too. Case, blanks, accents and punctuation do not
count. Older French calendars call two columns by one name: the first is the day, the second the
hour. Google Contacts exports its own columns (``E-mail 1 - Value``) or those of English Outlook.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ingest.rows.columns import plain

__all__ = ["columns_of", "is_known", "is_mail", "sort_of"]

_LONGEST = 80
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "name": "name displayname",
        "first": "firstname vorname prenom nombre imie nome voornaam primeironome givenname",
        "middle": "middlename weiterevornamen 2vorname deuxiemeprenom segundonombre drugieimie"
        " secondonome middelstenaam tweedevoornaam segundonome additionalname",
        "last": "lastname nachname nom apellidos apellido nazwisko cognome achternaam sobrenome"
        " apelido familyname",
        "company": "company firma societe organizacion empresa compania societa ditta azienda"
        " bedrijf organizationname organization1name",
        "job": "jobtitle position titre puesto cargo stanowisko posizione qualifica functie"
        " organizationtitle organization1title",
        "email1": "emailaddress emailadresse adressedemessagerie adresseelectronique"
        " direcciondecorreoelectronico direcciondelcorreoelectronico adresemail"
        " indirizzopostaelettronica indirizzodipostaelettronica emailadres"
        " enderecodecorreioeletronico enderecodeemail email1value",
        "email2": "email2address email2adresse adressedemessagerie2 adresseelectronique2"
        " direcciondecorreoelectronico2 direcciondelcorreoelectronico2 adresemail2"
        " indirizzopostaelettronica2 indirizzodipostaelettronica2 emailadres2"
        " enderecodecorreioeletronico2 enderecodeemail2 email2value",
        "email3": "email3address email3adresse adressedemessagerie3 adresseelectronique3"
        " direcciondecorreoelectronico3 direcciondelcorreoelectronico3 adresemail3"
        " indirizzopostaelettronica3 indirizzodipostaelettronica3 emailadres3"
        " enderecodecorreioeletronico3 enderecodeemail3 email3value",
        "shown1": "emaildisplayname emailangezeigtername nomcompletdeladressedemessagerie"
        " nombredepantalladecorreoelectronico nazwawyswietlanaemail",
        "shown2": "email2displayname email2angezeigtername nomcompletdeladressedemessagerie2"
        " nombredepantalladecorreoelectronico2 nazwawyswietlanaemail2",
        "shown3": "email3displayname email3angezeigtername nomcompletdeladressedemessagerie3"
        " nombredepantalladecorreoelectronico3 nazwawyswietlanaemail3",
        "mobile": "mobilephone mobiltelefon telmobile telmovil telefonomovil telefonkomorkowy"
        " cellulare mobieletelefoon telemovel telefonecelular",
        "phone": "businessphone telefongeschaftlich telephonebureau telefonodeltrabajo"
        " telefonsluzbowy telefonoufficio telefoonopwerk telefonecomercial primaryphone"
        " haupttelefon telephoneprincipal telefonoprincipal telefonpodstawowy phone1value",
        "home": "homephone telefonprivat telephonedomicile particular telefondomowy"
        " abitazione telefoonthuis telefoneresidencial phone2value",
        "subject": "subject betreff objet asunto temat oggetto onderwerp assunto",
        "start_day": "startdate beginntam datededebut fechadecomienzo fechadeinicio"
        " datarozpoczecia datainizio begindatum datadeinicio debut",
        "start_hour": "starttime beginntum heurededebut comienzo horadecomienzo horadeinicio"
        " czasrozpoczecia godzinarozpoczecia orainizio begintijd horadoinicio",
        "end_day": "enddate endetam datedefin fechadefinalizacion fechadefin datazakonczenia"
        " datafine einddatum datadetermino datadofim fin",
        "end_hour": "endtime endetum heuredefin finalizacion horadefinalizacion czaszakonczenia"
        " godzinazakonczenia orafine eindtijd horadetermino",
        "all_day": "alldayevent ganztagigesereignis ganztaegigesereignis journeeentiere todoeldia"
        " eventodetodoeldia zdarzeniecalodzienne wydarzeniecalodzienne giornataintera"
        " duurtheledag diainteiro",
        "organizer": "meetingorganizer besprechungsplanung besprechungsorganisator"
        " organisateurdunereunion organisateurdelareunion organizadordelareunion"
        " organizatorspotkania organizzatoreriunione organizzatoredellariunione"
        " organisatorvanvergadering vergaderingsorganisator organizadordareuniao",
        "required": "requiredattendees erforderlicheteilnehmer participantsobligatoires"
        " asistentesnecesarios asistentesobligatorios asistentesrequeridos wymaganiuczestnicy"
        " uczestnicywymagani partecipantinecessari partecipantiobbligatori"
        " verplichtedeelnemers participantesobrigatorios",
        "optional": "optionalattendees optionaleteilnehmer participantsfacultatifs"
        " asistentesopcionales opcjonalniuczestnicy uczestnicyopcjonalni"
        " partecipantifacoltativi optioneledeelnemers participantesopcionais",
        "private": "private privat prive privado prywatne prywatny privato",
        "sensitivity": "sensitivity vertraulichkeit criterediffusion criterededifusion"
        " confidencialidad caracter charakter riservatezza gevoeligheid confidencialidade"
        " sensibilidade",
        "rooms": "meetingresources besprechungsressourcen ressourcesdelareunion"
        " recursosdelareunion zasobyspotkania risorseriunione vergaderingsresources"
        " recursosdareuniao",
    }
)
# Contacts alone: the headers are those of exports that open programs read and write.
_ABROAD: Mapping[str, str] = MappingProxyType(
    {
        "first": "Имя 名 名字 이름",
        "middle": "Отчество ミドルネーム 中间名 中間名 중간이름",
        "last": "Фамилия 姓 姓氏 성",
        "company": "Организация 会社名 单位 公司 회사",
        "job": "Должность 役職 职务 職稱 직함",
        "email1": "Адресэлпочты 電子メールアドレス 电子邮件地址 電子郵件地址 전자메일주소",
        "email2": "Адрес2элпочты 電子メール2アドレス 电子邮件2地址 電子郵件2地址 전자메일2주소",
        "email3": "Адрес3элпочты 電子メール3アドレス 电子邮件3地址 電子郵件3地址 전자메일3주소",
        "shown1": "Краткоеимяэлпочты 電子メール表示名 电子邮件显示名称 電子郵件顯示名稱 전자메일표시이름",
        "shown2": "Краткое2имяэлпочты 電子メール2表示名 电子邮件2显示名 電子郵件2顯示名稱 전자메일2표시이름",
        "shown3": "Краткое3имяэлпочты 電子メール3表示名 电子邮件3显示名 電子郵件3顯示名稱 전자메일3표시이름",
        "mobile": "Телефонпереносной 携帯電話 移动电话 行動電話 휴대폰",
        "phone": "Рабочийтелефон Основнойтелефон 会社電話 商务电话 商務電話 근무처전화",
        "home": "Домашнийтелефон 自宅電話 住宅电话 住家電話 집전화번호",
    }
)


def _folded(word: str) -> str:
    bare = unicodedata.normalize("NFKD", word[:_LONGEST].replace("\u0142", "l").casefold())
    return plain("".join(one for one in bare if not unicodedata.combining(one)))


_FIELDS = {
    _folded(word): field
    for listed in (_WORDS, _ABROAD)
    for field, words in listed.items()
    for word in words.split()
}
_TWICE = {"start_day": "start_hour", "end_day": "end_hour"}
# "From: (Name)", "Von: (Adresse)", "De : (nom)", "Od: (typ)" and so on
_OF_MAIL = re.compile(r"[^\W\d]{1,12} ?: ?\([^\W\d]{2,14}\)")
_CONTACTS = ("email1", "email2")


def columns_of(names: Sequence[str]) -> dict[str, int]:
    """Say in which place each known column stands.

    >>> columns_of(["Betreff", "Beginnt am", "Erforderliche Teilnehmer", "Sonst"])
    {'subject': 0, 'start_day': 1, 'required': 2}
    """
    found: dict[str, int] = {}
    for place, name in enumerate(names):
        field = _FIELDS.get(_folded(name))
        if field in _TWICE and field in found:
            field = _TWICE[field]
        if field:
            found.setdefault(field, place)
    return found


def is_known(name: str) -> bool:
    """Say whether a column is one of Outlook's."""
    return _folded(name) in _FIELDS


def sort_of(columns: Mapping[str, int]) -> str:
    """Say what a file with these columns holds: "contacts", "meetings", or "" for another's."""
    if {"subject", "start_day", "start_hour"} <= columns.keys() and (
        columns.keys() & {"organizer", "required", "optional"}
    ):
        return "meetings"
    is_named = columns.keys() & {"first", "last", "name"}
    return "contacts" if is_named and columns.keys() >= set(_CONTACTS) else ""


def is_mail(names: Sequence[str]) -> bool:
    """Say whether these are the columns of Outlook's CSV of mail, which tells no dates.

    >>> is_mail(["Subject", "Body", "From: (Name)", "From: (Address)", "To: (Name)"])
    True
    """
    return sum(_OF_MAIL.fullmatch(name.strip()) is not None for name in names[:100]) >= 3
