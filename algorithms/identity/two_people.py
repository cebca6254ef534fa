"""Two people: what says that two with one name are two, or that a human has to say.

    never   two members of one workspace; two whom somebody told apart
    ask     two accounts on one platform, two addresses at one provider of mail, two addresses at
            one company unless each is a way to write the name (ann.smith, asmith, but not
            asmith2), a family's domain, a junior and one who is not said to be, two who write to
            each other, names that sound alike and are written otherwise (王伟, 王威)

Cost: the accounts of one times the accounts of the other.
"""

from itertools import product

from algorithms.identity.evidence import Evidence, is_numbered
from algorithms.identity.mailboxes import Mailbox
from algorithms.identity.profiles import Profile
from algorithms.names.agreement import agreement
from algorithms.names.handles import handle, pieces_of_name
from algorithms.names.person import PersonName, generation_in

__all__ = ["NEVER", "company_of_both", "numbered_of_one", "why_two"]

NEVER = "never"


def why_two(a: Profile, b: Profile, found: Evidence) -> str:
    """Say why two people may not be joined without asking; "never", or "" where nothing speaks.

    >>> from algorithms.names.rarity import Rarity
    >>> from algorithms.identity.evidence import evidence
    >>> from algorithms.identity.shared_counterparts import Shared
    >>> a, b = Profile(0, workspaces={"slack:T1"}), Profile(1, workspaces={"slack:T1"})
    >>> rarity = Rarity.of([], people=2)
    >>> found = evidence(a, b, rarity, colleagues={}, namesakes=frozenset(), shared=Shared())
    >>> why_two(a, b, found)
    'never'
    """
    if not a.workspaces.isdisjoint(b.workspaces):
        return NEVER
    if found.mailbox and not found.differ:
        return ""
    if found.differ:
        return "Their names contradict each other."
    if found.written:
        return "Their names sound alike and are written with other letters."
    return _by_accounts(a, b, found) or _by_addresses(a, b, found)


def _by_accounts(a: Profile, b: Profile, found: Evidence) -> str:
    common = sorted(a.platforms & b.platforms)
    if common:
        return f"Both have an account of their own on {common[0].partition(':')[0]}."
    generations = [_generations(a), _generations(b)]
    if generations[0] and generations[1] and generations[0].isdisjoint(generations[1]):
        return "One is called junior or senior, the other is not."
    if a.is_doubtful or b.is_doubtful:
        return "An address of theirs bears the names of two people."
    if found.shared.in_touch:
        who = "They are colleagues who" if found.organization in ("same", "family") else "They"
        return f"{who} were in touch with each other."
    return ""


def _generations(one: Profile) -> set[str]:
    """Junior or senior, as the names say, and an address for whoever's names do not."""
    by_name = {name.generation for name in one.names}
    by_address = {generation_in(box.local) for box in one.mailboxes} - {""}
    return (by_name - {""}) | by_address if by_address else by_name


def _by_addresses(a: Profile, b: Profile, found: Evidence) -> str:
    names = (*a.names, *b.names)
    told = (_two_addresses(*pair, found, names) for pair in product(a.mailboxes, b.mailboxes))
    return next(filter(None, told), "")


def _two_addresses(
    one: Mailbox, other: Mailbox, found: Evidence, names: tuple[PersonName, ...]
) -> str:
    if one.domain != other.domain or one.key == other.key:
        return ""
    first, second = handle(one.local), handle(other.local)
    if one.organization is None:
        return f"They are two addresses at one provider of mail, {one.domain}."
    if found.organization == "family":
        return f"They are two addresses at {one.domain}, which bears the family's name."
    if first and second and (first.letters == second.letters or first.digits != second.digits):
        return f"Their addresses at {one.domain} are numbered or spelt apart, as of two people."
    is_named = found.name and not found.by_handle and found.name.extent == "full"
    if is_named and all(read and _writes(read.text, names) for read in (first, second)):
        return ""
    return f"They are two addresses at {one.domain}, and not both are a way to write the name."


def company_of_both(a: Profile, b: Profile) -> str:
    """Give the first domain of a company at which both have an address of their own, or ""."""
    found = (
        one.domain
        for one, other in product(a.mailboxes, b.mailboxes)
        if one.domain == other.domain and one.key != other.key and one.organization
    )
    return min(found, default="")


def numbered_of_one(a: Profile, b: Profile) -> str:
    """Give an address of one at a company that is a second of its kind there, or ""."""
    found = [
        {f"{box.local}@{box.domain}" for box in one.mailboxes if is_numbered(box)} for one in (a, b)
    ]
    return "" if all(found) else min(found[0] | found[1], default="")


def _writes(local: str, names: tuple[PersonName, ...]) -> bool:
    """Whether the part before the @ is a way to write one of the names."""
    read = handle(local)
    if read is None:
        return False
    if read.name:
        return any(agreement(name, read.name).extent != "differ" for name in names)
    return any(
        read.letters in name.words
        or read.letters in {piece for piece, _, _ in pieces_of_name(name)}
        for name in names
    )
