"""Person names: the words of a name, whatever stands around them.

    "Smith, Ann" = "Dr. Ann Smith (Sales)" = "'Ann Smith'" = "Ann Smith, PhD" = (ann, smith)

Words are folded (`algorithms.names.spelling`), the given name first where that is told; single
letters are initials; Jr., Sr., II and their like are kept apart, for they tell father from son.
Chinese characters may have two readings. A text that names a list, a team or an address names
nobody, and what is no name at all (`graph.people.real_names`: digests, ids, "Unknown User") is
nobody's. Some words of the kind are surnames, too: Acme Sales is nobody, Marta Sales, with a common
given name, somebody.

Cost: linear in the length of the name; the last 200,000 are remembered.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from algorithms.names.east_asian import east_asian_readings
from algorithms.names.scripts import is_mixed
from algorithms.names.spelling import folded, is_abjad
from graph.people.real_names import is_name
from graph.people.role_words import FOREIGN

__all__ = ["PersonName", "generation_in", "names_nobody", "person_names"]

_ASIDE = re.compile(r"[(\[{<（【].*?[)\]}>）】]|[(\[{].*$")
_SAYS_WHO_ELSE = re.compile(
    r"\s(?:via|on behalf of|w imieniu|im auftrag von?)\s|@|://", re.IGNORECASE
)
_AFTER = re.compile(r"\s[|/•·–—-]\s|\s*[|•]\s*")
_QUOTES = re.compile(r"[\"'`´‘’“”„«»]")
_DEGREE = re.compile(r"\b(?:ph\.?\s?d|m\.?\s?d|m\.?b\.?a|d\.?d\.?s|ll\.?[bm])\b\.?", re.IGNORECASE)
_TITLES = frozenset(
    """dr prof mr mrs ms mx miss mister sir dame lady lord herr frau ing mgr inz dipl lic msc bsc
    phd md mba cpa esq cfa pmp rn rev fr hon capt col gen sgt pan pani sr sra srta don dona
    mme mlle monsieur madame dott avv arch gospodin san sama""".split()  # noqa: SIM905
)
_GENERATIONS = {
    "jr": "2", "junior": "2", "ii": "2", "filho": "2", "mlodszy": "2", "sr": "1", "senior": "1",
    "iii": "3", "iv": "4", "starszy": "1", "neto": "3",
}  # fmt: skip
_PLAIN = frozenset(("jr", "junior", "filho", "senior"))  # others may be a family's name
_PLAIN_AFTER = 2  # parts of an address, that one too
_PARTICLES = frozenset(
    """van von de der den del della di da dos das do du la le el al bin ibn bint abu ter ten zu af
    av ben y e""".split()  # noqa: SIM905
)
_PLAINLY_A_ROLE = 6  # letters: Bilgi is a surname, vendas are sales
_NOBODY = frozenset(
    """team support sales helpdesk service services info newsletter newsletters notification
    notifications noreply donotreply bot admin administrator office marketing billing desk group
    list department customer mailer daemon postmaster system alerts updates account accounts
    invoice invoices hr recruiting press reception equipo zespol biuro vertrieb
    kundenservice""".split()  # noqa: SIM905
)
_NOBODY |= {word for word in FOREIGN if len(word) >= _PLAINLY_A_ROLE}
_SURNAMES_TOO = frozenset("sales press bot desk list mailer service admin".split())  # noqa: SIM905
_NO_PART = _NOBODY | {"unknown", "anonymous", "deleted"}  # of anybody's name
_SERVANT = frozenset({"abd", "abdul", "abdel", "abdal", "bd"})  # the last without its vowels
_OF_SERVANT = re.compile(r"^abd[aeu]l(?=[a-z]{3})")
_COMPANY = frozenset("inc ltd llc gmbh ag corp co company plc sa sp srl bv oy ab".split())  # noqa: SIM905
_MOST_WORDS = 6
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class PersonName:
    """The words of one reading of a name; ``generation`` is "1" for a senior, "2" for a junior.

    ``read_else`` is the other reading of the same characters, where they have two.
    """

    words: tuple[str, ...]
    initials: tuple[str, ...] = ()
    generation: str = ""
    is_abjad: bool = False
    read_else: tuple[str, ...] = ()


@lru_cache(maxsize=200_000)
def person_names(text: str) -> tuple[PersonName, ...]:
    """Read a name; nothing where the text names no person.

    >>> person_names("Smith, Ann B. (Sales)")[0]
    PersonName(words=('ann', 'smith'), initials=('b',), generation='', is_abjad=False, read_else=())
    >>> person_names("Dr. José García López, PhD")[0].words
    ('jose', 'garcia', 'lopez')
    >>> person_names("Ann Smith via dev-list"), person_names("Acme Support Team")
    ((), ())
    >>> person_names("Unknown User"), person_names("48bc893fcbc0a33ed3ad2cf2d5d57cfe")
    ((), ())
    """
    if not is_name(text):
        return ()
    text = _QUOTES.sub("", _ASIDE.sub(" ", text[:_LONGEST])).strip()
    if not text or _SAYS_WHO_ELSE.search(f" {text} "):
        return ()
    if any(map(is_mixed, text.split())):  # written to be taken for another name
        return ()
    readings = east_asian_readings(text)
    if readings:
        others = (*readings[1:], ()) if len(readings) == 1 else readings[::-1]
        return tuple(
            PersonName(words, read_else=other)
            for words, other in zip(readings, others, strict=True)
        )
    words, initials, generation = _parts(_given_first(_AFTER.split(text)[0]))
    if not words or not _NO_PART.isdisjoint(_without_surnames(words)):
        return ()
    return (PersonName(words, initials, generation, is_abjad(text)),)


def generation_in(local: str) -> str:
    """Give the generation that what stands before an @ ends with, "" where it says none.

    >>> generation_in("ann_smith.junior"), generation_in("j.silva.neto"), generation_in("ann.smith")
    ('2', '3', '')
    """
    parts = re.split(r"[-._]", local)
    if len(parts) < (_PLAIN_AFTER if parts[-1] in _PLAIN else _PLAIN_AFTER + 1):
        return ""
    return _GENERATIONS.get(parts[-1], "")


def names_nobody(text: str) -> bool:
    """Say whether a text names a team, a list or a machine.

    >>> names_nobody("Acme Support"), names_nobody("Ann Smith (Sales)"), names_nobody("Ann Sales")
    (True, False, False)
    >>> names_nobody("Atendimento Acme"), names_nobody("Acme Ügyfélszolgálat")
    (True, True)
    >>> names_nobody("Ana Costa | Marketing"), names_nobody("Acme Corp | Marketing")
    (False, True)
    """
    text = _ASIDE.sub(" ", text[:_LONGEST])
    if _NOBODY.isdisjoint(_words(text)):
        return False
    name = _AFTER.split(text)[0]
    words = _words(name)
    if len(words) > 1 and not _given_names().isdisjoint(words):  # and then where they work
        text = name
    return not _NOBODY.isdisjoint(
        [
            *(word for word in _words(text) if word not in _SURNAMES_TOO),
            *_without_surnames(_words(_given_first(text))),
        ]
    )


def _words(text: str) -> list[str]:
    return [word for word in map(folded, re.split(r"[\s\-_.,]+", text)) if word]


def _servants(words: list[str]) -> list[str]:
    """Write Abd al-Rahman, Abdul Rahman and Abdulrahman as one word, where another one is beside.

    >>> _servants(["abd", "al", "rahman", "saleh"]), _servants(["abdulrahman", "saleh"])
    (['abdrahman', 'saleh'], ['abdrahman', 'saleh'])
    """
    found: list[str] = []
    for word in words:
        if found and len(words) > 2 and found[-1] in _SERVANT:
            found[-1] += word
        else:
            found.append(word)
    return [_OF_SERVANT.sub("abd", word) for word in found]


def _without_surnames(words: Sequence[str]) -> Sequence[str]:
    """Leave out a word that is a surname as well where a common given name comes before it."""
    if _SURNAMES_TOO.isdisjoint(words) or words[0] not in _given_names():
        return words
    kept = [word for word in words[1:] if word not in _SURNAMES_TOO]
    return kept if len(words) - len(kept) == 2 else words


@cache
def _given_names() -> frozenset[str]:
    lines = (files("algorithms.names") / "given_names.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _given_first(text: str) -> str:
    """Turn "Smith, Ann" round; what follows a comma may be a degree or a company instead."""
    text = _DEGREE.sub(" ", text).strip(" ,;.")
    left, comma, right = text.partition(",")
    after = [folded(word) for word in right.split()]
    if not comma or not any(after):
        return left
    if all(word in _TITLES or word in _GENERATIONS for word in after if word):
        return f"{left} {right}"
    if not _COMPANY.isdisjoint(after):
        return left
    return f"{right.replace(',', ' ')} {left}"


def _parts(text: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    words: list[str] = []
    initials: list[str] = []
    generation = ""
    written = [word for word in re.split(r"[\s\-_‐-―.,]+", text) if word]
    for place, part in enumerate(written):
        word = folded(part)
        if word in _GENERATIONS and place and len(words) > 1:
            generation = _GENERATIONS[word]
        elif len(word) == 1:
            initials.append(word)
        elif word and word not in _TITLES and not word.isdigit():
            words.append(word)
    words = _servants(words)
    is_led = bool(written) and len(folded(written[0])) == 1  # M. El-Masry has one word, and no El
    first = 0 if is_led else 1
    kept = words[:first] + [word for word in words[first:] if word not in _PARTICLES]
    return tuple(kept if len(kept) > first else words)[:_MOST_WORDS], tuple(initials), generation
