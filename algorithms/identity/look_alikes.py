"""Look-alikes: addresses, user names and names written to be taken for somebody else's.

    look(text) = the Latin letters that it could be taken for;  in a domain rn = m, 0 = o, 1 = l
    a looks like b  when  look(a) = look(b),  a != b,  and b is in this log

A word wholly in one script is honest, whatever its letters look like, unless somebody of the log
is written just so. Domains one letter away from one that is ten times as common are flagged, too.
Who looks like somebody else is never found to be one person with anybody.

Cost: linear in the addresses; one-letter neighbours are looked for among rare domains only.

References
----------
Unicode Technical Standard 39, "Unicode Security Mechanisms".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from algorithms.identity.bare_accounts import named_places
from algorithms.identity.known_identities import Known, Suggestion
from algorithms.identity.look_alike_domains import Domains, plain_domain
from algorithms.identity.mailboxes import account_of
from algorithms.names.scripts import borrowed, is_mixed, latin_look

__all__ = ["LookAlike", "look_alikes"]


@dataclass(frozen=True, slots=True)
class LookAlike:
    """An identity that looks like another, both by place, and what deceives."""

    deceiver: int
    real: int
    reason: str

    def suggestion(self) -> Suggestion:
        """Give it as it is listed: nothing that could be merged."""
        a, b = sorted((self.deceiver, self.real))
        return Suggestion(a, b, 0.0, "look-alike", (self.reason,))


def look_alikes(known: Known) -> tuple[LookAlike, ...]:
    """Give those who look like somebody else, each once.

    >>> import numpy as np
    >>> known = Known(
    ...     identities=["email:ann@acme.example", "email:ann@xn--cme-5cd.example"],
    ...     root=np.arange(2, dtype=np.int32),
    ... )
    >>> look_alikes(known)[0].reason
    'In xn--cme-5cd.example the letter а (CYRILLIC SMALL LETTER A) is not the one of acme.example.'
    """
    found: dict[int, LookAlike] = {}
    for one in (*_addresses(known), *_users(known), *_names(known)):
        if one.deceiver not in found and known.root[one.deceiver] != known.root[one.real]:
            found[one.deceiver] = one
    return tuple(found[place] for place in sorted(found))


def _addresses(known: Known) -> Iterator[LookAlike]:
    domains = Domains.of(known.identities)
    resembled = {domain: told for domain in domains.count if (told := domains.resembled(domain))[0]}
    for place, local, domain in domains.addresses if resembled else ():
        like, reason = resembled.get(domain, (None, ""))
        if like is None:
            continue
        looks = latin_look(local)
        real = domains.find(looks, like)
        if real is None:
            real = domains.of_same_name(known, place, like)
        is_plain = borrowed(plain_domain(domain)) or domains.is_much_commoner(like, domain)
        if real is None and is_plain:  # whoever writes from there
            real = domains.first[like]
        if real is not None:
            yield LookAlike(place, real, reason)
    for place, local, domain in domains.addresses:
        if local.isascii():
            continue
        real = domains.find(latin_look(local), domain)
        if real is not None and real != place and borrowed(local):
            shown = f"{local}@{plain_domain(domain)}"
            yield LookAlike(place, real, _letters(shown, known.identities[real][len("email:") :]))


def _users(known: Known) -> Iterator[LookAlike]:
    """User names in letters of other scripts, on any platform."""
    real: dict[str, int] = {}
    suspect: list[tuple[int, str]] = []
    for place in named_places(known):
        identity = known.identities[place]
        told = [one.removeprefix("@") for one in known.handles.get(place, ())]
        if not identity.startswith(("email:", "phone:", "account:")):
            told.append(account_of(identity)[2])
        for user in filter(None, told):
            if user.isascii():
                real.setdefault(user.lower(), place)
            elif borrowed(user):
                suspect.append((place, user))
    for place, user in suspect:
        if latin_look(user) in real:
            looks = latin_look(user)
            yield LookAlike(place, real[looks], _letters(user, looks))


def _names(known: Known) -> Iterator[LookAlike]:
    """Names with letters of other scripts that read as the name of somebody in this log."""
    suspect = [
        (place, name)
        for place in sorted(known.names)
        for name in known.names[place]
        if not name.isascii() and borrowed(name)
    ]
    if not suspect:
        return
    real: dict[str, int] = {}
    for place in sorted(known.names):
        for name in known.names[place]:
            if name.isascii() or not borrowed(name):
                real.setdefault(_words(latin_look(name)), place)
    for place, name in suspect:
        looks = latin_look(name)
        is_honest = not any(map(is_mixed, name.split())) and not looks.isascii()
        target = real.get(_words(looks))
        if target is not None and not is_honest and known.root[target] != known.root[place]:
            yield LookAlike(place, target, _letters(name, looks.title()))


def _words(text: str) -> str:
    return " ".join(text.casefold().replace(",", " ").split())


def _letters(text: str, like: str) -> str:
    return Domains.letters(text, like)
