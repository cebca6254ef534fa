r"""Whom an entry of a Facebook export concerns: only its title tells, in the user's language.

"Gustav Johansen synes godt om Anders Jacobsens billede." is about Anders Jacobsen, "Ann replied to
Bob's comment." about Bob, "Ann a comment\u00e9 la publication de Bob." about Bob. Titles are read
in English, German, Danish, Norwegian, Swedish, Dutch, French, Spanish, Portuguese, Italian and
Polish. What is about one's own post, a group's, or cannot be told, is about nobody.
"""

import re

__all__ = ["author_of", "is_reply", "target_of"]

_MOST = 400
_THING = (
    r"(?:post|posts|photo|photos|picture|video|videos|link|links|comment|comments|status|reel|album"
    r"|update|story|note|memory|event|activity|check-in|gif|live video|profile picture"
    r"|cover photo|timeline|wall)"
)
_GERMAN = (
    r"(?:Beitr\u00e4?a?ge?|Foto|Fotos|Video|Videos|Link|Kommentar|Status|Album|Reel|Story|Bild"
    r"|Notiz|Profilbild|Titelbild|Aktivit\u00e4t|Statusmeldung|Chronik|Erinnerung)"
)
_NORTH = (
    r"(?:sl\u00e5 op|opslag|billede|billeder|link|video|videoer|kommentar|status|album"
    r"|profilbillede|reel|historie|begivenhed|minde|opdatering|coverbillede|innlegg|bilde|bilder|lenke|film"
    r"|inl\u00e4gg|bild|l\u00e4nk|profilbild|omslagsbild|statusuppdatering|anteckning|tidslinje)"
)
_ROMANCE = (
    r"(?:publicaci\u00f3n|foto|fotos|v\u00eddeo|video|enlace|comentario|estado|\u00e1lbum|historia"
    r"|publication|photo|vid\u00e9o|lien|commentaire|statut|album|souvenir|story|reel"
    r"|publica\u00e7\u00e3o|post|link|coment\u00e1rio|hist\u00f3ria|commento|immagine|stato|ricordo"
    r"|bericht|opmerking|reactie|foto's|video's|biograf\u00eda|muro|journal|mur|diario|bacheca"
    r"|tijdlijn|linha do tempo|mural|cronologia)"
)
_OWN = re.compile(
    r"(?:his|her|their|its|own|your|this|an?|the|sin|sit|sine|sitt|egen|eget|egne|eigene\w*|ihr\w*"
    r"|sein\w*|ein\w*|son|sa|ses|su|sus|propi[oa]s?|seu|sua|suo|propri[oa]|zijn|haar|eigen|en|et"
    r"|ett|un|una|une|uno|um|uma|el|la|le|il|o|de|het|een|sw\u00f3j|sw\u00f3?oje|w\u0142asn\w+)",
    re.IGNORECASE,
)
_VERB = {
    "en": r" (?:likes|liked|reacted to|loves|loved|commented on|replied to|shared|posted on"
    r"|wrote on|tagged|mentioned) ",
    "de": r" (?:gef\u00e4llt|gefiel|hat|hat auf|reagiert auf|reagierte auf|kommentierte"
    r"|antwortete auf) ",
    "north": r" (?:synes godt om|syntes godt om|syntes om|kan lide|reagerede p\u00e5|har reageret"
    r" p\u00e5|kommenterede p\u00e5|kommenterede|har kommenteret p\u00e5|har kommenteret"
    r"|svarede p\u00e5|har svaret p\u00e5|delte|liker|likte|reagerte p\u00e5"
    r"|har reagert p\u00e5|kommenterte p\u00e5|kommenterte|svarte p\u00e5|har svart p\u00e5|gillar"
    r"|gillade|reagerade p\u00e5|har reagerat p\u00e5|kommenterade p\u00e5|kommenterade"
    r"|har kommenterat|svarade p\u00e5|har svarat p\u00e5) ",
}
_FORMS = tuple(
    re.compile(form)
    for form in (
        # Bob's post: English; names that end in s have only the apostrophe
        rf"{_VERB['en']}(?P<who>[^.]{{1,120}}?)['\u2019]s? (?:\w+ )?{_THING}\b",
        rf"{_VERB['en']}(?:an?|the) {_THING} (?:by|from) (?P<who>.{{1,120}}?)\.?$",
        # in Bobs Chronik: before what else may stand before it
        r" in (?P<who>[^.]{1,120}?)(?:s|['\u2019]s?) Chronik\b",
        r" in der Chronik von (?P<who>.{1,120}?)(?: gepostet| geschrieben)?\.?$",
        # Bobs Beitrag, Bobs opslag: an s that belongs to no name, or an apostrophe
        (
            rf"{_VERB['de']}(?:auf )?(?:de[nmrs]|das|die|eine?[nm]?)? ?{_GERMAN} von "
            r"(?P<who>.{1,120}?)(?: reagiert| kommentiert| geantwortet| geteilt)?\.?$"
        ),
        rf"{_VERB['de']}(?:auf )?(?P<who>.{{1,120}}?)(?:s|['\u2019]s?) {_GERMAN}\b",
        rf"{_VERB['north']}(?P<who>.{{1,120}}?)(?:['\u2019:]?s|['\u2019]) {_NORTH}\b",
        rf"{_VERB['north']}(?:\w+ )?\w+ (?:til|fra|av|fr\u00e5n) (?P<who>.{{1,120}}?)\.?$",
        # la publication de Bob, la foto di Bob, het bericht van Bob
        (
            rf" (?:la|el|le|l['\u2019]|une?|una?|il|al|alla|del|au|\u00e0 la|o|a|ao|\u00e0|na|no"
            rf"|do|da|los?|as|het|de|een|sur|en|lo|gli|uma?|um|\u00e0 l['\u2019]) ?{_ROMANCE}"
            r" (?:de la |de |d['\u2019]|di |del |da |do |van )(?P<who>.{1,120}?)"
            r"(?: leuk| gedeeld)?\.?$"
        ),
        # post u\u017cytkownika Bob
        (
            r" (?:post|zdj\u0119cie|film|link|komentarz|status|relacj\u0119|album|osi czasu)\w*"
            r" (?:u\u017cytkowniczki|u\u017cytkownika|osoby) (?P<who>.{1,120}?)\.?$"
        ),
    )
)
_REPLY = re.compile(
    r" (?:replied to|svarede p\u00e5|har svaret p\u00e5|svarte p\u00e5|svarade p\u00e5|geantwortet"
    r"|antwortete|a r\u00e9pondu|respondi\u00f3|respondeu|ha risposto|heeft geantwoord"
    r"|odpowiedzia\u0142)",
)
_DOES = re.compile(
    r"^(?P<who>.{1,120}?) (?:updated (?:his|her|their)|added|shared|posted|was |is |likes|liked"
    r"|reacted|commented|replied|wrote|changed|saved|created|uploaded|checked|tagged|went|"
    r"har |hat |opdaterede|delte|tilf\u00f8jede|a (?:partag\u00e9|ajout\u00e9|publi\u00e9|mis)"
    r"|comparti\u00f3|agreg\u00f3|actualiz\u00f3|public\u00f3|compartilhou|adicionou|atualizou"
    r"|ha (?:condiviso|aggiunto|pubblicato|aggiornato)|heeft |doda\u0142|udost\u0119pni\u0142"
    r"|zaktualizowa\u0142|delade|uppdaterade|lade |la til|oppdaterte)"
)
_TAIL = re.compile(r" (?:in|i|on|p\u00e5|dans|sur|en|em|nel|w|auf|op) .{0,200}$", re.IGNORECASE)


def target_of(title: str, actor: str) -> str:
    """Give the name of whom a title is about, or "" where that is nobody or cannot be told.

    >>> target_of("Ann Lee likes Bob Smith's post.", "Ann Lee")
    'Bob Smith'
    >>> target_of("Ann synes godt om Theo Ellegaards billede.", "Ann")
    'Theo Ellegaard'
    >>> target_of("Ann synes godt om sit eget link.", "Ann"), target_of("Ann likes a post.", "Ann")
    ('', '')
    """
    title = title[:_MOST].strip()
    for form in _FORMS:
        found = form.search(title)
        if found is None:
            continue
        who = _TAIL.sub("", found["who"]).strip(" .,\u00a0")
        words = who.split()
        if not words or _OWN.fullmatch(words[0]) or len(words) > 8 or who == actor:
            return ""
        return who
    return ""


def is_reply(title: str) -> bool:
    """Say whether a comment answers another one.

    >>> is_reply("Ann replied to Bob's comment."), is_reply("Ann commented on Bob's post.")
    (True, False)
    """
    return bool(_REPLY.search(title[:_MOST]))


def author_of(title: str) -> str:
    """Give the name with which a title begins, where what was done is known.

    >>> author_of("Ann Lee updated her status."), author_of("Sommer")
    ('Ann Lee', '')
    """
    found = _DOES.match(title[:_MOST])
    return found["who"].strip() if found else ""
