"""Every folder of samples, with the source that reads it and what comes of loading it.

    read = new + known + corrected + rejected

A new platform is a line here, a folder of samples with what each must become beside it, and what
is alike and none of its own in `tests.ingest.others`. `REAL` are files as somebody exported them:
their counts are those their makers state, or were counted by hand.
"""

from dataclasses import dataclass

from tests.ingest.sample_folder import Folder

__all__ = ["DAMAGED", "LISTED", "PLATFORMS", "REAL", "Counts", "Real"]


@dataclass(frozen=True)
class Counts:
    """Records, as a load counts them, and the interactions that they are."""

    read: int
    new: int
    known: int
    rejected: int
    interactions: int


PLATFORMS: dict[Folder, Counts] = {
    Folder("calls", log="ann"): Counts(42, 28, 2, 12, 28),
    Folder("discourse"): Counts(25, 19, 1, 4, 16),
    Folder(
        "discourse-archive",
        "discourse",
        left_out=("user_archive-lucja-260310-101112-3/visits.csv",),
    ): Counts(17, 14, 1, 2, 11),
    Folder("dynamics"): Counts(31, 25, 1, 5, 11),
    Folder("dynamics-views", "dynamics"): Counts(15, 11, 0, 4, 7),
    Folder("eloqua"): Counts(23, 16, 1, 6, 9),
    Folder("facebook"): Counts(21, 17, 0, 4, 17),
    Folder("facebook-graph", "facebook"): Counts(14, 11, 0, 3, 11),
    Folder("front"): Counts(14, 9, 2, 3, 7),
    Folder("github"): Counts(75, 60, 6, 6, 57),
    Folder("googlechat"): Counts(14, 12, 0, 2, 10),
    Folder("googlevoice"): Counts(13, 11, 0, 2, 11),
    Folder("hubspot"): Counts(33, 25, 0, 8, 15),
    Folder("hubspot-warehouse", "hubspot"): Counts(25, 22, 0, 3, 7),
    Folder("instagram"): Counts(33, 26, 2, 5, 18),
    Folder("instagram-graph", "instagram"): Counts(6, 5, 0, 1, 4),
    Folder("intercom"): Counts(13, 10, 0, 3, 8),
    Folder(
        "intercom-warehouse",
        "intercom",
        left_out=("contact_company_history.csv", "conversation_contact_history.csv"),
    ): Counts(11, 9, 0, 1, 6),
    Folder("linkedin"): Counts(47, 39, 0, 8, 24),
    Folder("mattermost"): Counts(41, 31, 3, 7, 27),
    Folder("meetup"): Counts(27, 21, 0, 6, 18),
    Folder("outlook"): Counts(24, 20, 2, 2, 10),
    Folder("ratings", left_out=("own.csv",)): Counts(44, 33, 0, 10, 37),
    Folder("reddit", left_out=("export_marie_curie_20250301/statistics.csv",)): Counts(
        37, 31, 0, 6, 30
    ),
    Folder("rocketchat"): Counts(20, 16, 1, 3, 15),
    Folder("salesforce"): Counts(71, 55, 1, 15, 18),
    Folder("slack"): Counts(26, 23, 0, 3, 19),
    Folder("stackexchange"): Counts(28, 23, 0, 5, 19),
    Folder("teams"): Counts(14, 11, 1, 2, 9),
    Folder("telegram"): Counts(28, 20, 2, 5, 18),
    Folder("vcard"): Counts(16, 11, 1, 4, 0),
    Folder("x-api", "x"): Counts(59, 38, 13, 8, 29),
    Folder("x-archive", "x", left_out=("data/ad-impressions.js",)): Counts(32, 26, 1, 5, 24),
    Folder("zoho"): Counts(26, 22, 0, 4, 8),
}


@dataclass(frozen=True)
class Real:
    """A file or folder of real data, what comes of loading it, and what in it no source reads."""

    path: str
    counts: Counts
    left_out: tuple[str, ...] = ("README.md",)


REAL: dict[str, Real] = {
    "discourse": Real("platform-discourse", Counts(22, 22, 0, 0, 22)),
    # its one record is a task that is due, and no contact
    "dynamics": Real(
        "platform-dynamics", Counts(1, 1, 0, 0, 0), ("README.md", "stringmap_data.csv")
    ),
    "eloqua": Real("platform-eloqua", Counts(58, 58, 0, 0, 58)),
    # seven posts of three people's have no title, and nothing says whose they are
    "facebook": Real("platform-facebook", Counts(38, 31, 0, 7, 32)),
    # of its six records one is of a person; a channel, an inbox, a tag, ... hold nobody
    "front": Real("platform-front", Counts(1, 1, 0, 0, 0)),
    "github": Real("platform-github", Counts(12, 12, 0, 0, 11)),
    "hubspot": Real(
        "platform-hubspot",
        Counts(310, 283, 1, 26, 101),
        ("README.md", "warehouse/email_event_open_data.csv", "warehouse/email_event_sent_data.csv"),
    ),
    # 96 followers, 389 followed, 103 likes, 459 messages, say its makers
    "instagram": Real("platform-instagram", Counts(1_047, 1_047, 0, 0, 103 + 459)),
    "linkedin": Real("platform-linkedin", Counts(3_000, 3_000, 0, 0, 0)),
    "mattermost": Real("platform-mattermost", Counts(7, 7, 0, 0, 5)),
    "meetup": Real("platform-meetup", Counts(5, 5, 0, 0, 5)),
    "rocketchat": Real("platform-chat-misc/message_page_1.json", Counts(2, 2, 0, 0, 3), ()),
    # of 20 accounts 18 are marked as deleted
    "salesforce": Real("platform-salesforce", Counts(46, 28, 0, 18, 11)),
    "slack": Real(
        "platform-slack",
        Counts(8_022, 8_021, 1, 0, 10_174),
        ("README.md", "web-api/slack_members1.json"),
    ),
    # its second question has the number of the first, and is known by it
    "stackexchange": Real("platform-stackexchange", Counts(6, 5, 1, 0, 5)),
    "telegram": Real("platform-chat-misc", Counts(5, 5, 0, 0, 6)),
    "x": Real("platform-twitter", Counts(3_055, 2_951, 1, 103, 2_367)),
    "zoho": Real("platform-zoho", Counts(3, 3, 0, 0, 0)),
}

LISTED = (*PLATFORMS, Folder("people"), Folder("organizations"), Folder("tables", "table"))
"""Folders in which what each file must become stands beside it."""

DAMAGED = (
    *LISTED,
    Folder("mail", "mbox", "*.mbox", "*.txt"),
    Folder("mail", "eml", "*.eml", "maildir/**/*"),
    Folder("calendar", "ics"),
)
"""At least one folder for each source there is."""
