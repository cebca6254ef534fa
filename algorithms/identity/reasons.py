"""Person reasons: one plain sentence for each piece of evidence that two people are one."""

from collections.abc import Iterator

from algorithms.identity.evidence import Evidence
from algorithms.identity.in_use import in_use
from algorithms.identity.profiles import Profile
from algorithms.names.agreement import CONSONANTS, EXACT, INITIAL, SHORT, SLIP, SOUND

__all__ = ["reasons"]

_IN_WAYS = {
    SOUND: "{} and {} are spellings of one name.",
    SHORT: "{} and {} are forms of one name.",
    CONSONANTS: "{} and {} have the same consonants in two scripts.",
    SLIP: "{} and {} differ by one letter.",
    INITIAL: "{} may stand for {}.",
}
_MANY = 1.0


def reasons(a: Profile, b: Profile, found: Evidence, why_two: str) -> tuple[str, ...]:
    """Say what speaks for two people being one, and then what speaks against it."""
    return (*_for(a, b, found), *_against(a, b, found), *([why_two] if why_two else []))


def _for(a: Profile, b: Profile, found: Evidence) -> Iterator[str]:
    if found.mailbox:
        keys = {one.key for one in a.mailboxes} & {one.key for one in b.mailboxes}
        yield f"Both addresses reach one mailbox, {min(keys)}."
    if found.name:
        yield _of_name(found)
        for one, other, way in found.name.pairs:
            if way != EXACT:
                short = f"{one.upper()}." if len(one) == 1 else one.title()
                yield _IN_WAYS[way].format(short, other.title())
    if found.organization == "same":
        common = min(a.organizations & b.organizations).removeprefix("org:")
        yield f"Both belong to {common}."
    if found.in_use == "after":
        yield _in_use(a, b)
    if found.handle:
        yield f"Both use the name {found.handle} for themselves."
    if found.phone:
        yield "Both have one telephone number."
    count = found.shared.count
    if count:
        whom = "one person" if count == 1 else f"the same {count} people"
        yield f"Both were in touch with {whom}."


def _of_name(found: Evidence) -> str:
    if found.name is None:
        return ""
    words = " ".join(other.title() for _, other, _ in found.name.pairs)
    told = "A user name fits the name" if found.by_handle else "Both are called"
    if found.expected >= _MANY:
        return f"{told} {words}, as about {found.expected:.0f} others may be by chance."
    return f"{told} {words}; by chance {found.expected:.2g} others would be expected to be."


def _in_use(a: Profile, b: Profile) -> str:
    found = in_use(a.used, b.used)
    return found.sentence if found else ""


def _against(a: Profile, b: Profile, found: Evidence) -> Iterator[str]:
    if found.organization == "other" and found.in_use != "after":
        yield "They belong to different organizations."
    if found.in_use == "beside":
        yield _in_use(a, b)
    if found.name is None and not found.differ and not found.mailbox:
        yield "No name of either is known that both have."
