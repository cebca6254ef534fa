"""Talks: every mail, chat message, call, meeting and CRM note that the rhythms lead to."""

from dataclasses import dataclass, field
from typing import NamedTuple

from api.demo.company import Company, Member
from api.demo.dice import Dice
from api.demo.rhythms import Mix, Rhythm
from api.demo.story import OWN
from api.demo.words import body, line, subject, summary
from api.demo.workdays import Workdays

__all__ = ["Call", "Chat", "Mail", "Meeting", "Note", "Talks", "talked"]


class Mail(NamedTuple):
    """One mail; ``headers`` are further header lines of automated and bulk mail."""

    at: int
    id: str
    sender: Member
    to: tuple[Member, ...]
    cc: tuple[Member, ...]
    subject: str
    references: tuple[str, ...]
    body: str
    headers: tuple[str, ...] = ()


class Chat(NamedTuple):
    """One chat message, to a colleague directly or in a room, where it may mention some."""

    at: int
    sender: Member
    recipients: tuple[Member, ...]
    thread: str
    text: str


class Call(NamedTuple):
    """One call that was taken."""

    at: int
    caller: Member
    callee: Member
    seconds: int


class Meeting(NamedTuple):
    """One meeting that stands alone; answers are one word a guest."""

    at: int
    uid: str
    organiser: Member
    guests: tuple[Member, ...]
    answers: tuple[str, ...]
    minutes: int
    title: str
    room: str


class Note(NamedTuple):
    """One entry in the CRM about a contact at a firm."""

    at: int
    owner: Member
    contact: Member
    deal: str


@dataclass
class Talks:
    """All that was exchanged, and how to add one contact of a rhythm to it."""

    company: Company
    workdays: Workdays
    mails: list[Mail] = field(default_factory=list)
    chats: list[Chat] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    circles: dict[str, list[Member]] = field(default_factory=dict)  # a firm's domain: who knows it

    def add(self, rhythm: Rhythm, day: int, dice: Dice) -> None:
        """Let the two of a rhythm talk on a day."""
        a, b = (rhythm.a, rhythm.b) if dice.chance(rhythm.begun_by_a) else (rhythm.b, rhythm.a)
        at = self.workdays.in_hours(day, a.zone, dice)
        match _means(rhythm.mix, dice):
            case "mail":
                self._mail(rhythm, a, b, at, dice)
            case "chat":
                self._chat(a, b, at, dice)
            case "call":
                self.calls.append(Call(at, a, b, 20 + int(dice.wait(340))))
            case "meeting":
                self._meeting(a, b, at, dice)
            case _:
                self._note(rhythm, at, dice)

    def _mail(self, rhythm: Rhythm, a: Member, b: Member, at: int, dice: Dice) -> None:
        topic, about = subject(dice, is_outside=not (a.is_own and b.is_own))
        is_cool = rhythm.fades_from is not None and self.workdays.day_of(at) > rhythm.fades_from
        copied = self._copied(rhythm, a, b, at, dice)
        title, quoted = about, ""
        references: tuple[str, ...] = ()
        for _ in range(dice.number_of_tries(rhythm.answers, 5)):
            if at >= self.workdays.limit or not a.is_here(self.workdays.day_of(at)):
                return
            text = body(topic, a, b, dice, is_cool=is_cool and not a.is_own, quoted=quoted)
            name = f"<{int(dice.draw() * 2**40):010x}.{len(self.mails):x}@{a.domain}>"
            self.mails.append(Mail(at, name, a, (b,), copied, title, references, text))
            references, title = (*references, name), f"Re: {about}"
            quoted = text.split("\n")[2]
            copied = copied if dice.chance(0.5) else ()
            at = self.workdays.soonest(at + 240 + int(dice.wait(6600, 2)), b.zone, dice)
            a, b = b, a

    def _copied(
        self, rhythm: Rhythm, a: Member, b: Member, at: int, dice: Dice
    ) -> tuple[Member, ...]:
        """Somebody of the sender's team, or of those who know the firm, in one mail of six."""
        if rhythm.is_private or not dice.chance(0.17):
            return ()
        if a.is_own and b.is_own:
            able = self.company.teams[a.team]
        else:
            domain = b.domain if a.is_own else a.domain
            able = self.circles[domain] + self.company.contacts[domain]
        day = self.workdays.day_of(at)
        able = [m for m in able if m not in (a, b) and m.is_here(day)]
        return tuple(dice.several(able, dice.whole(1, 2)))

    def _chat(self, a: Member, b: Member, at: int, dice: Dice) -> None:
        """A few lines to each other; now and then in the team's room, where others are named."""
        room = a.team if dice.chance(0.12) else ""
        thread = f"#{room.lower().replace(' ', '-')}" if room else f"D{a.slack[9:]}{b.slack[9:]}"
        for number in range(dice.number_of_tries(0.42, 6)):
            if at >= self.workdays.limit:
                return
            named: tuple[Member, ...] = (b,)
            if room:
                mates = [m for m in self.company.teams[room] if m not in (a, b)]
                day = self.workdays.day_of(at)
                named += tuple(m for m in dice.several(mates, 1) if m.is_here(day))
                named = () if number == 0 and dice.chance(0.3) else named
            self.chats.append(Chat(at, a, named, thread, line(dice)))
            at += 15 + int(dice.wait(150))
            a, b = b, a

    def _meeting(self, a: Member, b: Member, at: int, dice: Dice) -> None:
        is_outside = not (a.is_own and b.is_own)
        organiser, guest = (a, b) if a.is_own else (b, a)
        answer = dice.pick(("ACCEPTED",) * 8 + ("TENTATIVE", "NEEDS-ACTION"))
        self.meetings.append(
            Meeting(
                at=at - at % 1800,
                uid=f"{int(dice.draw() * 2**40):010x}-{len(self.meetings)}@{OWN}",
                organiser=organiser,
                guests=(guest,),
                answers=(answer,),
                minutes=dice.pick((30, 45, 60)),
                title=summary(dice, is_outside=is_outside),
                room="" if is_outside else dice.pick(("Jodła", "Świerk", "Buk", "")),
            )
        )

    def _note(self, rhythm: Rhythm, at: int, dice: Dice) -> None:
        owner, contact = (rhythm.a, rhythm.b) if rhythm.a.is_own else (rhythm.b, rhythm.a)
        deal = f"{contact.domain.split('.')[0]}-{dice.whole(1, 3)}"
        self.notes.append(Note(at, owner, contact, deal))


def _means(mix: Mix, dice: Dice) -> str:
    left = dice.draw()
    for name in ("mail", "chat", "call", "meeting"):
        left -= getattr(mix, name)
        if left < 0:
            return name
    return "note"


def talked(company: Company, workdays: Workdays, rhythms: list[Rhythm], seed: int) -> Talks:
    """Play all rhythms, from the first day to the last."""
    talks = Talks(company, workdays)
    for rhythm in rhythms:
        domain = rhythm.b.domain if rhythm.a.is_own else rhythm.a.domain
        own = rhythm.a if rhythm.a.is_own else rhythm.b
        if domain != OWN and own.is_own and not rhythm.is_private:
            circle = talks.circles.setdefault(domain, [])
            circle += [] if own in circle else [own]
    for number, rhythm in enumerate(rhythms):
        dice = Dice(seed, "talk", number, rhythm.a.email, rhythm.b.email)
        for day in rhythm.days(workdays, dice):
            talks.add(rhythm, day, dice)
    return talks
