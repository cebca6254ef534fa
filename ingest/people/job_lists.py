"""Lists of jobs, which look like lists of people: titles, companies, and an address beside them.

LinkedIn's archive has what its owner applied for, saved and posted. The title is that of the job,
the address that of the owner or of whoever takes letters, so nobody in it is who has the title. A
list that names people (applicants, contacts) is one of people.
"""

import re
from collections.abc import Sequence

from ingest.rows.columns import plain

__all__ = ["JOBS", "is_of_jobs"]

JOBS = "a list of jobs, in which nobody is who has the title: it tells of no contact"

_OF_JOB = re.compile(
    r"job(?:url|link|id|description|state|status|type|location|posting|postingid|reference)"
    r"|(?:application|applied|saved|listed)(?:date|on|at)|date(?:applied|saved|listed|posted)"
    r"|applied|resumename|cvname|vacancyid|requisitionid"
)
_NAMED = frozenset(
    {"name", "fullname", "displayname", "personname", "contactname", "employeename",
     "candidatename", "applicantname", "candidate", "applicant", "firstname", "lastname",
     "givenname", "surname", "familyname"}
)  # fmt: skip
_OPENING = re.compile(rb"linkedin\.com/jobs/(?:view|search|collections)", re.IGNORECASE)


def is_of_jobs(names: Sequence[str], head: bytes) -> bool:
    """Say whether a table with such columns, and such first bytes, is a list of jobs.

    >>> is_of_jobs(["Application Date", "Contact Email", "Company Name", "Job Title"], b"")
    True
    >>> is_of_jobs(["Candidate Name", "Email", "Job Title", "Applied On"], b"")
    False
    """
    words = {plain(name) for name in names}
    if words & _NAMED:
        return False
    return any(_OF_JOB.fullmatch(word) for word in words) or _OPENING.search(head) is not None
