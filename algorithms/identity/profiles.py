"""Person profiles: all that is known of a person as the stored merges have them.

A profile gathers the names, user names, mailboxes, organizations, workspaces and telephones of
the identities that are one person already. Whoever is a list, a role, a machine or a room has
none: those are never merged with anybody. Nor has who is bare: an account without a name.

Cost: linear in the identities that have a name, a user name or an address; accounts without
names are not looked at one by one but for a blank in them ("account:Ann Smith" is a name).
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import combinations

from algorithms.identity.bare_accounts import named_places
from algorithms.identity.in_use import add_use
from algorithms.identity.known_identities import Known
from algorithms.identity.mailboxes import Mailbox, account_of, mailbox_of
from algorithms.names.agreement import agreement
from algorithms.names.handles import Handle, handle
from algorithms.names.person import PersonName, names_nobody, person_names
from algorithms.names.writing import Writing, writing
from graph.people.persons import NOT_PERSONS
from graph.people.real_names import is_stand_in
from graph.people.role_addresses import kind_of

__all__ = ["Profile", "profiles"]

_NONE: frozenset[str] = frozenset()
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
    organizations: AbstractSet[str] = _NONE  # of most people nothing is told, and a set is dear
    workspaces: AbstractSet[str] = _NONE
    platforms: AbstractSet[str] = _NONE
    phones: AbstractSet[str] = _NONE
    is_doubtful: bool = False
    used: dict[str, tuple[int, int]] = field(default_factory=dict)
    written: AbstractSet[Writing] = frozenset()

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
        profile = found.get(root)
        if profile is None:
            profile = found[root] = Profile(root)
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
    return any(map(names_nobody, known.names.get(place, ())))


def _add(profile: Profile, known: Known, place: int) -> None:
    identity = known.identities[place]
    profile.members.append(place)
    written = known.names.get(place, ())
    box = mailbox_of(identity)
    users = known.handles.get(place, ())
    if box:
        _add_mailbox(profile, box, known.used.get(place))
    elif identity.startswith("phone:"):
        profile.phones |= {identity}
    elif identity.startswith("account:"):
        value = identity[len("account:") :].rpartition("/")[2]
        written = (*written, value) if " " in value else written
    else:
        users = (*users, _add_account(profile, identity))
    read = _add_names(profile, written) if written else []
    for user in users:
        _add_user(profile, user, handle(user))
    if box:
        spelt = handle(box.local)
        _add_user(profile, box.local, spelt)
        if spelt and spelt.name and len(spelt.name.words) > 1:
            read.append((spelt.name,))
    if len(read) > 1 and not profile.is_doubtful:
        profile.is_doubtful = any(_nothing_common(*pair) for pair in combinations(read, 2))
    if place in known.organizations:
        profile.organizations |= set(known.organizations[place])
    for phone in known.phones.get(place, ()):
        profile.phones |= {f"phone:{phone.removeprefix('phone:')}"}


def _add_names(profile: Profile, written: Iterable[str]) -> list[tuple[PersonName, ...]]:
    """Add names as they are written; give what each is read as."""
    profile.written |= set(filter(None, map(writing, written)))
    read = [names for names in map(person_names, written) if names]
    profile.names += [name for names in read for name in names]
    return read


def _add_user(profile: Profile, user: str, read: Handle | None) -> None:
    if read and not is_stand_in(user):
        profile.handles.append(read)


def _add_account(profile: Profile, identity: str) -> str:
    """Add where an account is; give its user name."""
    where, is_workspace, user = account_of(identity)
    if is_workspace:
        profile.workspaces |= {where}
    else:
        profile.platforms |= {where}
    return user


def _add_mailbox(profile: Profile, box: Mailbox, used: tuple[int, int] | None) -> None:
    profile.mailboxes.append(box)
    if box.organization:
        profile.organizations |= {box.organization}
        if used is not None:
            add_use(profile.used, box.organization, used)


def _nothing_common(names: tuple[PersonName, ...], others: tuple[PersonName, ...]) -> bool:
    told = [agreement(one, other) for one in names for other in others]
    return not any(one.pairs for one in told)


def _in_order(name: PersonName) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    return name.words, name.initials, name.generation
