"""The builder: two years of a company as the export files that other programs would give."""

from datetime import date, timedelta
from pathlib import Path

from api.demo.bulk import bulk_mail
from api.demo.company import CHART, Company, founded
from api.demo.invitations import holidays, icalendar, invitation, invitations
from api.demo.mailbox_files import mailboxes
from api.demo.names import spelled_plainly
from api.demo.plot import planted
from api.demo.rhythms import ordinary
from api.demo.series import Series, all_hands, planned, series
from api.demo.social import posts
from api.demo.story import HEAD
from api.demo.tables import activities, calls, chat, companies, contacts, people, social
from api.demo.talks import Meeting, talked
from api.demo.telling import told
from api.demo.truth import Truth
from api.demo.workdays import Workdays

__all__ = ["ENDS", "EXPORTS", "build"]

ENDS = date(2026, 9, 30)
EXPORTS = ("mail", "calendar", "calls.csv", "chat.ndjson", "social.ndjson", "crm", "people.csv")
_EARLIEST, _LATEST = date(1974, 1, 1), date(2100, 12, 31)  # mail dates, room for what is planned


def build(folder: Path, *, seed: int = 7, ends: date = ENDS) -> Truth:
    """Write the exports of a company of 150 people that dealt with 60 firms for two years.

    The files named in ``EXPORTS`` are what to load. What they hide is given back, and written to
    ``truth/``, which is not to be loaded. Equal seed and end give equal bytes, on any machine.
    """
    if not _EARLIEST <= ends <= _LATEST:
        raise ValueError(f"ends must lie between {_EARLIEST} and {_LATEST}, not {ends}")
    company, workdays = founded(seed), Workdays(ends)
    rhythms = [*ordinary(company, seed), *planted(company, seed)]
    talks = talked(company, workdays, rhythms, seed)
    mails = [*talks.mails, *bulk_mail(company, workdays, talks.mails, seed)]
    meetings = [
        *talks.meetings,
        *all_hands(company, workdays, seed),
        *planned(rhythms, workdays, seed),
    ]
    files = {
        "calls.csv": calls(talks.calls, workdays),
        "chat.ndjson": chat(talks.chats),
        "social.ndjson": social(posts(rhythms, workdays, seed)),
        "people.csv": people(company, workdays),
        "crm/activities.csv": activities(talks.notes),
        "crm/companies.csv": companies(company),
        "crm/contacts.csv": contacts(company),
    }
    files |= {f"mail/{name}.mbox": box for name, box in mailboxes(mails, workdays).items()}
    files |= _calendars(company, workdays, meetings, series(company, workdays, seed))
    truth = told(company, rhythms, workdays, seed)
    files["truth/truth.json"] = truth.as_json().encode()
    files["truth/TRUTH.md"] = truth.as_markdown().encode()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return truth


def _calendars(
    company: Company, workdays: Workdays, meetings: list[Meeting], recurring: list[Series]
) -> dict[str, bytes]:
    """Give one calendar a department, of what its people organise."""
    stamp = f"{workdays.ends + timedelta(days=1):%Y%m%d}T000000Z"
    files = {}
    for department in CHART:
        own = [s for s in recurring if s.organiser.department == department]
        single = [m for m in meetings if m.organiser.department == department]
        parts = [invitations(one, workdays, stamp) for one in own]
        parts += [invitation(m, stamp) for m in sorted(single, key=lambda m: (m.at, m.uid))]
        if department == "Management":
            parts += holidays(workdays, company.named(HEAD), stamp)
        name = spelled_plainly(department).replace(".", "-")
        files[f"calendar/{name}.ics"] = icalendar(parts, {one.organiser.zone for one in own})
    return files
