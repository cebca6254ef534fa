"""Contact cards (vCard): people with their addresses, organizations, names and birthdays.

A file holds any number of cards, as Apple, Google, Outlook, Android and old telephones export them;
each is a record. They are read twice: first for what stands on the cards of several people
(`ingest.vcard.people`), which the cards of one folder tell each other too, for many programs write
each card into a file of its own. Groups, places and machines are no records.
"""

from collections.abc import Iterator

from graph.batch import Batch, Rejected
from graph.people.identity import clean
from ingest.batches.gather import Record, gather
from ingest.json.records import Said
from ingest.source import BadRecord, File, Reading
from ingest.told import Told
from ingest.vcard.lines import Card, cards
from ingest.vcard.people import Owners, identities, is_of_nobody, owner_key, topic_of
from ingest.work_limit import FAILURES

__all__ = ["VCard"]

_SUFFIXES = (".vcf", ".vcard")
_BEGINS = b"BEGIN:VCARD"


class VCard:
    """Reads vCard files; each card is one record."""

    name = "vcard"
    meaning = "contact cards: vCard 2.1, 3.0 and 4.0 of Apple, Google, Outlook, telephones"

    def recognises(self, file: File) -> bool:
        """Say whether the file holds cards: by its beginning, for tables of genes are .vcf too."""
        head = file.head.removeprefix(b"\xef\xbb\xbf").lstrip().upper()
        return head.startswith(_BEGINS) or (file.suffix in _SUFFIXES and b"\n" + _BEGINS in head)

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every card into batches."""
        owners = Owners(_cards(file), reading.survey.near(file.place))
        yield from gather(_records(file, owners), self.name, reading)

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may hold cards."""
        return shown.lower().removesuffix(".gz").endswith(_SUFFIXES)

    def tells(self, file: File) -> Iterator[Told]:
        """Tell whose the addresses and numbers of each card are."""
        for card in _cards(file) if self.recognises(file) else ():
            if not card.problem and not is_of_nobody(card):
                for one in identities(card):
                    yield Told(topic_of(one), owner_key(card) or "?", "1")


def _cards(file: File) -> Iterator[Card]:
    with file.path.open("rb") as stream:
        yield from cards(stream)


def _records(file: File, owners: Owners) -> Iterator[Record]:
    number = 0
    for number, card in enumerate(_cards(file), 1):
        place = f"{file.shown}:card {number} (line {card.line})"
        if card.problem:
            yield place, Rejected(place, card.problem)
        elif not is_of_nobody(card):
            yield place, _said(place, card, owners)
    if not number and file.head.strip():
        yield file.shown, Rejected(file.shown, "holds no card, expected BEGIN:VCARD")


def _said(place: str, card: Card, owners: Owners) -> Rejected | Said:
    try:
        return owners.said(card)
    except BadRecord as error:
        return Rejected(place, str(error), error.found)
    except FAILURES as error:
        reason = f"cannot be read ({type(error).__name__}), expected a vCard of RFC 6350"
        return Rejected(place, reason, clean(str(error))[:200])
