"""Person evidence: what speaks for and against two people being one.

Names speak as loudly as few others would agree as well (`algorithms.names.rarity`). A name read
off a user name speaks for whoever has no other name. One organization makes a name say more, for
fewer people could bear it; another organization says that it may be a namesake. User names,
telephones, mailboxes and shared counterparts are evidence of their own.

Cost: the names of one times the names of the other, a handful each.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from algorithms.identity.in_use import in_use
from algorithms.identity.mailboxes import Mailbox
from algorithms.identity.profiles import Profile
from algorithms.identity.shared_counterparts import Shared
from algorithms.names.agreement import EXACT, INITIAL, Agreement, agreement
from algorithms.names.handles import Handle, handle, pieces_of_name
from algorithms.names.person import PersonName
from algorithms.names.rarity import Rarity
from algorithms.names.spelling import sound
from algorithms.names.writing import compared

__all__ = ["BestName", "Evidence", "best_name", "evidence", "is_numbered"]

BestName = tuple[Agreement | None, bool, bool]
"""The rarest agreement, whether it rests on a user name, and whether the names contradict."""

_SECOND = frozenset("23456789")
_ONE_DIGIT = re.compile(r"\D*\d\D*")
_TELLING_DIGITS = 2
_TELLING_LETTERS = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """What two people agree in.

    ``name`` is the rarest agreement of their names, ``expected`` how many others would agree as
    well; ``by_handle`` says that it rests on a user name. ``organization`` is "same", "other",
    "family" (a domain that bears the family's name) or "". ``handle`` is the user name both have,
    ``is_telling`` that no name explains it. ``in_use`` says of addresses at two organizations that
    one came "after" the other, or was in use "beside" it; ``written`` that the names sound alike
    and are written "apart", or maybe so ("variant").
    """

    name: Agreement | None
    expected: float
    by_handle: bool
    differ: bool
    organization: str
    handle: str
    is_telling: bool
    phone: bool
    mailbox: bool
    shared: Shared
    in_use: str = ""
    written: str = ""

    def surprise(self) -> float:
        """Give how surprising the agreement of names is: minus the logarithm of the expected."""
        return min(8.0, max(-2.0, -math.log(self.expected))) if self.name else 0.0


def evidence(
    a: Profile,
    b: Profile,
    rarity: Rarity,
    *,
    colleagues: Mapping[str, int],
    namesakes: frozenset[frozenset[str]],
    shared: Shared,
    best: BestName | None = None,
) -> Evidence:
    """Gather what speaks for and against two people being one.

    ``colleagues`` is how many people each organization has, ``namesakes`` the names that two
    people of the log are known to have, ``best`` what `best_name` gives, where it is known.
    """
    organization, among = _organization(a, b, colleagues)
    found, by_handle, differ = best or best_name(a, b, rarity)
    expected = rarity.expected(found, among=among) if found else 0.0
    if found and _is_shared(found, (a, b), organization, namesakes):
        expected += 1.0
    user, is_telling = _handle(a, b)
    return Evidence(
        name=found,
        expected=max(expected, 1e-9),
        by_handle=by_handle,
        differ=differ,
        organization=organization,
        handle=user,
        is_telling=is_telling,
        phone=not a.phones.isdisjoint(b.phones),
        mailbox=not {one.key for one in a.mailboxes}.isdisjoint(one.key for one in b.mailboxes),
        shared=shared,
        in_use=_in_use(a, b) if organization == "other" else "",
        written=compared(a.written, b.written) if found and not by_handle else "",
    )


def _in_use(a: Profile, b: Profile) -> str:
    found = in_use(a.used, b.used)
    return found.word if found else ""


def _is_shared(
    found: Agreement,
    both: tuple[Profile, Profile],
    organization: str,
    namesakes: frozenset[frozenset[str]],
) -> bool:
    """Whether two people are known to have the name, or an address says so by its number."""
    if frozenset(sound(word) for _, word, _ in found.pairs) in namesakes:
        return True
    boxes = (*both[0].mailboxes, *both[1].mailboxes)
    return organization != "" and any(map(is_numbered, boxes))


def is_numbered(box: Mailbox) -> bool:
    """Say whether an address at a company is a second one of its kind, as asmith2 is."""
    if box.organization is None or not _ONE_DIGIT.fullmatch(box.local):
        return False
    read = handle(box.local)
    return read is not None and read.digits in _SECOND


def _organization(a: Profile, b: Profile, colleagues: Mapping[str, int]) -> tuple[str, int | None]:
    common = a.organizations & b.organizations
    if common:
        words = {word for one in (a, b) for name in one.names for word in name.words}
        labels = {one.removeprefix("org:").partition(".")[0] for one in common}
        if any(len(word) > 3 and word in label for word in words for label in labels):
            return "family", None
        return "same", min(colleagues[one] for one in common)
    return ("other" if a.organizations and b.organizations else ""), None


def best_name(a: Profile, b: Profile, rarity: Rarity) -> BestName:
    """Give how two people's names agree best; it hangs on names and user names alone."""
    if a.names and b.names:
        best = rarity.best(tuple(a.names), tuple(b.names))
        return best, False, best is None
    agreed = [*_through_handles(a, b), *_through_handles(b, a)]
    return (rarity.rarest(agreed), True, False) if agreed else (None, False, False)


def _through_handles(a: Profile, b: Profile) -> Iterator[Agreement]:
    """Names of one, or what its user names say, in the user names of the other."""
    for name in a.read_as():
        for user in b.handles:
            if user.name:
                found = agreement(name, user.name)
                if found.extent != "differ":
                    yield found
            else:
                yield from _in_one_piece(name, user)


def _in_one_piece(name: PersonName, user: Handle) -> Iterator[Agreement]:
    for piece, extent, (first, second) in pieces_of_name(name):
        if piece == user.letters:
            way = INITIAL if extent == "initial" else EXACT
            full = name.words if len(first) == 1 else (first,)
            word = next((one for one in full if one[0] == first[0] and one != second), first)
            yield Agreement(extent, ((first, word, way), (second, second, EXACT)))
    if name.words == (user.letters,):
        yield Agreement("single", ((user.letters, user.letters, EXACT),))


def _handle(a: Profile, b: Profile) -> tuple[str, bool]:
    """The most telling user name that both have."""
    best = ("", False)
    for one in a.handles:
        for other in b.handles:
            if one.letters != other.letters or one.digits != other.digits:
                continue
            is_telling = len(one.digits) >= _TELLING_DIGITS or (
                len(one.letters) >= _TELLING_LETTERS and not _explained(one, (*a.names, *b.names))
            )
            best = max(best, (one.text, is_telling), key=lambda found: (found[1], found[0]))
    return best


def _explained(user: Handle, names: tuple[PersonName, ...]) -> bool:
    """Whether a name gives a user name, or nothing is known that could."""
    if any(_spells_out(user.letters, name) for name in names):
        return True
    if user.name:
        return any(agreement(name, user.name).extent != "differ" for name in names) or not names
    return any(
        user.letters == piece or user.letters in name.words
        for name in names
        for piece, _, _ in pieces_of_name(name)
    )


def _spells_out(letters: str, name: PersonName) -> bool:
    """Whether letters are a name of which only the initial is told: annsmith, of A. Smith.

    >>> _spells_out("mohammedelmasry", PersonName(("masry",), ("m",)))
    True
    """
    initials = tuple(name.initials)
    return any(
        (letters.endswith(word) and letters.startswith(initials))
        or (letters.startswith(word) and letters.removeprefix(word).startswith(initials))
        for word in name.words
    )
