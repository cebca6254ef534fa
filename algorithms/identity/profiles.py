"""Person profiles: all that is known of a person as the stored merges have them.

A profile gathers the names, user names, mailboxes, organizations, workspaces and telephones of
the identities that are one person already. Whoever is a list, a role, a machine or a room has
none: those are never merged with anybody. Nor has who is bare: an account without a name.

Cost: linear in the identities that have a name, a user name or an address; accounts without
names are not looked at one by one but for a blank in them ("account:Ann Smith" is a name).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from algorithms.identity.bare_accounts import named_places
from algorithms.identity.known_identities import Known
from algorithms.identity.mailboxes import Mailbox, account_of, mailbox_of
from algorithms.names.agreement import agreement
from algorithms.names.handles import Handle, handle
from algorithms.names.person import PersonName, names_nobody, person_names
from algorithms.names.writing import Writing, writing
from graph.persons import NOT_PERSONS
from graph.real_names import is_stand_in
from graph.role_addresses import kind_of

__all__ = ["Profile", "profiles"]

_MOST = 24  # names or handles of one person that are looked at


@dataclass(slots=True)
class Profile:
    """What is known of one person; ``root`` is the place of their smallest identity.

    ``is_doubtful`` says that one address bears names of two people, as an assistant's does;
    ``used`` when they first and last wrote from an organization, ``written`` how their names are
    written where that tells apart what sounds alike.
    """

    root: int
    members: list[int] = field(default_factory=list)
    names: list[PersonName] = field(default_factory=list)
    handles: list[Handle] = field(default_factory=list)
    mailboxes: list[Mailbox] = field(default_factory=list)
    organizations: set[str] = field(default_factory=set)
    workspaces: set[str] = field(default_factory=set)
    platforms: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    is_doubtful: bool = False
    used: dict[str, tuple[int, int]] = field(default_factory=dict)
    written: set[Writing] = field(default_factory=set)

    def read_as(self) -> list[PersonName]:
        """Give the names, or where there is none those that the user names make."""
        return self.names or [one.name for one in self.handles if one.name]


def profiles(known: Known) -> dict[int, Profile]:
    """Give the profiles of those who may be somebody else as well, by root."""
    found: dict[int, Profile] = {}
    nobody: set[int] = set()
    for place in named_places(known):
        root = int(known.root[place])
        if _is_nobody(known, place):
            nobody.add(root)
            continue
        profile = found.setdefault(root, Profile(root))
        _add(profile, known, place)
    for root in nobody:
        found.pop(root, None)
    for profile in found.values():
        if len(profile.names) > 1:
            profile.names = sorted(set(profile.names), key=_in_order)[:_MOST]
        if len(profile.handles) > 1:
            profile.handles = sorted(set(profile.handles), key=lambda one: one.text)[:_MOST]
    return {root: found[root] for root in sorted(found)}


def _is_nobody(known: Known, place: int) -> bool:
    kind = known.kinds.get(place)
    if kind in NOT_PERSONS:
        return True
    if kind != "person" and kind_of(known.identities[place]):
        return True
    return any(names_nobody(name) for name in known.names.get(place, ()))


def _add(profile: Profile, known: Known, place: int) -> None:
    identity = known.identities[place]
    profile.members.append(place)
    written: Iterable[str] = known.names.get(place, ())
    box = mailbox_of(identity)
    users = list(known.handles.get(place, ()))
    if box:
        _add_mailbox(profile, box, known.used.get(place))
        users.append(box.local)
    elif identity.startswith("phone:"):
        profile.phones.add(identity)
    elif identity.startswith("account:"):
        value = identity[len("account:") :].rpartition("/")[2]
        written = (*written, value) if " " in value else written
    else:
        where, is_workspace, user = account_of(identity)
        (profile.workspaces if is_workspace else profile.platforms).add(where)
        users.append(user)
    profile.written.update(filter(None, map(writing, written)))
    read = [names for names in map(person_names, written) if names]
    profile.names += [name for names in read for name in names]
    spelt = handle(box.local) if box else None
    if spelt and spelt.name and len(spelt.name.words) > 1:
        read.append((spelt.name,))
    if len(read) > 1 and not profile.is_doubtful:
        profile.is_doubtful = any(_nothing_common(*pair) for pair in combinations(read, 2))
    for user in users:
        one = spelt if box and user is box.local else handle(user)
        if one and not is_stand_in(user):
            profile.handles.append(one)
    profile.organizations.update(known.organizations.get(place, ()))
    for phone in known.phones.get(place, ()):
        profile.phones.add(f"phone:{phone.removeprefix('phone:')}")


def _add_mailbox(profile: Profile, box: Mailbox, used: tuple[int, int] | None) -> None:
    profile.mailboxes.append(box)
    if box.organization:
        profile.organizations.add(box.organization)
        if used is not None:
            low, high = used
            first, last = profile.used.get(box.organization, used)
            profile.used[box.organization] = (min(first, low), max(last, high))


def _nothing_common(names: tuple[PersonName, ...], others: tuple[PersonName, ...]) -> bool:
    told = [agreement(one, other) for one in names for other in others]
    return not any(one.pairs for one in told)


def _in_order(name: PersonName) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    return name.words, name.initials, name.generation
