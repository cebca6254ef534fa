"""A generator of people with several identities each, in which it is known who is who.

People work at companies (most are small), write from there and from home, chat, post under user
names that their names or their hobbies gave them, call, and stand in a customer system. Names are
as common as names are: there are namesakes by chance, some put there on purpose (in one company,
too), fathers and sons at a family's domain, colleagues numbered asmith and asmith2. People go by
short forms, in other alphabets, by initials, by no name; they marry, change jobs, have assistants
who write in their name. Role addresses stand between them.

What a program that looks for one person behind many identities is shown, and nothing of how it
works, is made here.
"""

import random
import string
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from anyascii import anyascii

from algorithms.identity.known_identities import Counterparts, Known
from tests.planted.people_names import LANGUAGES, Language

__all__ = ["PeopleWorld", "people_world"]

_PROVIDERS = ("gmail.com", "yahoo.com", "outlook.com", "wp.pl", "gmx.de", "mail.ru", "icloud.com")
_HOBBIES = (
    "moon", "river", "pixel", "chess", "jazz", "rider", "falcon", "coffee", "cloud", "guitar",
    "runner", "panda", "tiger", "photo", "bike", "dragon", "green", "ninja", "sail", "storm",
)  # fmt: skip
_ROLES = ("info", "sales", "support", "office", "noreply", "billing")


@dataclass(frozen=True)
class PeopleWorld:
    """What is known of identities, and who each of them is; -1 is nobody in particular."""

    known: Known
    person: np.ndarray

    def pairs(self) -> int:
        """Count the pairs of identities that are one person and no merge has told."""
        groups: defaultdict[int, set[int]] = defaultdict(set)
        for place, who in enumerate(self.person.tolist()):
            if who >= 0:
                groups[who].add(int(self.known.root[place]))
        return sum(len(one) * (len(one) - 1) // 2 for one in groups.values())


@dataclass
class _Someone:
    number: int
    language: Language
    given: tuple[str, str, str]
    family: tuple[str, str, str]
    company: int
    middle: str = ""
    maiden: tuple[str, str, str] | None = None
    domain: str = ""
    tag: str = ""
    identities: list[str] = field(default_factory=list)
    circle: list[int] = field(default_factory=list)


class _Maker:
    def __init__(self, seed: int, people: int, namesakes: float) -> None:
        self.draw = random.Random(seed)  # noqa: S311
        self.count = people
        self.namesakes = namesakes
        self.names: defaultdict[str, list[str]] = defaultdict(list)
        self.organizations: dict[str, list[str]] = {}
        self.handles: dict[str, list[str]] = {}
        self.kinds: dict[str, str] = {}
        self.owner: dict[str, int] = {}
        self.boxes: set[tuple[str, str]] = set()
        self.merges: list[tuple[str, str]] = []
        self.companies = max(4, people // 12)
        sizes = [1 / (k + 2) for k in range(self.companies)]
        self.sizes = sizes
        self.patterns = [
            self.draw.choice(("first.last", "flast", "first", "first_last", "firstl", "last.first"))
            for _ in range(self.companies)
        ]
        self.patterns[: self.companies // 20 + 1] = ["first.last"] * (self.companies // 20 + 1)
        self.has_chat = [k == 0 or self.draw.random() < 0.3 for k in range(self.companies)]

    # who there is

    def someone(self, number: int) -> _Someone:
        draw = self.draw
        language = draw.choices(LANGUAGES, [one.share for one in LANGUAGES])[0]
        company = draw.choices(range(self.companies), self.sizes)[0]
        one = _Someone(number, language, self.word(language.given), self.surname(language), company)
        if draw.random() < 0.15:
            one.middle = self.word(language.given)[1]
        if draw.random() < 0.03:
            one.maiden = self.surname(language)
        return one

    def word(self, words: tuple[tuple[str, str, str], ...]) -> tuple[str, str, str]:
        return self.draw.choices(words, [1 / (k + 3) for k in range(len(words))])[0]

    def surname(self, language: Language) -> tuple[str, str, str]:
        rare = 0.65 if self.namesakes <= 1 else 0.0
        if language.syllables and self.draw.random() < rare:
            made = "".join(self.draw.choices(language.syllables, k=self.draw.choice((1, 2))))
            made = (made + self.draw.choice(language.endings)).title()
            return made, _plain(made), ""
        return self.word(language.family)

    def everybody(self) -> list[_Someone]:
        people = [self.someone(k) for k in range(self.count)]
        draw = self.draw
        for one in people:
            chance = draw.random()
            if chance < 0.015 * self.namesakes and one.number:  # a namesake somewhere
                other = people[draw.randrange(one.number)]
                one.language, one.given, one.family = other.language, other.given, other.family
                if draw.random() < 0.33:
                    one.company = other.company
            elif chance > 0.992 and one.number:  # father and son at the domain of the family
                other = people[one.number - 1]
                one.language, one.family = other.language, other.family
                if draw.random() < 0.5:
                    one.given = other.given
                one.domain = other.domain = f"{_letters(one.family[1])}{one.number}.example"
                one.tag = draw.choice(("jr", "2", "junior", "k"))
        return people

    # how they appear

    def shown(  # noqa: C901
        self, one: _Someone, *, plain: bool = False
    ) -> str:
        """One of the ways a name is written."""
        draw = self.draw
        at_home = draw.random() < 0.45 and not plain
        given, family = (one.given[0], one.family[0]) if at_home else (one.given[1], one.family[1])
        if one.maiden and draw.random() < 0.5:
            family = one.maiden[0] if at_home else one.maiden[1]
        chance = draw.random()
        if at_home and one.language.family_first:
            return family + given
        if chance < 0.08 and one.given[2]:
            given = one.given[2]
        elif chance < 0.12:
            given = f"{given[0]}."
        elif chance < 0.17 and one.middle:
            given = f"{given} {draw.choice((one.middle, one.middle[0] + '.'))}"
        elif chance < 0.20:
            return given
        text = f"{given} {family}"
        style = draw.random()
        if style < 0.12:
            text = f"{family}, {given}"
        elif style < 0.15:
            text = text.upper()
        elif style < 0.18:
            text += draw.choice((" (Sales)", " (External)", ", PhD", " | Partner"))
        elif style < 0.20:
            text = f"Dr. {text}"
        return text

    def local(self, one: _Someone, pattern: str) -> str:
        given, family = _letters(one.given[1]), _letters(one.family[1])
        return {
            "first.last": f"{given}.{family}",
            "last.first": f"{family}.{given}",
            "first_last": f"{given}_{family}",
            "flast": f"{given[0]}{family}",
            "firstl": f"{given}{family[0]}",
            "first": given,
            "firstlast": f"{given}{family}",
        }[pattern]

    def taken(self, make: str, domain: str) -> str:
        """An address that is free, numbered where somebody has it."""
        local, number = make, 2
        while (local.replace(".", ""), domain) in self.boxes:
            local, number = f"{make}{number}", number + 1
        self.boxes.add((local.replace(".", ""), domain))
        return f"email:{local}@{domain}"

    def user_name(self, one: _Someone) -> str:
        draw = self.draw
        if draw.random() < 0.35:
            return "".join(draw.sample(_HOBBIES, 2)) + str(draw.randrange(10, 99))
        local = self.local(
            one, draw.choice(("firstlast", "flast", "first_last", "firstl", "first"))
        )
        return local + (str(draw.randrange(50, 99)) if draw.random() < 0.5 else "")

    def add(self, one: _Someone, identity: str, *names: str) -> None:
        if identity in self.owner:
            return
        self.owner[identity] = one.number
        one.identities.append(identity)
        self.names[identity] += [name for name in names if name]

    def appear(self, one: _Someone) -> None:
        draw = self.draw
        domain = one.domain or f"c{one.company}works.example"
        user = self.user_name(one)
        if draw.random() < 0.85:
            self.at_work(one, domain)
        if draw.random() < 0.35:
            chance = draw.random()
            made = (
                user if chance < 0.3 else self.local(one, draw.choice(("first.last", "firstlast")))
            )
            made += str(draw.randrange(1950, 2005)) if chance > 0.6 else ""
            name = self.shown(one) if draw.random() < 0.8 else ""
            self.add(one, self.taken(made, draw.choice(_PROVIDERS)), name)
        if self.has_chat[one.company] and not one.domain and draw.random() < 0.7:
            member = f"slack:T{one.company}/U{one.number}"
            self.add(one, member, self.shown(one))
            if draw.random() < 0.2 and one.identities[0].startswith("email:"):
                self.merges.append((one.identities[0], member))
        for platform, share in (("x", 0.2), ("github", 0.15)):
            if draw.random() < share:
                own = user if draw.random() < 0.7 else self.user_name(one)
                own = own + "".join(draw.choices(string.digits, k=3)) * (
                    f"{platform}:{own}" in self.owner
                )
                self.add(one, f"{platform}:{own}", self.shown(one) if draw.random() < 0.6 else "")
        if draw.random() < 0.25:
            number = f"phone:+48{draw.randrange(500_000_000, 899_999_999)}"
            self.add(one, number, self.shown(one) if draw.random() < 0.7 else "")
        if draw.random() < 0.3 or not one.identities:
            self.add(one, f"crm:{draw.randrange(10**9)}-{one.number}", self.shown(one))
            self.organizations[one.identities[-1]] = [f"org:c{one.company}works.example"]

    def at_work(self, one: _Someone, domain: str) -> None:
        draw = self.draw
        pattern = self.patterns[one.company] if not one.domain else "first"
        made = self.local(one, pattern) + (f".{one.tag}" if one.tag else "")
        names = [self.shown(one) for _ in range(draw.choice((0, 1, 1, 1, 2, 3)))]
        self.add(one, self.taken(made, domain), *names)
        if draw.random() < 0.04:
            other = self.taken(self.local(one, draw.choice(("flast", "first.last"))), domain)
            self.add(one, other, self.shown(one))
        if draw.random() < 0.06:
            elsewhere = draw.randrange(self.companies)
            made = self.local(one, self.patterns[elsewhere])
            self.add(one, self.taken(made, f"c{elsewhere}works.example"), self.shown(one))

    def nobody(self) -> None:
        for company in range(self.companies):
            for role in self.draw.sample(_ROLES, 2):
                identity = f"email:{role}@c{company}works.example"
                self.owner[identity] = -1
                self.names[identity].append(f"C{company} {role.title()}")

    def assistants(self, people: list[_Someone]) -> None:
        """Some write in another's name: it is then seen on their own address."""
        for one in people:
            if one.number and self.draw.random() < 0.01 and one.identities:
                boss = people[self.draw.randrange(one.number)]
                self.names[one.identities[0]] += [self.shown(boss, plain=True)]

    def circles(self, people: list[_Someone]) -> list[tuple[str, str]]:
        draw, touched = self.draw, []
        at: defaultdict[int, list[_Someone]] = defaultdict(list)
        for one in people:
            at[one.company].append(one)
        hubs = [one for one in draw.sample(people, max(3, len(people) // 50)) if one.identities]
        for one in people:
            near = at[one.company]
            partners = [*at[one.company + 1], *at[one.company // 2]][:60] or near
            circle = [*draw.choices(near, k=6), *draw.choices(partners, k=3), draw.choice(hubs)]
            circle += draw.sample(people, 1)
            reached = [other for other in circle if other is not one and other.identities]
            for identity in one.identities:
                if draw.random() < 0.8:
                    touched += [
                        (identity, draw.choice(other.identities))
                        for other in reached
                        if draw.random() < 0.4
                    ]
        return touched


def people_world(seed: int, *, people: int = 5_000, namesakes: float = 1.0) -> PeopleWorld:
    """Make people and what is known of their identities; *namesakes* 3 has them three times."""
    maker = _Maker(seed, people, namesakes)
    everybody = maker.everybody()
    for one in everybody:
        maker.appear(one)
    maker.nobody()
    maker.assistants(everybody)
    return _known(maker, maker.circles(everybody))


def _known(maker: _Maker, touched: list[tuple[str, str]]) -> PeopleWorld:
    identities = sorted(maker.owner)
    place = {identity: k for k, identity in enumerate(identities)}
    root = np.arange(len(identities), dtype=np.int32)
    for pair in maker.merges:
        low, high = sorted(place[one] for one in pair)
        root[high] = root[low]
    both = {(place[a], place[b]) for a, b in touched}
    both |= {(b, a) for a, b in both}
    listed = np.array(sorted(both), np.int32).reshape(-1, 2)
    start = np.searchsorted(listed[:, 0], np.arange(len(identities) + 1))
    known = Known(
        identities=identities,
        root=root,
        names={place[k]: tuple(sorted(set(names))) for k, names in maker.names.items() if names},
        kinds=dict.fromkeys((place[k] for k in maker.kinds), ""),
        organizations={place[k]: tuple(keys) for k, keys in maker.organizations.items()},
        counterparts=Counterparts(start.astype(np.int64), listed[:, 1].copy()),
    )
    person = np.array([maker.owner[identity] for identity in identities])
    return PeopleWorld(known, person)


def _plain(text: str) -> str:
    return anyascii(text)


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, _plain(text).lower()))
