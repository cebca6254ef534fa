"""Bulk: mail that ties nobody. Newsletters, lists, robots, shared mailboxes, automatic answers."""

from collections.abc import Iterator
from itertools import count

from api.demo.company import Company, Member
from api.demo.dice import Dice
from api.demo.story import (
    DAYS,
    DEPARTED,
    DEPARTED_SILENT,
    HEAD,
    LEFT,
    NEWSLETTER,
    OWN,
    SINGLE_THREADED,
)
from api.demo.talks import Mail
from api.demo.workdays import Workdays

__all__ = ["INFO", "LISTS", "NEWS", "ROBOT", "SUPPORT", "bulk_mail"]


def _box(name: str, email: str) -> Member:
    return Member(name, email, "", "", email.partition("@")[2], "Europe/Warsaw")


INFO = _box("Arboris", f"info@{OWN}")
SUPPORT = _box("Arboris Support", f"support@{OWN}")
ROBOT = _box("Stock report", f"no-reply@{OWN}")
NEWS = _box("Arboris News", f"news@{OWN}")
PRESS = _box("Timberwise Weekly", NEWSLETTER)
LISTS = (_box("", f"all@{OWN}"), _box("", f"customers@lists.{OWN}"))

_ROBOT_HEADERS = ("Auto-Submitted: auto-generated",)
_ANSWER_HEADERS = ("Auto-Submitted: auto-replied", "X-Auto-Response-Suppress: All")


def _list_headers(name: str, domain: str) -> tuple[str, ...]:
    return (
        f"List-Id: <{name}.{domain}>",
        f"List-Unsubscribe: <mailto:{name}-leave@{domain}>, <https://{domain}/leave/{name}>",
        "Precedence: bulk",
    )


def bulk_mail(company: Company, workdays: Workdays, mails: list[Mail], seed: int) -> Iterator[Mail]:
    """Give all mail that is sent to many, by machines, or to and from shared mailboxes."""
    dice = Dice(seed, "bulk")
    number = count()

    def mail(day: int, sender: Member, to: Member, about: str, text: str, *headers: str) -> Mail:
        at = workdays.in_hours(day, sender.zone, dice)
        name = f"<bulk.{next(number):05x}@{sender.domain}>"
        return Mail(at, name, sender, (to,), (), about, (), text, headers)

    readers = company.employees[::19]
    head, people = company.named(HEAD), list(company.contacts)
    for week in range(DAYS // 7):
        day = 7 * week + 1
        for reader in readers:
            yield mail(day, PRESS, reader, f"Timberwise Weekly {week + 1}", "News of the trade.\n",
                       *_list_headers("weekly", PRESS.domain))  # fmt: skip
        yield mail(day, ROBOT, company.teams["Planning"][0], "Stock report", "All levels normal.\n",
                   *_ROBOT_HEADERS)  # fmt: skip
        if week % 4 == 2:
            yield mail(day, head, LISTS[0], "News from the management", "A good month.\n",
                       *_list_headers("all", OWN))  # fmt: skip
            yield mail(day, NEWS, LISTS[1], "Arboris News", "What we built lately.\n",
                       *_list_headers("customers", f"lists.{OWN}"))  # fmt: skip
        silent = (SINGLE_THREADED, *DEPARTED_SILENT)
        asking = dice.pick(company.contacts[dice.pick([d for d in people if d not in silent])])
        question = mail(day, asking, dice.pick((INFO, SUPPORT)), "Question", "Could you help us?\n")
        yield question
        yield _answered(question, question.to[0], "We will come back to you today.\n", next(number))
    yield from _automatic_answers(mails, workdays, dice)
    yield from _to_the_departed(company, workdays, dice)


def _answered(mail: Mail, sender: Member, text: str, number: int, *headers: str) -> Mail:
    name = f"<answer.{number:05x}@{sender.domain}>"
    references = (*mail.references, mail.id)
    about = mail.subject if mail.subject.startswith("Re: ") else f"Re: {mail.subject}"
    return Mail(mail.at + 45, name, sender, (mail.sender,), (), about, references, text, headers)


def _automatic_answers(mails: list[Mail], workdays: Workdays, dice: Dice) -> Iterator[Mail]:
    """While most are away, one mail in twelve is answered by a machine in its reader's name."""
    for number, mail in enumerate(mails):
        reader = mail.to[0]
        away = reader.is_own and workdays.is_calm(workdays.day_of(mail.at))
        if away and dice.chance(0.08):
            text = "I am out of the office and read no mail.\n"
            yield _answered(mail, reader, text, number, *_ANSWER_HEADERS)


def _to_the_departed(company: Company, workdays: Workdays, dice: Dice) -> Iterator[Mail]:
    """One contact of each silent customer writes once more, and a machine answers."""
    departed = company.named(DEPARTED)
    for place, domain in enumerate(DEPARTED_SILENT):
        contact = company.contacts[domain][0]
        day = DAYS - LEFT + 3 + place
        while not workdays.is_workday(day):
            day += 1
        at = workdays.in_hours(day, contact.zone, dice)
        text = "Are you still there? We have a question about the next order.\n"
        name = f"<late.{place}@{domain}>"
        mail = Mail(at, name, contact, (departed,), (), "Next order", (), text)
        yield mail
        gone = "I no longer work for Arboris. Please write to info@arboris.example.\n"
        yield _answered(mail, departed, gone, 10**6 + place, *_ANSWER_HEADERS)
